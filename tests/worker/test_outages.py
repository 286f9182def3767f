"""The database goes away for a moment: no paid answer is thrown away, and nobody has to start anything again."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from structlog.testing import capture_logs

from freshbrick.model.clock import SECOND
from freshbrick.model.outbox import Priority
from freshbrick.simulator import Fault
from freshbrick.store import leases
from freshbrick.store.database import Database, DatabaseUnavailableError
from freshbrick.worker.claims import Claimed
from freshbrick.worker.crons import Crons
from support.flow import Flow
from support.outage import outage
from support.patience import eventually

Away = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def away(request: pytest.FixtureRequest, database: Database, engine: str) -> Away:
    server = None if engine == "sqlite" else request.getfixturevalue("postgres")
    return lambda: outage(database, server)


async def passing(flow: Flow, reached: Callable[[], object], step: int = 200) -> None:
    """Let time go by until something is reached."""

    def look() -> object:
        flow.clock.advance(step)
        return reached()

    await eventually(look)


@pytest.fixture
async def slow(flow: Flow) -> Flow:
    """A BrickLink that takes long enough for a database to go away meanwhile."""
    flow.simulator.faults.add(Fault(kind="latency", match="/items*", latency_ms=500))
    return flow


async def test_an_answer_is_saved_once_the_database_is_back(slow: Flow, away: Away) -> None:
    asked = await slow.ask("part", "3001")
    draining = asyncio.create_task(slow.drain())
    await slow.simulator.calls.reached(1)
    with capture_logs() as logs:
        async with away():
            await eventually(lambda: any(line["event"] == "refresh.unwritten" for line in logs))
        await passing(slow, draining.done)
    message = await slow.message(asked.message_id or 0)
    assert (message.status, message.calls, slow.calls()) == ("succeeded", 1, 1)


async def test_a_failure_is_noted_once_the_database_is_back(slow: Flow, away: Away) -> None:
    slow.simulator.faults.clear()
    slow.simulator.faults.add(Fault(kind="5xx", match="/items*", latency_ms=500))
    asked = await slow.ask("part", "3001")
    draining = asyncio.create_task(slow.drain())
    await slow.simulator.calls.reached(1)
    with capture_logs() as logs:
        async with away():
            await eventually(lambda: any(line["event"] == "refresh.unwritten" for line in logs))
        await passing(slow, lambda: any(line["event"] == "refresh.failed" for line in logs))
    message = await slow.message(asked.message_id or 0)
    assert (message.status, message.attempt) == ("pending", 1)
    draining.cancel()


async def test_an_answer_that_outlives_its_lease_is_given_up(slow: Flow, away: Away) -> None:
    asked = await slow.ask("part", "3001")
    draining = asyncio.create_task(slow.drain())
    await slow.simulator.calls.reached(1)
    with capture_logs() as logs:
        async with away():
            await eventually(lambda: any(line["event"] == "refresh.unwritten" for line in logs))
            slow.clock.advance(slow.policy.lease)
            await passing(slow, draining.done)
        assert not [line for line in logs if line.get("exc_info")], "nothing unforeseen"
    slow.clock.advance(5 * SECOND)  # a server that was away is left alone for that long
    message = await slow.message(asked.message_id or 0)
    assert (message.status, message.claims) == ("inflight", 1), "whoever claims it next asks again"


async def test_a_worker_that_starts_without_its_database_works_once_it_is_back(
    flow: Flow, away: Away
) -> None:
    await flow.ask("part", "3001", priority=Priority.HIGH)
    with capture_logs() as logs:
        async with away():
            running = asyncio.create_task(flow.worker.run())
            await eventually(lambda: any(line["event"] == "worker.database_unavailable" for line in logs))
        await passing(flow, flow.calls)
        stopping = asyncio.create_task(flow.worker.stop())
        await passing(flow, stopping.done)
        await running


async def test_crons_go_on_once_the_database_is_back(flow: Flow, away: Away) -> None:
    crons = Crons(flow.database, flow.clock, None, flow.policy, "here")
    with capture_logs() as logs:
        async with away():
            running = asyncio.create_task(crons.run())
            await eventually(lambda: any(line["event"] == "cron.database_unavailable" for line in logs))
        await passing(flow, lambda: any(line["event"] == "cron.runs" for line in logs), 5 * SECOND)
        crons.stop()
        await running


async def test_a_lease_is_renewed_again_once_the_database_is_back(flow: Flow, away: Away) -> None:
    await flow.ask("part", "3001")
    mine = await flow.claim(token="mine")
    assert isinstance(mine, Claimed)
    renew = (leases.renew, mine.lease, flow.policy.lease)
    async with flow.worker._heartbeat(mine.lease):
        await asyncio.sleep(0)  # it begins to wait for its first beat
        async with away():
            flow.clock.advance(21 * SECOND)
            await asyncio.sleep(0)
            with pytest.raises(DatabaseUnavailableError):
                await flow.database.write(*renew)
        renewed = asyncio.Event()
        flow.database.subscribe(lambda keys: renewed.set() if "worker" in keys else None)
        await passing(flow, renewed.is_set)
        for _ in range(4):
            renewed.clear()
            await passing(flow, renewed.is_set, SECOND)
    assert await flow.drain() == 0, "still owned after a minute"
