"""The ledger as it is kept: shares, slots, clocks that go back, a block, and the pace."""

from random import Random

import pytest

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.store import buckets, keys
from freshbrick.store.buckets import Denied, Slot
from freshbrick.store.database import Database, Tx
from store.holding import Heard
from support.clock import VirtualClock

HIGH, NORMAL, LOW = Priority
TEN = Allowance(10)
FIVE_MINUTES = 5 * MINUTE


def pay(tx: Tx, allowance: Allowance, cost: int, priority: Priority = HIGH) -> Denied | None:
    buckets.lock(tx)
    return buckets.pay(tx, allowance, priority, cost)


def looked(tx: Tx, allowance: Allowance, priority: Priority, cost: int) -> Denied | None:
    return buckets.denied(tx, allowance, buckets.standing(tx, allowance), priority, cost)


async def test_a_payment_counts_for_a_day_and_ten_minutes_at_most(
    database: Database, clock: VirtualClock
) -> None:
    assert await database.write(pay, TEN, 10) is None
    denied = await database.write(pay, TEN, 1)
    assert denied is not None
    assert denied.until is not None
    assert DAY < denied.until - clock.now() <= DAY + 10 * MINUTE
    assert await database.read(looked, TEN, HIGH, 1) == denied, "a look says the same as a try"
    clock.advance(denied.until - clock.now() - 1)
    assert await database.write(pay, TEN, 1) == denied
    clock.advance(1)
    assert await database.read(looked, TEN, HIGH, 10) is None
    assert await database.write(pay, TEN, 10) is None


async def test_what_was_denied_left_nothing_behind(database: Database) -> None:
    await database.write(pay, TEN, 8)
    heard = Heard(database)
    assert await database.write(pay, TEN, 1, NORMAL) is not None
    assert await database.write(pay, TEN, 9, LOW) == Denied(None), "more than its share ever is"
    assert await database.read(buckets.spent, TEN) == 8
    assert not heard.story


async def test_the_gauge_shows_who_spent_what_when(database: Database, clock: VirtualClock) -> None:
    clock.step(-clock.now() % FIVE_MINUTES)
    start = clock.now()
    await database.write(pay, TEN, 2)
    await database.write(pay, TEN, 1, LOW)
    clock.advance(FIVE_MINUTES)
    await database.write(pay, TEN, 1, NORMAL)
    await database.write(pay, TEN, 1, NORMAL)
    assert await database.read(buckets.slots, TEN) == [
        Slot(start, high=2, low=1),
        Slot(start + FIVE_MINUTES, normal=2),
    ]


async def test_a_clock_that_went_back_frees_nothing_and_holds_nothing_for_longer_than_a_payment_lasts(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(pay, TEN, 4)
    clock.advance(HOUR)
    await database.write(pay, TEN, 4, NORMAL)
    clock.step(-400 * DAY)
    denied = await database.write(pay, TEN, 3)
    assert denied is not None
    assert denied.until is not None
    assert DAY < denied.until - clock.now() <= DAY + 10 * MINUTE
    slot = clock.now() - clock.now() % FIVE_MINUTES
    assert await database.read(buckets.slots, TEN) == [Slot(slot, high=4, normal=4)]


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_the_clock_does_backwards_no_day_sees_more_calls_than_the_quota(
    database: Database, seed: int
) -> None:
    """In true time, in which the wall clock goes back every now and then; a call leaves up to a minute late."""
    allowance, dice, departures = Allowance(60), Random(seed), list[int]()

    def live(tx: Tx) -> None:
        true, wall = 0, tx.now
        while true < 8 * DAY:
            gap = dice.choice((0, 0, 0, SECOND, 20 * MINUTE, HOUR))
            true, wall = true + gap, wall + gap
            if dice.random() < 0.02:
                wall -= dice.choice((SECOND, 7 * MINUTE, 5 * HOUR, 3 * DAY))
            tx.now = wall
            cost = dice.choice((1, 4))
            if pay(tx, allowance, cost, dice.choice(tuple(Priority))) is None:
                departures.extend(true + dice.choice((0, MINUTE - 1)) for _ in range(cost))

    await database.write(live)
    departures.sort()
    assert len(departures) > 60
    assert all(b - a >= DAY for a, b in zip(departures, departures[60:], strict=False))


@pytest.mark.parametrize(
    ("left", "told"),
    [(20, False), (4, False), (3, True), (0, True)],
    ids=["much", "enough", "little", "nothing"],
)
async def test_whoever_waits_is_told_when_it_gets_tight(database: Database, left: int, told: bool) -> None:
    heard = Heard(database)
    await database.write(pay, Allowance(40), 20 - left)
    assert (keys.GATE in heard.keys) is told, "the sweep's half is the first to be used up"
    assert keys.QUOTA in heard.keys


async def test_a_429_closes_the_bucket_for_everybody_and_a_success_opens_it(
    database: Database, clock: VirtualClock
) -> None:
    until = await database.write(buckets.block, 90 * SECOND)
    assert until == clock.now() + 90 * SECOND
    assert await database.read(looked, TEN, HIGH, 1) == Denied(until)
    heard = Heard(database)
    await database.write(buckets.unblock)
    assert await database.read(looked, TEN, HIGH, 1) is None
    assert heard.keys >= {keys.GATE, keys.DUE, keys.UPSTREAM}
    heard.story.clear()
    await database.write(buckets.unblock)
    assert not heard.story, "an ordinary success tells nobody"


async def test_a_block_from_a_wrong_clock_does_not_hold(database: Database, clock: VirtualClock) -> None:
    clock.step(400 * DAY)
    await database.write(buckets.block, None)
    clock.step(-400 * DAY)
    assert await database.read(looked, TEN, HIGH, 1) is None


@pytest.mark.parametrize("interval", [250, 1000 / 3, 0.5, 2000])
async def test_calls_are_given_times_one_interval_apart(
    database: Database, clock: VirtualClock, interval: float
) -> None:
    times = [await database.write(buckets.reserve, interval) for _ in range(4)]
    assert times == [clock.now() + n * round(interval) for n in range(4)]
    clock.advance(10 * SECOND)
    assert await database.write(buckets.reserve, interval) == clock.now(), "and no time is saved up"


async def test_a_pace_from_a_wrong_clock_holds_nobody_up(database: Database, clock: VirtualClock) -> None:
    clock.step(DAY)
    await database.write(buckets.reserve, 250)
    clock.step(-DAY)
    assert await database.write(buckets.reserve, 250) == clock.now()


async def test_slots_that_count_no_more_are_forgotten(database: Database, clock: VirtualClock) -> None:
    for _ in range(3):
        await database.write(pay, TEN, 1)
        clock.advance(2 * DAY)
    assert len(await database.read(buckets.slots, Allowance(10, window=90 * DAY))) == 1
