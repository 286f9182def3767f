"""Four workers and one quota: never more calls in any window, and hardly any left unused (I6); and crons fire once."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from itertools import pairwise

import pytest

from e2e.conftest import OpenEstate
from e2e.estate import Estate, most_in_a_window, tell
from e2e.house import PATIENCE, eventually
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.simulator import Fault, Simulator
from freshbrick.store import buckets, outbox
from freshbrick.store.database import Tx

pytestmark = pytest.mark.alone  # it measures times

HIGH, NORMAL, LOW = Priority
QUOTA, WINDOW_S = 100, 30
ALLOWANCE = Allowance(QUOTA, window=WINDOW_S * 1_000)
EVERY_S = 0.5
LEAST = {LOW: 0.48, NORMAL: 0.78, HIGH: 0.98}
"""What each must get out of the quota at least, while nothing more urgent waits."""


@pytest.fixture
async def estate(open_estate: OpenEstate, postgres_url: str) -> AsyncIterator[Estate]:
    estate = open_estate(
        postgres_url,
        QUOTA_PER_DAY=f"{QUOTA}",
        QUOTA_WINDOW=f"{WINDOW_S}s",
        PACE="100",
        DRAIN_INTERVAL=f"{EVERY_S * 1_000:.0f}ms",
        DRAIN_BATCH="50",
    )
    await estate.work(4)
    yield estate
    for worker in estate.workers:
        assert await worker.stop() == 0
        assert '"level": "error"' not in worker.log


def enqueue(tx: Tx, keys: Iterable[str], priority: Priority) -> None:
    for key in keys:
        outbox.enqueue(tx, "part", key, priority)


async def test_four_workers_use_the_quota_up_and_never_exceed_it(
    estate: Estate, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="not_found_empty", match="/items*"))
    async with estate.database() as database:
        for priority, least in LEAST.items():
            await database.write(enqueue, [f"{priority}x{n}" for n in range(1_000)], priority)
            share = ALLOWANCE.share(priority)

            async def used_up(share: int = share) -> bool:
                return await database.read(buckets.spent, ALLOWANCE) >= share

            await eventually(used_up)
            await simulator.calls.reached(int(least * QUOTA))
            most = most_in_a_window(simulator, ALLOWANCE.window)
            tell(f"{priority.name}: {most} of {QUOTA} calls in a window")
            assert least * QUOTA <= most <= share
        full = len(simulator.calls)
        async with asyncio.timeout(WINDOW_S + 2 * PATIENCE):
            await simulator.calls.reached(full + QUOTA // 2)  # the window moves on: what was used opens again
    assert most_in_a_window(simulator, ALLOWANCE.window) <= QUOTA
    runs = [datetime.fromisoformat(run["timestamp"]) for run in _drains(estate)]
    span = (runs[-1] - runs[0]).total_seconds()
    tell(f"the drain's cron ran {len(runs)} times in {span:.1f} s, due every {EVERY_S} s")
    assert 0.5 * span / EVERY_S <= len(runs) <= span / EVERY_S + 2
    assert min((b - a).total_seconds() for a, b in pairwise(runs)) > EVERY_S / 10, "it fires once"


def _drains(estate: Estate) -> list[dict[str, str]]:
    return [run for run in estate.logged("cron.runs") if run["cron"] == "drain_catalog_refresh_outbox"]
