"""The one page that an owner looks at first."""

import pytest

from catalog.counter import Counter, failure_of
from freshbrick.catalog.reading import Reading
from freshbrick.catalog.status import StatusArgs, StatusReport, UpstreamHealth, get_status
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.prices import PriceTerms
from freshbrick.model.quota import Allowance
from freshbrick.store import buckets, crons, keys, outbox, upstreams
from freshbrick.store.upstreams import PROBE_FIRST


async def read(counter: Counter) -> Reading:
    return await counter.database.read(get_status, counter.policy, StatusArgs())


async def report(counter: Counter) -> StatusReport:
    value = (await read(counter)).value
    assert isinstance(value, StatusReport)
    return value


async def test_the_quota_is_told_with_its_history_and_what_is_kept_from_batches(counter: Counter) -> None:
    counter.under(allowance=Allowance(100))
    await counter.pay(7)
    await counter.pay(2, Priority.LOW)
    quota = (await report(counter)).quota
    assert (quota.limit, quota.used, quota.remaining) == (100, 9, 91)
    assert (quota.reserved.normal, quota.reserved.low) == (20, 50)
    assert [(slot.high, slot.normal, slot.low) for slot in quota.slots] == [(7, 0, 2)]
    counter.clock.advance(DAY + 10 * MINUTE)
    quota = (await report(counter)).quota
    assert (quota.used, quota.slots) == (0, [])


async def test_all_is_well_at_first(counter: Counter) -> None:
    told = await report(counter)
    assert told.upstream == UpstreamHealth("ok")
    assert (told.worker.alive, told.worker.inflight) == (False, [])
    assert told.outbox == outbox.Counts(pending=0, inflight=0, succeeded=0, failed=0, oldest_pending_at=None)


async def test_a_429_is_told_until_it_ends_to_the_moment(counter: Counter) -> None:
    until = await counter.database.write(buckets.block, 10 * SECOND)
    told = await report(counter)
    assert (told.upstream.state, told.upstream.code, told.upstream.probe_at) == ("limited", "limited", until)
    assert (await read(counter)).expires_at == until, "before the gauge would be drawn anew"
    counter.clock.advance(10 * SECOND)
    assert (await report(counter)).upstream.state == "ok"


async def test_a_pause_is_told_with_its_reason_and_its_next_probe(counter: Counter) -> None:
    await counter.database.write(upstreams.pause, failure_of("credentials", "ours"), cause=None)
    since = counter.clock.now()
    await counter.database.write(buckets.block, 10 * MINUTE)
    assert (await report(counter)).upstream == UpstreamHealth(
        "paused", "credentials", since, since + PROBE_FIRST, "It is credentials."
    )


async def test_without_keys_that_is_what_is_told(counter: Counter) -> None:
    counter.under(configured=False)
    await counter.pause()
    told = (await report(counter)).upstream
    assert (told.state, told.code) == ("unconfigured", "keys_missing")


@pytest.mark.parametrize(
    ("ago", "alive"), [(0, True), (14 * SECOND, True), (15 * SECOND, False), (HOUR, False)]
)
async def test_a_worker_is_alive_as_long_as_it_says_so(counter: Counter, ago: int, alive: bool) -> None:
    await counter.database.write(crons.seen, "worker")
    counter.clock.advance(ago)
    assert (await report(counter)).worker.alive is alive


async def test_a_worker_seen_by_a_clock_that_was_ahead_is_not_alive_for_ever(counter: Counter) -> None:
    counter.clock.step(400 * DAY)
    await counter.database.write(crons.seen, "gone")
    counter.clock.step(-400 * DAY)
    assert not (await report(counter)).worker.alive
    await counter.database.write(crons.seen, "here")
    assert (await report(counter)).worker.alive


async def test_what_is_under_way_is_told_by_name(counter: Counter) -> None:
    asked = await counter.ask(key="3003")
    counter.clock.advance(MINUTE)
    await counter.take(asked.message_id)
    told = (await report(counter)).worker.inflight
    assert [(m.message_id, m.resource, m.key, m.since) for m in told] == [
        (asked.message_id, "part", "3003", counter.clock.now())
    ]


async def test_the_drain_is_told_with_its_last_and_next_time(counter: Counter) -> None:
    name = "drain_catalog_refresh_outbox"
    assert (await report(counter)).drain.next_at is None
    await counter.database.write(crons.take, name, 10 * MINUTE, 10 * MINUTE)
    counter.clock.advance(10 * MINUTE)
    await counter.database.write(crons.take, name, 10 * MINUTE, 10 * MINUTE)
    told = await report(counter)
    now = counter.clock.now()
    assert (told.drain.last_at, told.drain.next_at, told.drain.every_ms, told.drain.batch) == (
        *(now, now + 10 * MINUTE),
        *(10 * MINUTE, 10),
    )
    assert [cron.name for cron in told.crons] == [name]


async def test_messages_are_counted_and_those_that_ended_of_the_last_day_only(counter: Counter) -> None:
    await counter.fail((await counter.ask(key="3001")).message_id)
    for number in ("3004", "3005"):
        await counter.succeed((await counter.ask(key=number)).message_id)
    oldest = counter.clock.now()
    await counter.ask(key="3002")
    counter.clock.advance(MINUTE)
    await counter.ask(key="3003")
    assert (await report(counter)).outbox == outbox.Counts(
        pending=2, inflight=0, succeeded=2, failed=1, oldest_pending_at=oldest
    )
    counter.clock.advance(DAY)
    counts = (await report(counter)).outbox
    assert (counts.succeeded, counts.failed) == (0, 0)


async def test_the_newest_call_is_told_whatever_became_of_it(counter: Counter) -> None:
    assert (await report(counter)).upstream.last_call_at is None
    at = await counter.database.write(buckets.reserve, counter.policy.pace_interval)
    counter.clock.advance(MINUTE)
    assert (await report(counter)).upstream.last_call_at == at
    at = await counter.database.write(buckets.reserve, counter.policy.pace_interval)
    assert (await report(counter)).upstream.last_call_at == at


async def test_parts_are_counted_as_they_are_shown(counter: Counter) -> None:
    await counter.save_part()
    counter.clock.advance(30 * DAY)
    catalog = (await report(counter)).catalog
    assert (catalog.parts, catalog.fresh, catalog.stale, catalog.never_fetched) == (1, 1, 0, 0)
    counter.clock.advance(1)
    assert (await report(counter)).catalog.stale == 1
    await counter.save_part(fetched=False)
    assert (await report(counter)).catalog.never_fetched == 1


async def test_the_settings_under_which_figures_are_asked_for_are_told(counter: Counter) -> None:
    counter.under(terms=PriceTerms("EUR", "with", country="DE"))
    told = (await report(counter)).settings
    assert (told.currency, told.vat, told.region) == ("EUR", "with", "DE")
    assert told.stale_after_ms["part"] == 30 * DAY


async def test_whoever_watches_it_is_told_of_all_that_it_shows(counter: Counter) -> None:
    assert await counter.depended(get_status, StatusArgs()) == {
        *(keys.QUOTA, keys.UPSTREAM, keys.WORKER, keys.OUTBOX),
        *(keys.CRONS, keys.PARTS, keys.GATE),
    }


async def test_the_gauge_moves_on_although_nothing_is_written(counter: Counter) -> None:
    assert (await read(counter)).expires_at == counter.clock.now() + 30 * SECOND
