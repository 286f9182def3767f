"""`kill -9` in the middle of a drain, again and again: nothing is lost, stuck, ended twice or failed for it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from e2e.conftest import Open
from e2e.house import PATIENCE, eventually
from freshbrick.simulator import Simulator, World

ROUNDS = 20
BATCH = "FROM catalog_refresh_outbox WHERE resource IN ('part', 'price_guide')"
"""What was asked for; the sweep adds colors and categories after a minute, and they wait for the next drain."""
LEFT = f"SELECT 1 {BATCH} AND status IN ('pending', 'inflight')"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path, timeout=10)) as database:
        return database.execute(sql).fetchall()


async def test_twenty_kills_in_the_middle_of_a_drain(open_house: Open, simulator: Simulator) -> None:
    house = await open_house(LEASE="1s", POLL="200ms", MIN_REFRESH_INTERVAL="0s")
    numbers = list(World().part_numbers())[:300]
    keys = [{"resource": "part", "key": number} for number in numbers]
    keys += [{"resource": "price_guide", "key": f"{number}/11"} for number in numbers[:20]]
    asked = await house.post("/api/catalog/refresh", json={"items": keys})
    assert asked.json()["enqueued"] == len(keys)
    for n in range(1, ROUNDS + 1):
        async with asyncio.timeout(3 * PATIENCE):
            await simulator.calls.reached(len(simulator.calls) + 1 + n % 7)
        await house.kill()
        assert rows(house.database_file, "PRAGMA integrity_check") == [("ok",)]
        assert rows(house.database_file, LEFT), "still in the middle"
        await house.launch()  # killed as soon as it works: a drain that ended meanwhile could not be killed
    await house.serves()
    await eventually(lambda: not rows(house.database_file, LEFT))
    batch = rows(house.database_file, f"SELECT resource, key, status, attempt {BATCH}")
    assert sorted((r, k) for r, k, *_ in batch) == sorted((k["resource"], k["key"]) for k in keys), (
        "each ended once"
    )
    assert {(status, attempt) for *_, status, attempt in batch} == {("succeeded", 0)}
    assert rows(house.database_file, "SELECT count(*) FROM parts") == [(300,)]
    assert rows(house.database_file, "SELECT count(*) FROM price_quarters") == [(80,)]
    assert rows(house.database_file, "PRAGMA foreign_key_check") == []
    paid = rows(house.database_file, "SELECT sum(calls) FROM bucket_spent")[0][0]
    assert isinstance(paid, int)
    assert len(simulator.calls) <= paid, "every call that left was paid for first"


async def test_sigterm_finishes_what_is_under_way_and_gives_the_rest_back(
    open_house: Open, simulator: Simulator
) -> None:
    house = await open_house()
    keys = [{"resource": "part", "key": number} for number in list(World().part_numbers())[:200]]
    await house.post("/api/catalog/refresh", json={"items": keys})
    await simulator.calls.reached(3)
    assert await house.stop() == 0
    counts = dict(
        rows(house.database_file, "SELECT status, count(*) FROM catalog_refresh_outbox GROUP BY status")
    )
    assert "inflight" not in counts
    assert counts["pending"] > 0
    assert "Traceback" not in house.log
