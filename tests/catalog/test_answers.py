"""What a read tells beside the value: how fresh it is, what goes on, what went wrong, and until when that holds."""

from typing import Any

import pytest
from msgspec.structs import replace

from catalog.counter import BRICK, Counter
from freshbrick.catalog.answers import Answer, answer
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.prices import QUARTERS, PriceTerms
from freshbrick.model.quota import Allowance
from freshbrick.store import buckets, keys, part_colors, upstreams
from freshbrick.store.upstreams import PROBE_FIRST

MONTH = 30 * DAY


async def waiting(counter: Counter, **where: Any) -> tuple[str | None, int | None, int | None]:
    """What the live message waits for, until when, and when the answer changes by itself."""
    reading = await counter.reading(**where)
    assert isinstance(reading.value, Answer)
    refresh = reading.value.refresh
    assert refresh is not None
    return refresh.waiting_for, refresh.next_attempt_at, reading.expires_at


# --- freshness ---


async def test_nothing_is_known_of_a_key_that_nobody_asked_for(counter: Counter) -> None:
    reading = await counter.reading()
    assert reading.value == Answer(None, "missing", None, None, None, None)
    assert reading.expires_at is None


async def test_a_fresh_value_expires_the_moment_after_stale_at(counter: Counter) -> None:
    await counter.save_part()
    now = counter.clock.now()
    reading = await counter.reading()
    assert reading.expires_at == now + MONTH + 1
    counter.clock.advance(MONTH)
    assert (await counter.answer()).status == "fresh"
    counter.clock.advance(1)
    stale = await counter.reading()
    assert isinstance(stale.value, Answer)
    assert (stale.value.status, stale.value.last_fetched, stale.value.stale_at) == ("stale", now, now + MONTH)
    assert stale.expires_at is None


async def test_an_imported_part_is_shown_and_stale(counter: Counter) -> None:
    await counter.save_part(replace(BRICK, source="import"), fetched=False)
    told = await counter.answer()
    assert (told.status, told.data.name, told.last_fetched, told.stale_at) == (
        *("stale", "Brick 2 x 4"),
        *(None, None),
    )
    assert (await counter.ask(auto=True)).outcome == "enqueued"


async def test_a_value_fetched_by_a_clock_that_was_ahead_is_stale_instead_of_fresh_for_years(
    counter: Counter,
) -> None:
    counter.clock.step(400 * DAY)
    await counter.save_part()
    counter.clock.step(-400 * DAY)
    told = await counter.answer()
    assert (told.status, told.last_fetched) == ("stale", None)
    assert (await counter.ask(auto=True)).outcome == "enqueued"


async def test_an_empty_list_of_colors_is_a_fresh_value(counter: Counter) -> None:
    now = counter.clock.now()
    await counter.database.write(lambda tx: part_colors.save(tx, "973", [], last_fetched=now))
    told = await counter.answer("part_colors", "973")
    assert (told.status, told.data) == ("fresh", ())


async def test_a_color_has_a_name_before_the_list_of_colors_has_come(counter: Counter) -> None:
    await counter.succeed((await counter.ask("part_colors")).message_id)
    told = await counter.answer("part_colors")
    assert [(color.name, color.hex_code) for color in told.data] == [("Color 11", None)]


# --- price guides ---


async def test_a_guide_with_all_four_markets_is_as_old_as_the_oldest(counter: Counter) -> None:
    first = counter.clock.now()
    await counter.save_quarters(QUARTERS[0])
    counter.clock.advance(HOUR)
    await counter.save_quarters(*QUARTERS[1:])
    told = await counter.answer("price_guide", "3001/11")
    assert (told.status, told.last_fetched, told.stale_at) == ("fresh", first, first + MONTH)


async def test_a_guide_with_a_market_missing_is_shown_and_stale(counter: Counter) -> None:
    await counter.save_quarters(*QUARTERS[:3])
    told = await counter.answer("price_guide", "3001/11")
    assert (told.status, told.last_fetched, told.data.used_sold) == ("stale", None, None)
    assert told.data.new_stock.pieces == 900
    assert (await counter.ask("price_guide", "3001/11", auto=True)).outcome == "enqueued"


@pytest.mark.parametrize(
    "terms",
    [
        PriceTerms("EUR"),
        PriceTerms("USD", "with"),
        PriceTerms("USD", region="europe"),
        PriceTerms("USD", country="DE"),
    ],
    ids=["currency", "vat", "region", "country"],
)
async def test_figures_on_other_terms_are_stale_and_shown_with_their_own(
    counter: Counter, terms: PriceTerms
) -> None:
    await counter.save_quarters()
    counter.under(terms=terms)
    told = await counter.answer("price_guide", "3001/11")
    assert (told.status, told.last_fetched) == ("stale", None)
    assert (told.data.currency, told.data.vat, told.data.region) == ("USD", "without", None)
    await counter.save_quarters()
    told = await counter.answer("price_guide", "3001/11")
    assert told.status == "fresh"
    assert told.data.region == (terms.region or terms.country)


async def test_while_a_guide_changes_its_currency_no_two_are_mixed(counter: Counter) -> None:
    await counter.save_quarters()
    counter.under(terms=PriceTerms("EUR"))
    shown = []
    for quarter in QUARTERS:
        await counter.save_quarters(quarter)
        told = await counter.answer("price_guide", "3001/11")
        shown.append((told.status, told.data.currency, told.data.new_stock is not None))
    assert shown == [
        ("stale", "USD", False),
        ("stale", "EUR", True),
        ("stale", "EUR", True),
        ("fresh", "EUR", True),
    ]


async def test_a_guide_under_way_tells_which_of_its_calls_are_done(counter: Counter) -> None:
    message_id = (await counter.ask("price_guide", "3001/11")).message_id
    await counter.take(message_id)
    await counter.save_quarters(*QUARTERS[:2], message_id=message_id)
    refresh = (await counter.answer("price_guide", "3001/11")).refresh
    assert refresh is not None
    assert (refresh.state, refresh.calls_done, refresh.calls_total) == ("inflight", 2, 4)
    assert (refresh.waiting_for, refresh.next_attempt_at) == (None, None)


# --- what it waits for ---


async def test_a_message_just_asked_for_waits_for_its_turn(counter: Counter) -> None:
    asked = await counter.ask()
    assert await waiting(counter) == ("turn", counter.clock.now(), None)
    refresh = (await counter.answer()).refresh
    assert refresh is not None
    assert (refresh.message_id, refresh.state, refresh.priority) == (asked.message_id, "pending", "high")
    assert (refresh.attempt, refresh.max_attempts, refresh.calls_done, refresh.calls_total) == (0, 8, 0, 1)


async def test_a_message_that_failed_waits_for_its_retry_and_then_for_its_turn(counter: Counter) -> None:
    await counter.put_back((await counter.ask()).message_id, 4 * SECOND)
    at = counter.clock.now() + 4 * SECOND
    assert await waiting(counter) == ("retry", at, at)
    counter.clock.advance(4 * SECOND)
    assert await waiting(counter) == ("turn", at, None)


async def test_a_retry_that_a_wrong_clock_set_is_not_waited_for(counter: Counter) -> None:
    await counter.put_back((await counter.ask()).message_id, 400 * DAY)
    assert (await waiting(counter))[0] == "turn"


async def test_without_quota_it_waits_for_quota_until_the_very_moment_there_is_some(counter: Counter) -> None:
    counter.under(allowance=Allowance(10))
    await counter.pay(10)
    await counter.ask()
    reason, until, expires_at = await waiting(counter)
    assert until is not None
    assert (reason, expires_at) == ("quota", until)
    assert DAY < until - counter.clock.now() < DAY + 11 * MINUTE
    counter.clock.advance(until - counter.clock.now() - 1)
    assert (await waiting(counter))[0] == "quota"
    counter.clock.advance(1)
    assert (await waiting(counter))[0] == "turn"


async def test_a_batch_waits_for_quota_where_a_person_does_not(counter: Counter) -> None:
    counter.under(allowance=Allowance(10))
    await counter.pay(8)
    await counter.ask(priority=Priority.NORMAL)
    assert (await waiting(counter))[0] == "quota"
    await counter.ask()
    assert (await waiting(counter))[0] == "turn"


async def test_a_guide_waits_for_as_many_calls_as_it_still_needs(counter: Counter) -> None:
    counter.under(allowance=Allowance(10))
    await counter.pay(8)
    message_id = (await counter.ask("price_guide", "3001/11")).message_id
    assert (await waiting(counter, resource="price_guide", key="3001/11"))[0] == "quota"
    await counter.save_quarters(*QUARTERS[:2], message_id=message_id)
    assert (await waiting(counter, resource="price_guide", key="3001/11"))[0] == "turn"


async def test_what_will_never_fit_is_told_without_a_time(counter: Counter) -> None:
    counter.under(allowance=Allowance(4))
    await counter.ask("price_guide", "3001/11", priority=Priority.LOW)
    assert await waiting(counter, resource="price_guide", key="3001/11") == ("quota", None, None)


async def test_after_a_429_everybody_waits_until_the_block_ends(counter: Counter) -> None:
    await counter.ask()
    until = await counter.database.write(buckets.block, 10 * MINUTE)
    assert await waiting(counter) == ("quota", until, until)
    counter.clock.advance(10 * MINUTE)
    assert (await waiting(counter))[0] == "turn"


async def test_a_retry_later_than_the_block_is_what_counts(counter: Counter) -> None:
    await counter.put_back((await counter.ask()).message_id, HOUR)
    await counter.database.write(buckets.block, 10 * MINUTE)
    assert await waiting(counter) == ("quota", counter.clock.now() + HOUR, counter.clock.now() + HOUR)


async def test_while_bricklink_is_paused_everybody_waits_for_the_next_probe(counter: Counter) -> None:
    await counter.ask()
    await counter.pause()
    at = counter.clock.now() + PROBE_FIRST
    assert await waiting(counter) == ("pause", at, at)
    counter.clock.advance(PROBE_FIRST)
    assert await waiting(counter) == ("pause", at, None), "a probe is due: nothing changes before its answer"
    await counter.database.write(upstreams.probe_now)
    await counter.database.write(lambda tx: upstreams.take_probe(tx, upstreams.read(tx), "probe"))
    await counter.database.write(upstreams.resume, "probe")
    assert (await waiting(counter))[0] == "turn"


async def test_whoever_watches_a_waiting_message_watches_the_gate_and_others_do_not(counter: Counter) -> None:
    watched = await counter.depended(answer, "part", "3001OLD")
    assert watched == {"part:3001old", "message:part:3001old", keys.CATEGORIES}
    await counter.ask(key="3001old")
    assert await counter.depended(answer, "part", "3001OLD") == {*watched, keys.GATE}


# --- errors ---


async def test_an_error_tells_why_and_when_one_may_ask_again(counter: Counter) -> None:
    await counter.fail((await counter.ask()).message_id)
    failed_at = counter.clock.now()
    counter.clock.advance(HOUR)
    told = await counter.answer()
    assert (told.status, told.refresh) == ("missing", None)
    assert told.error is not None
    assert (told.error.code, told.error.message, told.error.temporary) == (
        *("not_found", "It is not_found."),
        False,
    )
    assert (told.error.at, told.error.retry_at) == (failed_at, failed_at + 7 * DAY)


async def test_a_failure_never_takes_away_or_ages_what_is_there(counter: Counter) -> None:
    await counter.save_part()
    fetched = counter.clock.now()
    counter.clock.advance(DAY)
    await counter.fail((await counter.ask()).message_id)
    told = await counter.answer()
    assert (told.status, told.data, told.last_fetched) == ("fresh", BRICK, fetched)
    assert told.error is not None


async def test_a_message_tells_its_own_failure_while_it_goes_on(counter: Counter) -> None:
    message_id = (await counter.ask()).message_id
    await counter.put_back(message_id, 4 * SECOND)
    await counter.take(message_id)
    told = await counter.answer()
    assert (told.status, told.refresh.state if told.refresh else None) == ("refreshing", "inflight")
    assert told.error is not None
    assert (told.error.code, told.error.temporary, told.error.retry_at) == ("unreachable", True, None)


async def test_the_failure_before_is_told_while_the_next_try_waits(counter: Counter) -> None:
    await counter.fail((await counter.ask()).message_id, "refused")
    await counter.ask(force=True)
    told = await counter.answer()
    assert told.status == "refreshing"
    assert told.error is not None
    assert told.error.code == "refused"


async def test_a_success_ends_the_error_also_one_that_it_had_on_its_way(counter: Counter) -> None:
    await counter.fail((await counter.ask()).message_id)
    message_id = (await counter.ask(force=True)).message_id
    await counter.put_back(message_id, 0)
    assert (await counter.answer()).error is not None
    await counter.succeed(message_id)
    told = await counter.answer()
    assert (told.status, told.error) == ("fresh", None)
    counter.clock.advance(MINUTE)
    await counter.ask()
    assert (await counter.answer()).error is None, "nor does it come back with the next ask"


@pytest.mark.parametrize(
    ("code", "temporary"),
    [("not_found", False), ("wrong_item", False), ("attempts_exhausted", True), ("worker_lost", True)],
)
async def test_an_error_says_whether_it_may_pass_by_itself(
    counter: Counter, code: Any, temporary: bool
) -> None:
    await counter.fail((await counter.ask()).message_id, code)
    error = (await counter.answer()).error
    assert error is not None
    assert error.temporary is temporary


async def test_the_lists_of_colors_and_categories_are_answered_alike(counter: Counter) -> None:
    told = await counter.answer("color", "all")
    assert (told.status, told.data) == ("missing", None)
    await counter.ask("color", "all")
    assert (await counter.answer("color", "all")).status == "refreshing"
