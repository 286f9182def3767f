"""I3 and I5: workers come and go; a message is ended once, by whoever holds it."""

import asyncio

import pytest

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Fail, Failure, Priority
from freshbrick.simulator import Fault
from freshbrick.store import leases, part_colors
from freshbrick.store.database import Tx
from freshbrick.store.leases import Lease, LeaseLostError, Work
from freshbrick.worker.claims import Claimed
from support.flow import Flow


async def claimed(flow: Flow, token: str) -> Claimed:
    found = await flow.claim(token=token)
    assert isinstance(found, Claimed)
    return found


async def test_a_message_of_a_dead_worker_is_worked_on_again_once_its_lease_is_over(flow: Flow) -> None:
    asked = await flow.ask("part", "3001")
    await claimed(flow, "dead")
    assert await flow.drain() == 0
    flow.clock.advance(60 * SECOND)
    assert await flow.drain() >= 1
    message = await flow.message(asked.message_id or 0)
    assert (message.status, message.attempt) == ("succeeded", 0)


async def test_a_worker_that_lost_its_lease_writes_nothing_at_all(flow: Flow) -> None:
    await flow.ask("part_colors", "3001")
    old = await claimed(flow, "old")
    flow.clock.advance(60 * SECOND)
    await claimed(flow, "new")

    def save_and_end(tx: Tx) -> None:
        part_colors.save(tx, "3001", [], last_fetched=tx.now)
        leases.succeed(tx, old.lease, Work())

    with pytest.raises(LeaseLostError):
        await flow.database.write(save_and_end)
    assert (await flow.answer("part_colors", "3001")).data is None


@pytest.mark.parametrize("way", ["renew", "progress", "succeed", "fail", "release"])
async def test_every_ending_is_fenced(flow: Flow, way: str) -> None:
    await flow.ask("part", "3001")
    await claimed(flow, "mine")
    stolen = Lease(1, "not-mine", "part", "3001")

    def end(tx: Tx) -> None:
        match way:
            case "renew":
                leases.renew(tx, stolen, 1)
            case "progress":
                leases.progress(tx, stolen, Work())
            case "succeed":
                leases.succeed(tx, stolen, Work())
            case "fail":
                failure = Failure("refused", "refused", "")
                leases.fail(tx, stolen, Work(), Fail("refused", 0), failure, streak=1)
            case _:
                leases.release(tx, stolen, Work(), 0, failure=Failure("temporary", "unreachable", ""))

    with pytest.raises(LeaseLostError):
        await flow.database.write(end)
    message = await flow.message(1)
    assert (message.status, message.lease_token, message.failure_code) == ("inflight", "mine", None)


async def test_a_long_refresh_keeps_its_lease_by_heartbeat(flow: Flow) -> None:
    await flow.ask("part", "3001")
    mine = await claimed(flow, "mine")
    renewed = asyncio.Event()
    flow.database.subscribe(lambda keys: renewed.set() if "worker" in keys else None)
    async with flow.worker._heartbeat(mine.lease):
        for _ in range(6):
            await asyncio.sleep(0)
            renewed.clear()
            flow.clock.advance(21 * SECOND)
            await renewed.wait()
    assert await flow.drain() == 0, "still owned after two minutes"


async def test_a_message_that_kills_its_worker_ends_at_the_tenth_time(flow: Flow) -> None:
    asked = await flow.ask("part", "3001")
    for n in range(10):
        await claimed(flow, f"killed-{n}")
        flow.clock.advance(60 * SECOND)
    assert await flow.drain() == 0
    message = await flow.message(asked.message_id or 0)
    assert (message.status, message.failure_code, flow.calls()) == ("failed", "worker_lost", 0)


async def test_a_wrong_clock_holds_nothing_back_for_long(flow: Flow) -> None:
    """Leased and put off while the clock was a year ahead: due as soon as it is right again."""
    flow.clock.step(365 * DAY)
    leased = await flow.ask("part", "3001")
    await claimed(flow, "then")
    put_off = await flow.ask("part", "3002")
    second = await claimed(flow, "then-too")
    await flow.database.write(leases.release, second.lease, Work(), flow.clock.now() + HOUR)
    flow.clock.step(-365 * DAY)
    await flow.drain()
    for asked in (leased, put_off):
        assert (await flow.message(asked.message_id or 0)).status == "succeeded"


async def test_a_stop_gives_back_what_it_cannot_finish(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="timeout", match="/items/part/3001"))
    asked = await flow.ask("part", "3001", priority=Priority.HIGH)
    running = asyncio.create_task(flow.worker.run())
    await flow.simulator.calls.reached(1)
    await flow.worker.stop(0)
    await running
    message = await flow.message(asked.message_id or 0)
    assert (message.status, message.attempt, message.claims) == ("pending", 0, 0)


async def test_a_retry_runs_when_it_is_due_and_not_at_the_next_cron(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="5xx", match="/items/part/3001", times=1))
    await flow.ask("part", "3001")
    running = asyncio.create_task(flow.worker.run())
    await flow.simulator.calls.reached(1, "/items/part/3001")
    await flow.until(lambda message: message.attempt == 1, message_id=1)
    refresh = (await flow.answer("part", "3001")).refresh
    assert refresh is not None
    assert refresh.next_attempt_at is not None
    wait = refresh.next_attempt_at - flow.clock.now()
    assert wait <= 4 * SECOND < MINUTE
    while len(flow.simulator.calls.to("/items/part/3001")) < 2:
        flow.clock.advance(100)
        await flow.message(1)  # as long as the worker needs for a look at the same database
        await asyncio.sleep(0.001)
    assert flow.clock.now() - refresh.next_attempt_at <= 2 * SECOND
    await flow.worker.stop()
    await running
