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
    process = await house.begin("part", "3001", environ=DIRECT)
    await eventually(lambda: ("3001", "inflight") in asked(house))
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE):
        _, err = await process.communicate()
    assert b"Traceback" not in err
    assert ("3001", "pending") in asked(house)
    assert workers(house) == 0
