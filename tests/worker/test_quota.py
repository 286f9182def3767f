"""I6: no more calls than the quota, whatever happens; what waits says for what and until when."""

import asyncio

from msgspec.structs import replace

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.simulator import Fault
from freshbrick.store import buckets
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase
from freshbrick.worker.claims import Claimed, Rest
from support.clock import VirtualClock
from support.flow import UNPACED, flow_of

FIFTY = replace(UNPACED, allowance=Allowance(50))


def keys(count: int) -> list[str]:
    return [f"5{n:03}" for n in range(count)]


async def test_a_quota_of_fifty_lets_fifty_calls_leave_and_the_rest_waits_untouched(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, FIFTY) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        await flow.ask_many("part", keys(500), Priority.HIGH)
        await flow.drain()
        assert len(flow.simulator.calls) == 50
        answer = await flow.answer("part", keys(500)[-1])
        assert answer.refresh is not None
        assert (answer.status, answer.refresh.waiting_for, answer.refresh.attempt) == (
            "refreshing",
            "quota",
            0,
        )
        opens = answer.refresh.next_attempt_at
        assert opens is not None
        assert clock.now() + DAY < opens < clock.now() + DAY + 15 * MINUTE
        clock.advance(opens - clock.now() - 1)
        await flow.drain()
        assert len(flow.simulator.calls) == 50, "not a moment too early"
        clock.advance(1)
        await flow.drain()
        assert len(flow.simulator.calls) == 100


async def test_a_batch_leaves_a_fifth_of_the_quota_and_the_sweep_half_of_it_to_people(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, replace(UNPACED, allowance=Allowance(100))) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        await flow.ask_many("part", keys(100), Priority.LOW)
        await flow.drain()
        assert len(flow.simulator.calls) == 50
        await flow.ask_many("part", [f"6{n:03}" for n in range(100)], Priority.NORMAL)
        await flow.drain()
        assert len(flow.simulator.calls) == 80
        await flow.ask("part", "3001")
        await flow.drain()
        assert flow.calls("/items/part/3001") == 1


async def test_what_other_tools_use_is_left_alone(database: SqliteDatabase, clock: VirtualClock) -> None:
    async with flow_of(database, clock, replace(UNPACED, allowance=Allowance(50, others=20))) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        await flow.ask_many("part", keys(60), Priority.HIGH)
        await flow.drain()
        assert len(flow.simulator.calls) == 30


async def test_a_clock_that_goes_back_or_jumps_about_frees_no_call(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, FIFTY) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        await flow.ask_many("part", keys(500), Priority.HIGH)
        await flow.drain(30)
        for step in (-3 * HOUR, -2 * DAY, HOUR, -DAY):
            clock.step(step)
            await flow.drain()
        assert len(flow.simulator.calls) == 50


async def test_a_clock_that_went_back_and_comes_back_frees_no_call_either(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, FIFTY) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        await flow.ask_many("part", keys(500), Priority.HIGH)
        await flow.drain()
        clock.step(-3 * HOUR)
        await flow.drain()
        clock.step(3 * HOUR)
        clock.advance(DAY)
        await flow.drain()
        assert len(flow.simulator.calls) == 50
        clock.advance(15 * MINUTE)
        await flow.drain()
        assert len(flow.simulator.calls) == 100


async def test_calls_of_a_rolling_window_never_exceed_the_quota(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, FIFTY) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        for hour in range(72):
            await flow.ask_many("part", [f"h{hour}x{n}" for n in range(hour % 7)], Priority.HIGH)
            await flow.drain()
            clock.advance(HOUR)
        times = [call.at for call in flow.simulator.calls]
        assert len(times) > 100
        assert max(sum(at <= other < at + DAY for other in times) for at in times) <= 50


async def test_a_payment_that_ran_out_before_the_call_left_is_paid_for_again(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock) as flow:
        await flow.ask("part", "3001")
        claimed = await flow.claim(Priority.HIGH)
        assert isinstance(claimed, Claimed)
        paid_at = clock.monotonic()
        clock.advance(61 * SECOND)
        await flow.worker.process_single_outbox_message(claimed, paid_at)
        assert (await flow.answer("part", "3001")).status == "fresh"
        slots = await flow.database.read(_paid)
        assert slots == 2, "paid twice, called once"


async def test_a_payment_that_ran_out_with_no_quota_left_puts_the_message_back_unharmed(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, replace(UNPACED, allowance=Allowance(8))) as flow:
        await flow.ask_many("part", keys(8), Priority.HIGH)
        asked = await flow.ask("part", "3001")
        claims = [await flow.claim(Priority.HIGH, token=str(n)) for n in range(4)]
        assert all(isinstance(c, Claimed) for c in claims)
        flow.simulator.faults.add(Fault(kind="not_found_empty"))
        paid_at = clock.monotonic()
        await asyncio.gather(
            *(flow.worker.process_single_outbox_message(c, paid_at) for c in claims if isinstance(c, Claimed))
        )
        last = [await flow.claim(Priority.HIGH, token=f"l{n}") for n in range(4)]
        clock.advance(2 * MINUTE)
        late = [c for c in last if isinstance(c, Claimed)]
        assert len(late) == 4
        for claimed in late:
            await flow.worker.process_single_outbox_message(claimed, paid_at)
        assert len(flow.simulator.calls) == 4
        for claimed in late:
            message = await flow.message(claimed.lease.message_id)
            assert (message.status, message.attempt) == ("pending", 0)
        assert (await flow.message(asked.message_id or 0)).status == "pending"


async def test_at_most_four_calls_at_once_and_two_of_a_batch(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock) as flow:
        await flow.ask_many("part", keys(10), Priority.NORMAL)
        first = [await flow.claim(Priority.NORMAL, token=f"n{n}") for n in range(3)]
        assert [isinstance(c, Claimed) for c in first] == [True, True, False]
        await flow.ask_many("part", ["3001", "3002", "3003"], Priority.HIGH)
        then = [await flow.claim(Priority.HIGH, token=f"h{n}") for n in range(3)]
        assert [isinstance(c, Claimed) for c in then] == [True, True, False]


async def test_a_person_is_served_while_thousands_of_a_batch_wait_and_its_share_is_spent(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, replace(UNPACED, allowance=Allowance(20))) as flow:
        flow.simulator.faults.add(Fault(kind="not_found_empty", match="/items/part/5*"))
        await flow.ask_many("part", keys(3000), Priority.NORMAL)
        await flow.drain()
        assert len(flow.simulator.calls) == 16
        await flow.ask("part", "3001", auto=True)
        assert await flow.drain() == 1
        assert (await flow.answer("part", "3001")).status == "fresh"


async def test_calls_leave_one_pace_apart_and_a_batch_takes_only_its_free_moments(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, replace(UNPACED, pace=0.5)) as flow:
        await flow.ask_many("part", keys(4), Priority.HIGH)
        leaves = [
            c.leaves_at
            for c in [await flow.claim(Priority.HIGH, token=str(n)) for n in range(2)]
            if isinstance(c, Claimed)
        ]
        assert [at - clock.now() for at in leaves] == [0, 2 * SECOND]
        await flow.ask_many("part", ["6001"], Priority.NORMAL)
        rest = await flow.claim(Priority.NORMAL)
        assert isinstance(rest, Rest)
        assert rest.until == clock.now() + 4 * SECOND
        clock.advance(4 * SECOND)
        assert isinstance(await flow.claim(Priority.NORMAL, token="free"), Claimed)


async def test_after_a_429_one_call_goes_first(database: SqliteDatabase, clock: VirtualClock) -> None:
    async with flow_of(database, clock) as flow:
        flow.simulator.faults.add(Fault(kind="429", times=1, retry_after=60))
        await flow.ask_many("part", ["3001", "3002", "3003"], Priority.HIGH)
        await flow.drain(1)
        clock.advance(61 * SECOND)
        first, second = await flow.claim(token="1"), await flow.claim(token="2")
        assert isinstance(first, Claimed)
        assert isinstance(second, Rest)
        await flow.worker.process_single_outbox_message(first, clock.monotonic())
        assert isinstance(await flow.claim(token="3"), Claimed)
        assert isinstance(await flow.claim(token="4"), Claimed)


async def test_a_429_is_believed_for_a_day_at_most(database: SqliteDatabase, clock: VirtualClock) -> None:
    async with flow_of(database, clock) as flow:
        flow.simulator.faults.add(Fault(kind="429", times=1, retry_after=10_000_000))
        await flow.ask("part", "3001")
        await flow.drain()
        clock.advance(DAY + SECOND)
        await flow.drain()
        assert (await flow.answer("part", "3001")).status == "fresh"


def _paid(tx: Tx) -> int:
    return buckets.spent(tx, UNPACED.allowance)
