"""How far a batch has come, for whoever waits for it."""

import pytest

from catalog.counter import Counter
from freshbrick.catalog.batch import BatchArgs, BatchItem, BatchResult, refresh_batch
from freshbrick.catalog.progress import FailedRefresh, Progress, ProgressArgs, get_progress
from freshbrick.model.clock import HOUR, MINUTE
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.store import keys


async def batch(counter: Counter, *numbers: str) -> BatchResult:
    args = BatchArgs(items=[BatchItem("part", number) for number in numbers])
    return await refresh_batch(counter.database, counter.policy, args, "ann", 1)


async def progress(counter: Counter, asked: BatchResult) -> Progress:
    args = ProgressArgs(asked.up_to or 0, asked.since, asked.first or 0)
    reading = await counter.database.read(get_progress, counter.policy, args)
    assert isinstance(reading.value, Progress)
    assert reading.expires_at == reading.value.next_attempt_at or reading.expires_at is None
    return reading.value


async def test_what_is_left_grows_less_with_every_end(counter: Counter) -> None:
    asked = await batch(counter, "3001", "3002", "3003")
    assert (await progress(counter, asked)).left == 3
    await counter.succeed((asked.up_to or 0) - 2)
    await counter.take((asked.up_to or 0) - 1)
    assert (await progress(counter, asked)).left == 2, "one under way, one pending"


async def test_what_failed_since_it_began_is_told_with_the_reason(counter: Counter) -> None:
    await counter.fail((await counter.ask(key="3009")).message_id)
    counter.clock.advance(MINUTE)
    asked = await batch(counter, "3001", "3002")
    await counter.fail(asked.up_to)
    told = await progress(counter, asked)
    assert (told.left, told.failed) == (1, 1)
    assert told.failures == [FailedRefresh(asked.up_to or 0, "part", "3002", "not_found", "It is not_found.")]


async def test_what_the_sweeper_asked_for_and_what_came_later_is_not_waited_for(counter: Counter) -> None:
    await counter.ask(key="3008", priority=Priority.LOW)
    asked = await batch(counter, "3001")
    later = (await counter.ask(key="3009")).message_id
    assert (await progress(counter, asked)).left == 1
    await counter.fail(later)
    assert (await progress(counter, asked)).failed == 0


async def test_a_key_that_was_asked_for_already_is_waited_for_too(counter: Counter) -> None:
    await counter.ask(key="3001")
    asked = await batch(counter, "3001")
    assert asked.already_queued == 1
    assert (await progress(counter, asked)).left == 1


async def test_what_failed_of_others_before_its_first_is_not_its_failure(counter: Counter) -> None:
    older = (await counter.ask(key="3009", priority=Priority.NORMAL)).message_id
    asked = await batch(counter, "3001")
    await counter.fail(older)
    assert (await progress(counter, asked)).failed == 0
    await counter.fail(asked.up_to)
    assert [failed.key for failed in (await progress(counter, asked)).failures] == ["3001"]


async def test_a_key_that_the_sweeper_has_under_way_is_waited_for_and_its_failure_told(
    counter: Counter,
) -> None:
    swept = (await counter.ask(key="3001", priority=Priority.LOW)).message_id
    lease = await counter.take(swept)
    asked = await batch(counter, "3001")
    assert (asked.already_queued, asked.first) == (1, swept)
    assert (await progress(counter, asked)).left == 1
    await counter.refuse(lease)
    told = await progress(counter, asked)
    assert (told.left, told.failed) == (0, 1)


async def test_what_the_sweeper_has_under_way_of_its_own_is_not_waited_for(counter: Counter) -> None:
    await counter.take((await counter.ask(key="3009", priority=Priority.LOW)).message_id)
    asked = await batch(counter, "3001")
    await counter.succeed(asked.up_to)
    assert (await progress(counter, asked)).left == 0


async def test_why_nothing_moves_is_told_until_something_does(counter: Counter) -> None:
    counter.under(allowance=Allowance(10))
    await counter.pay(8)
    asked = await batch(counter, "3001", "3002")
    told = await progress(counter, asked)
    assert told.waiting_for == "quota"
    assert told.next_attempt_at is not None
    counter.under(allowance=Allowance(100))
    assert (await progress(counter, asked)).waiting_for == "turn"
    await counter.put_back(asked.up_to, HOUR)
    await counter.take((asked.up_to or 0) - 1)
    assert (await progress(counter, asked)).waiting_for is None, "one is under way"
    await counter.succeed((await counter.ask(key="3001")).message_id)
    told = await progress(counter, asked)
    assert (told.waiting_for, told.next_attempt_at) == ("retry", counter.clock.now() + HOUR)


async def test_whoever_watches_it_sees_every_message_and_the_gate(counter: Counter) -> None:
    assert await counter.depended(get_progress, ProgressArgs(1, 1)) == {keys.OUTBOX, keys.GATE}


async def test_nothing_asked_for_is_nothing_left(counter: Counter) -> None:
    counter.under(configured=False)
    asked = await batch(counter, "3001")
    assert (asked.keys_missing, asked.up_to) == (1, None)
    assert await progress(counter, asked) == Progress(0, 0, [], None, None)


@pytest.mark.parametrize("named", [(-1, 0), (0, -1), (0, 0, -1), (2**53, 0), (0, 2**53), (0, 0, 2**53)])
def test_what_no_batch_named_is_refused(named: tuple[int, ...]) -> None:
    with pytest.raises(RequestError, match="named"):
        ProgressArgs(*named)
