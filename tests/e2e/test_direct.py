"""Commands without a server, as processes of their own, on a real file and with the simulator as BrickLink."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from typing import Any

from e2e.conftest import Open
from e2e.house import PATIENCE, House, eventually
from freshbrick.simulator import Fault, Simulator

DIRECT = {"FRESHBRICK_SERVER": "", "FRESHBRICK_TOKEN": ""}


def asked(house: House) -> Any:
    with closing(sqlite3.connect(house.database_file)) as db:
        return db.execute("SELECT key, status FROM catalog_refresh_outbox ORDER BY id").fetchall()


def workers(house: House) -> int:
    with closing(sqlite3.connect(house.database_file)) as db:
        return int(db.execute("SELECT count(*) FROM workers").fetchone()[0])


async def test_a_part_is_fetched_by_the_command_itself_where_no_worker_runs(open_house: Open) -> None:
    house = await open_house()
    await house.stop()
    code, out, err = await house.run("part", "3001", environ=DIRECT)
    assert code == 0, err
    assert "3001 · Brick 2 x 4" in out
    assert err == f"No server is named: working on {house.database_file} directly.\n"
    assert asked(house)[0] == ("3001", "succeeded")
    assert workers(house) == 0


async def test_a_worker_that_runs_already_is_left_its_work(house: House) -> None:
    code, out, _ = await house.run("part", "3001", environ=DIRECT)
    assert code == 0
    assert "✓ Fresh" in out
    assert '"key": "3001"' in house.log
    assert "refresh.saved" in house.log
    assert workers(house) == 1


async def test_who_leaves_in_the_middle_leaves_nothing_half_done(
    open_house: Open, simulator: Simulator
) -> None:
    house = await open_house()
    await house.stop()
    simulator.faults.add(Fault(kind="timeout", match="/items/part/3001"))
    process = house.begin("part", "3001", environ=DIRECT)
    await eventually(lambda: ("3001", "inflight") in asked(house))
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE):
        _, err = await process.communicate()
    assert b"Traceback" not in err
    assert ("3001", "pending") in asked(house)
    assert workers(house) == 0


async def test_a_batch_is_drained_by_the_command_itself_and_tells_what_failed(open_house: Open) -> None:
    house = await open_house()
    await house.stop()
    code, out, err = await house.run("refresh", "3001", "3003", "3004/5", "99999x", environ=DIRECT)
    assert "4 refreshes · 7 calls" in err
    assert (code, out) == (1, "3 refreshed, 1 failed.\npart 99999x: BrickLink does not know this item.\n")
    assert workers(house) == 0


async def test_who_leaves_a_batch_loses_nothing_of_it(open_house: Open, simulator: Simulator) -> None:
    house = await open_house(PACE="4")
    await house.stop()
    numbers = [str(number) for number in range(3001, 3031)]
    simulator.faults.add(Fault(kind="latency", latency_ms=300))
    process = house.begin("refresh", *numbers, environ=DIRECT)
    await eventually(lambda: any(state == "succeeded" for _, state in asked(house)))
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE):
        out, err = await process.communicate()
    assert (process.returncode, out) == (130, b"")
    assert b"left, and still asked for" in err
    assert b"Traceback" not in err
    assert {key for key, _ in asked(house)} >= set(numbers)
    assert all(state != "inflight" for _, state in asked(house))
    await house.start()
    code, out_, _ = await house.run("refresh", *numbers)
    assert (code, out_.splitlines()[0].split(" refreshed")[0].isdigit()) in ((0, True), (1, True))
