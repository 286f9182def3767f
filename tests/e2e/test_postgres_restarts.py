"""Workers and PostgreSQL are killed with -9 again and again: nothing is lost, stuck or ended twice (I2-I7)."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text

from e2e.conftest import OpenEstate
from e2e.estate import Estate, rows
from e2e.house import eventually
from e2e.watchers import watchers
from freshbrick.simulator import Simulator, World
from freshbrick.store.outbox import LIVE
from freshbrick.store.tables import bucket_spent, parts, price_quarters
from freshbrick.store.tables import catalog_refresh_outbox as outbox
from support.postgres import UNHURRIED, MortalServer, mortal_server

KILLS = 10
EACH = 20
"""Parts asked for between two kills."""
GUIDES = 8
NUMBERS = list(World().part_numbers())[: KILLS * EACH]
WATCHED = NUMBERS[::10]

_BATCH = select(outbox).where(text("resource IN ('part', 'price_guide')"))
_LIVE = select(outbox.c.key).where(LIVE)
_PARTS = select(func.count().label("n")).select_from(parts)
_QUARTERS = select(func.count().label("n")).select_from(price_quarters)
_PAID = select(func.sum(bucket_spent.c.calls).label("n"))


@pytest.fixture
def simulator() -> Simulator:
    """Slow enough to be killed in the middle of a call."""
    return Simulator(latency_ms=(20, 120))


@pytest.fixture
def mortal() -> Iterator[MortalServer]:
    """A PostgreSQL of this test's own."""
    with mortal_server(*UNHURRIED) as server:
        yield server


@pytest.fixture
async def estate(mortal: MortalServer, open_estate: OpenEstate) -> Estate:
    estate = open_estate(mortal.url, LEASE="2s", PACE="1000000")
    await asyncio.gather(estate.serve(2), estate.work(3))
    return estate


async def test_kills_of_workers_and_of_the_database_in_the_middle_of_their_work(
    estate: Estate, mortal: MortalServer, simulator: Simulator
) -> None:
    front = estate.fronts[0]
    async with watchers([one.url for one in estate.fronts], front.token, WATCHED) as watching:
        for n in range(KILLS):
            portion = [{"resource": "part", "key": number} for number in NUMBERS[n * EACH : (n + 1) * EACH]]
            guides = [{"resource": "price_guide", "key": f"{key['key']}/11"} for key in portion[:GUIDES]]
            asked = await front.post("/api/catalog/refresh", json={"items": portion + guides})
            assert asked.status_code == 200, asked.text
            await simulator.calls.reached(len(simulator.calls) + 3 + n)
            if n % 2:
                mortal.kill()
                await asyncio.to_thread(mortal.start)
                await eventually(front.answers)
            else:
                await estate.workers[n % 3].kill()
                await estate.workers[n % 3].start()
        async with estate.database() as database:

            async def all_ended() -> bool:
                return not await database.read(rows, _LIVE)

            await eventually(all_ended)
            for watcher in watching:
                await eventually(watcher.converged)
            messages = await database.read(rows, _BATCH)
            saved = await database.read(rows, _PARTS)
            quarters = await database.read(rows, _QUARTERS)
            paid = await database.read(rows, _PAID)
    wanted = [("part", number) for number in NUMBERS]
    wanted += [("price_guide", f"{NUMBERS[n * EACH + m]}/11") for n in range(KILLS) for m in range(GUIDES)]
    assert sorted((m["resource"], m["key"]) for m in messages) == sorted(wanted), "each has one message"
    assert Counter((m["status"], m["attempt"]) for m in messages) == {("succeeded", 0): len(wanted)}
    assert (saved[0]["n"], quarters[0]["n"]) == (len(NUMBERS), 4 * GUIDES * KILLS)
    assert len(simulator.calls) <= paid[0]["n"], "every call that left was paid for first"
    told = Counter(line["message"] for line in estate.logged("refresh.saved"))
    assert max(told.values()) == 1, "no message ended twice"
    assert all(worker.process.returncode is None for worker in estate.workers), "only who was killed died"
    for one in [*estate.workers, *estate.fronts]:
        broken = [line for line in one.log.splitlines() if "Traceback" in line]
        assert all("DatabaseUnavailableError" in line for line in broken), broken
