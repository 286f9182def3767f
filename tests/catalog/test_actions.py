"""What an ask leads to: each outcome, and that all but two of them write nothing."""

import pytest

from catalog.counter import Counter
from freshbrick.catalog.actions import (
    UNKNOWN_AN_HOUR,
    enqueue_refresh_part,
    enqueue_refresh_part_colors,
    enqueue_refresh_price_guide,
)
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.store import outbox
from freshbrick.store.database import Tx

MONTH = 30 * DAY
HIGH, NORMAL, LOW = Priority


async def fetched(counter: Counter, ago: int) -> None:
    """The part was asked for and came, so long ago."""
    await counter.succeed((await counter.ask()).message_id)
    counter.clock.advance(ago)
    counter.heard.story.clear()


async def failed(counter: Counter, code: str = "not_found", ago: int = 2 * MINUTE) -> None:
    await counter.fail((await counter.ask()).message_id, code)
    counter.clock.advance(ago)
    counter.heard.story.clear()


async def test_an_unknown_key_is_enqueued_and_the_answer_tells_the_message_and_the_quota(
    counter: Counter,
) -> None:
    await counter.pay(3)
    asked = await counter.ask(auto=True)
    assert asked.outcome == "enqueued"
    assert (await counter.message(asked.message_id)).requested_by == "ann"
    assert asked.quota is not None
    assert (asked.quota.limit, asked.quota.used, asked.quota.remaining) == (5000, 3, 4997)


async def test_a_quota_that_others_have_overdrawn_is_not_told_as_negative(counter: Counter) -> None:
    await counter.pay(30)
    counter.under(allowance=Allowance(10))
    asked = await counter.ask()
    assert asked.quota is not None
    assert asked.quota.remaining == 0


async def test_a_second_ask_joins_the_first(counter: Counter) -> None:
    first = await counter.ask()
    counter.heard.story.clear()
    second = await counter.ask(requested_by="ben", auto=True)
    assert (second.outcome, second.message_id) == ("already_queued", first.message_id)
    assert not counter.heard.story


async def test_an_ask_joins_the_message_that_a_worker_has_force_or_not(counter: Counter) -> None:
    first = await counter.ask()
    await counter.take(first.message_id)
    for force in (False, True):
        asked = await counter.ask(force=force)
        assert (asked.outcome, asked.message_id) == ("already_queued", first.message_id)


async def test_a_hook_s_ask_for_a_fresh_value_writes_nothing(counter: Counter) -> None:
    await fetched(counter, DAY)
    asked = await counter.ask(auto=True)
    assert (asked.outcome, asked.message_id, asked.retry_after_ms) == ("fresh", None, None)
    assert not counter.heard.story


async def test_a_person_s_ask_for_a_fresh_value_is_enqueued(counter: Counter) -> None:
    await fetched(counter, DAY)
    assert (await counter.ask()).outcome == "enqueued"


async def test_a_hook_may_force_a_fresh_value(counter: Counter) -> None:
    await fetched(counter, DAY)
    assert (await counter.ask(auto=True, force=True)).outcome == "enqueued"


@pytest.mark.parametrize(("ago", "outcome"), [(MONTH, "fresh"), (MONTH + 1, "enqueued")])
async def test_a_hook_s_ask_is_heard_from_the_moment_at_which_the_value_is_shown_as_stale(
    counter: Counter, ago: int, outcome: str
) -> None:
    await fetched(counter, ago)
    assert (await counter.answer()).status == ("fresh" if outcome == "fresh" else "stale")
    assert (await counter.ask(auto=True)).outcome == outcome


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("left", [MINUTE, 30 * SECOND, 1])
async def test_a_key_that_came_less_than_a_minute_ago_is_not_asked_for_again(
    counter: Counter, left: int, force: bool
) -> None:
    await fetched(counter, MINUTE - left)
    asked = await counter.ask(force=force)
    assert (asked.outcome, asked.message_id, asked.retry_after_ms) == ("throttled", None, left)
    assert not counter.heard.story


async def test_after_exactly_a_minute_it_is(counter: Counter) -> None:
    await fetched(counter, MINUTE)
    assert (await counter.ask()).outcome == "enqueued"


async def test_a_success_in_the_future_of_a_clock_that_was_wrong_throttles_nobody(counter: Counter) -> None:
    await fetched(counter, 0)
    counter.clock.step(-400 * DAY)
    assert (await counter.ask()).outcome == "enqueued"
    assert (await counter.answer()).status == "refreshing"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("not_found", "not_found"),
        ("refused", "backing_off"),
        ("attempts_exhausted", "backing_off"),
        ("worker_lost", "backing_off"),
    ],
)
@pytest.mark.parametrize("auto", [False, True])
async def test_a_key_that_failed_is_left_alone_until_its_retry_time(
    counter: Counter, code: str, outcome: str, auto: bool
) -> None:
    await failed(counter, code)
    asked = await counter.ask(auto=auto)
    assert (asked.outcome, asked.message_id, asked.retry_after_ms) == (outcome, None, 7 * DAY - 2 * MINUTE)
    assert not counter.heard.story


@pytest.mark.parametrize("code", ["not_found", "refused"])
async def test_force_asks_all_the_same(counter: Counter, code: str) -> None:
    await failed(counter, code)
    assert (await counter.ask(force=True)).outcome == "enqueued"


async def test_at_its_retry_time_a_key_may_be_asked_for(counter: Counter) -> None:
    await failed(counter, ago=7 * DAY - 1)
    assert (await counter.ask(auto=True)).retry_after_ms == 1
    counter.clock.advance(1)
    assert (await counter.ask(auto=True)).outcome == "enqueued"


async def test_a_retry_time_that_a_wrong_clock_wrote_down_holds_nothing_back(counter: Counter) -> None:
    counter.clock.step(400 * DAY)
    await failed(counter)
    counter.clock.step(-400 * DAY)
    answer = await counter.answer()
    assert answer.error is not None
    assert answer.error.retry_at is None, "or every open page would wait for it"
    assert (await counter.ask(auto=True)).outcome == "enqueued"


async def test_a_failed_key_whose_old_value_is_fresh_is_told_as_fresh_to_a_hook(counter: Counter) -> None:
    await fetched(counter, DAY)
    await failed(counter, "refused")
    assert (await counter.ask(auto=True)).outcome == "fresh"
    assert (await counter.ask()).outcome == "backing_off"


@pytest.mark.parametrize("how", [{}, {"auto": True}, {"force": True}], ids=["person", "hook", "force"])
async def test_without_keys_nothing_is_written_whoever_asks(counter: Counter, how: dict[str, bool]) -> None:
    counter.under(configured=False)
    asked = await counter.ask(**how)
    assert (asked.outcome, asked.message_id) == ("keys_missing", None)
    assert not counter.heard.story
    assert await counter.database.read(outbox.newest, None, 10) == []


async def test_more_urgent_asks_raise_a_message_and_less_urgent_ones_do_not_lower_it(
    counter: Counter,
) -> None:
    first = await counter.ask(priority=LOW)
    for priority, kept in ((NORMAL, NORMAL), (LOW, NORMAL), (HIGH, HIGH), (NORMAL, HIGH)):
        asked = await counter.ask(priority=priority)
        assert (asked.outcome, asked.message_id) == ("already_queued", first.message_id)
        assert (await counter.message(first.message_id)).priority == kept


async def test_asking_for_what_waits_after_a_failure_does_not_end_the_wait_unless_forced(
    counter: Counter,
) -> None:
    message_id = (await counter.ask()).message_id
    await counter.put_back(message_id, 4 * MINUTE)
    await counter.ask(auto=True)
    await counter.ask()
    assert (await counter.message(message_id)).next_attempt_at == counter.clock.now() + 4 * MINUTE
    await counter.ask(force=True)
    assert (await counter.message(message_id)).next_attempt_at == counter.clock.now()


async def test_the_501st_unknown_key_of_an_hour_is_a_batch(counter: Counter) -> None:
    def ask_many(tx: Tx) -> None:
        for n in range(UNKNOWN_AN_HOUR):
            outbox.enqueue(tx, "part", f"x{n}", HIGH, requested_by="ann")

    async def priority_of(key: str, **how: str) -> int:
        return (await counter.message((await counter.ask(key=key, **how)).message_id)).priority

    assert UNKNOWN_AN_HOUR == 500
    await counter.database.write(ask_many)
    assert await priority_of("y1") == NORMAL
    assert await priority_of("y2", requested_by="ben") == HIGH, "one person does not use up another's"
    await counter.save_part()
    assert await priority_of("3001") == HIGH, "what is known is not part of it"
    counter.clock.advance(HOUR)
    assert await priority_of("y3") == HIGH


async def test_the_500th_is_still_urgent(counter: Counter) -> None:
    def ask_many(tx: Tx) -> None:
        for n in range(UNKNOWN_AN_HOUR - 1):
            outbox.enqueue(tx, "part", f"x{n}", HIGH, requested_by="ann")

    await counter.database.write(ask_many)
    assert (await counter.message((await counter.ask(key="y")).message_id)).priority == HIGH


async def test_each_action_asks_for_its_own_resource_and_key(counter: Counter) -> None:
    part, guide = PartArgs("3001"), PriceGuideArgs("3001", 11)
    database, policy = counter.database, counter.policy
    asked = [
        await database.write(enqueue_refresh_part, policy, part, "ann"),
        await database.write(enqueue_refresh_part_colors, policy, part, "ann"),
        await database.write(enqueue_refresh_price_guide, policy, guide, "ann"),
    ]
    messages = [await counter.message(one.message_id) for one in asked]
    assert [(m.resource, m.key) for m in messages] == [
        ("part", "3001"),
        ("part_colors", "3001"),
        ("price_guide", "3001/11"),
    ]


@pytest.mark.parametrize("number", ["", "-1", "../etc", "3001/11", "é", "3" * 33])
async def test_a_key_that_is_none_never_gets_as_far_as_the_outbox(number: str) -> None:
    with pytest.raises(RequestError):
        PartArgs(number)
    with pytest.raises(RequestError):
        PriceGuideArgs(number, 11)


async def test_the_message_remembers_how_old_the_value_was(counter: Counter) -> None:
    await fetched(counter, DAY)
    asked = await counter.ask()
    assert (await counter.message(asked.message_id)).last_fetched == counter.clock.now() - DAY
