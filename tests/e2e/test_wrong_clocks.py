"""Hosts whose clocks are an hour off take part: everything goes by the database's time."""

import asyncio
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from e2e.conftest import OpenEstate
from e2e.estate import Estate, Front, Worker, most_in_a_window, rows, tell
from e2e.house import PATIENCE, eventually
from e2e.nginx import needed
from e2e.watchers import watchers
from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import ensure_owner
from freshbrick.model.clock import MINUTE, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.simulator import Simulator, World
from freshbrick.store import outbox
from freshbrick.store.database import Tx
from freshbrick.store.tables import catalog_refresh_outbox as messages_table
from freshbrick.store.tables import crons, sessions, workers

pytestmark = pytest.mark.alone  # it measures times

QUOTA, WINDOW_S = 40, 20
NUMBERS = list(World().part_numbers())[: QUOTA + 20]
WATCHED = NUMBERS[::6]
BUSY = 0.3
"""Of a processor: one that waits for the quota, and looks five times a second, needs 2 % of one."""

_LIVE = select(messages_table.c.key).where(outbox.LIVE)


def clock_off_by(hours: int) -> dict[str, str]:
    """The environment of a process on such a host; its monotonic clock is right, as everywhere."""
    needed("faketime", "faketime")
    libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return {"LD_PRELOAD": f"{libraries[0]}", "FAKETIME": f"{hours:+}h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def now() -> int:
    return time.time_ns() // 1_000_000


def seconds_computed(worker: Worker) -> float:
    """By its process so far."""
    fields = Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def enqueue(tx: Tx, numbers: Iterable[str]) -> None:
    for number in numbers:
        outbox.enqueue(tx, "part", number, Priority.HIGH)


def link(tx: Tx) -> str:
    return create_link(tx, ensure_owner(tx).id).reveal()


@pytest.fixture
def simulator() -> Simulator:
    """Slow enough for every worker to get its share."""
    return Simulator(latency_ms=(50, 150))


@pytest.fixture
async def estate(open_estate: OpenEstate, postgres_url: str) -> Estate:
    """A server that is right, and one that is an hour ahead."""
    estate = open_estate(
        postgres_url, LEASE="3s", PACE="1000", QUOTA_PER_DAY=f"{QUOTA}", QUOTA_WINDOW=f"{WINDOW_S}s",
        DRAIN_INTERVAL="1s",
    )  # fmt: skip
    await estate.serve(1)
    await estate.serve(1, clock_off_by(+1))
    return estate


async def test_workers_whose_clocks_are_an_hour_off_work_within_the_quota(
    estate: Estate, simulator: Simulator
) -> None:
    for off in ({}, clock_off_by(+1), clock_off_by(-1)):
        await estate.work(1, off)
    began = now()
    right, ahead = estate.fronts
    async with (
        watchers([right.url, ahead.url], right.token, WATCHED) as watching,
        estate.database() as database,
    ):
        assert (await ahead.post(f"/api/catalog/parts/{NUMBERS[1]}/refresh")).status_code == 202
        await database.write(enqueue, NUMBERS)
        await simulator.calls.reached(QUOTA - 2)  # a payment that ran out before its call left is lost
        idle, computed = time.monotonic(), [seconds_computed(worker) for worker in estate.workers]
        async with asyncio.timeout(WINDOW_S + 2 * PATIENCE):
            await simulator.calls.reached(QUOTA + 1)
        waited = time.monotonic() - idle
        spent = [seconds_computed(one) - before for one, before in zip(estate.workers, computed, strict=True)]
        tell(f"while {waited:.0f} s were to be waited the workers computed for {spent} s")
        async with asyncio.timeout(2 * WINDOW_S + 2 * PATIENCE):
            await simulator.calls.reached(len(NUMBERS))

        async def all_ended() -> bool:
            return not await database.read(rows, _LIVE)

        await eventually(all_ended)
        for watcher in watching:
            await eventually(watcher.converged)
        messages = await database.read(rows, select(messages_table))
        due = await database.read(rows, select(crons.c.name, crons.c.last_at))
        seen = await database.read(rows, select(workers.c.seen_at))
    assert most_in_a_window(simulator, WINDOW_S * SECOND) <= QUOTA
    assert max(spent) < BUSY * waited
    assert all(worker.log.count('"refresh.saved"') for worker in estate.workers), "each took part"
    for message in messages:
        times = (message["created_at"], message["claimed_at"], message["processed_at"])
        assert all(began - MINUTE < at < now() + MINUTE for at in times)
    assert all(abs(cron["last_at"] - now()) < MINUTE for cron in due if cron["last_at"])
    assert len(seen) == len(estate.workers)
    assert all(abs(worker["seen_at"] - now()) < MINUTE for worker in seen)
    for one in [*estate.workers, *estate.fronts]:
        assert '"level": "error"' not in one.log
    assert [await worker.stop() for worker in estate.workers] == [0, 0, 0]


async def test_who_signs_in_at_a_host_whose_clock_is_ahead_is_signed_in_everywhere(estate: Estate) -> None:
    right, ahead = estate.fronts
    async with estate.database() as database:
        for here, there in ((ahead, right), (right, ahead)):
            reply = await here.http.post(
                f"{here.url}/api/session",
                json={"link": await database.write(link)},
                headers={"Origin": here.url},
            )
            assert reply.status_code == 200, reply.text
            secret = re.search(r"=([^;]+)", reply.headers["set-cookie"])
            assert secret
            for house in (here, there):
                assert await _via(house, secret[1]) == "session"
        ends = await database.read(rows, select(sessions.c.created_at, sessions.c.expires_at))
    assert all(abs(session["created_at"] - now()) < MINUTE for session in ends)
    assert len({(session["expires_at"] - session["created_at"]) // MINUTE for session in ends}) == 1


async def _via(house: Front, secret: str) -> str:
    """By what the server knows somebody with this session."""
    port = house.url.rpartition(":")[2]
    async with httpx2.AsyncClient(trust_env=False, timeout=PATIENCE) as http:
        reply = await http.get(f"{house.url}/api/session", headers={"Cookie": f"freshbrick_{port}={secret}"})
    assert reply.status_code == 200, reply.text
    return str(reply.json()["person"]["via"])
