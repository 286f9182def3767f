"""I6: no more calls than the quota in any window, and hardly one fewer than it allows."""

from collections import deque
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freshbrick.model.clock import APART, DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import (
    BLOCK_DEFAULT,
    BLOCK_MAX,
    Allowance,
    Spent,
    block_end,
    blocked_for,
    opens_at,
    spent,
)

NOW = 1_780_000_000_000
PRIORITIES = st.sampled_from(Priority)


def fits(ledger: list[Spent], allowance: Allowance, priority: Priority, cost: int, at: int) -> bool:
    return spent(ledger, allowance, at) + cost <= allowance.share(priority)


@st.composite
def ledgers(draw: st.DrawFn, allowance: Allowance) -> list[Spent]:
    """Calls in any slots from before the window to `NOW`."""
    width = allowance.slot
    back = (allowance.window + allowance.payment) // width + 3
    slots = st.integers(0, back).map(lambda n: allowance.slot_of(NOW) - n * width)
    return draw(st.lists(st.builds(Spent, slots, st.integers(1, 12)), max_size=12))


@st.composite
def small_windows(draw: st.DrawFn) -> tuple[Allowance, list[Spent]]:
    """Windows of so few milliseconds that every one of them can be tried."""
    allowance = Allowance(draw(st.integers(8, 40)), window=draw(st.integers(1, 1500)))
    return allowance, draw(ledgers(allowance))


@settings(deadline=None)
@given(world=small_windows(), priority=PRIORITIES, cost=st.integers(1, 45))
def test_the_bucket_names_the_very_first_moment_at_which_the_calls_fit(
    world: tuple[Allowance, list[Spent]], priority: Priority, cost: int
) -> None:
    allowance, ledger = world
    last = NOW + 2 * allowance.window + 4 * allowance.slot + 4 * allowance.payment
    first = next((at for at in range(NOW, last) if fits(ledger, allowance, priority, cost, at)), None)
    assert opens_at(ledger, allowance, priority, cost, NOW) == first


@given(
    window=st.sampled_from([DAY, HOUR, 10 * SECOND, 7 * DAY]),
    data=st.data(),
    priority=PRIORITIES,
    cost=st.integers(1, 8),
)
def test_so_it_does_for_a_day_an_hour_and_a_week(
    window: int, data: st.DataObject, priority: Priority, cost: int
) -> None:
    allowance = Allowance(30, window=window)
    ledger = data.draw(ledgers(allowance))
    at = opens_at(ledger, allowance, priority, cost, NOW)
    assert at is not None
    assert fits(ledger, allowance, priority, cost, at)
    assert at == NOW or not fits(ledger, allowance, priority, cost, at - 1)


@given(world=small_windows(), ahead=st.lists(st.integers(1, 4000), max_size=5), cost=st.integers(1, 8))
def test_calls_that_a_clock_far_ahead_of_ours_paid_for_count_as_paid_for_now(
    world: tuple[Allowance, list[Spent]], ahead: list[int], cost: int
) -> None:
    allowance, ledger = world
    slots = [Spent(allowance.slot_of(NOW + allowance.window + allowance.slot + ms), 3) for ms in ahead]
    folded = [Spent(allowance.slot_of(NOW), 3) for _ in ahead]
    expected = opens_at(ledger + folded, allowance, Priority.HIGH, cost, NOW)
    assert opens_at(ledger + slots, allowance, Priority.HIGH, cost, NOW) == expected
    assert spent(ledger + slots, allowance, NOW) == spent(ledger + folded, allowance, NOW)


@given(world=small_windows(), shift=st.integers(0, 3000))
def test_slots_of_another_width_are_told_as_exactly(world: tuple[Allowance, list[Spent]], shift: int) -> None:
    """A window that was changed in the settings leaves slots that start anywhere."""
    allowance, ledger = world
    ledger = [Spent(min(entry.slot + shift % allowance.slot, NOW), entry.calls) for entry in ledger]
    at = opens_at(ledger, allowance, Priority.HIGH, 1, NOW)
    assert at is not None
    assert fits(ledger, allowance, Priority.HIGH, 1, at)
    assert at == NOW or not fits(ledger, allowance, Priority.HIGH, 1, at - 1)


@given(limit=st.integers(8, 100_000))
def test_a_batch_may_use_four_fifths_and_the_sweep_half(limit: int) -> None:
    shares = [Allowance(limit).share(priority) for priority in Priority]
    assert shares == [limit, limit * 4 // 5, limit // 2]


def test_the_least_quota_still_affords_a_price_guide_of_the_sweep() -> None:
    assert opens_at([], Allowance(8), Priority.LOW, 4, NOW) == NOW


def test_what_costs_more_than_the_share_is_never_promised() -> None:
    assert opens_at([], Allowance(8), Priority.LOW, 5, NOW) is None


def test_what_other_tools_use_is_not_ours() -> None:
    assert Allowance(5000, others=1200).limit == 3800
    assert Allowance(5000, others=6000).limit == 0


@pytest.mark.parametrize("window", [1, 60, HOUR, DAY, 30 * DAY])
def test_a_slot_and_a_payment_are_small_parts_of_the_window(window: int) -> None:
    allowance = Allowance(100, window=window)
    assert 1 <= allowance.slot <= min(5 * MINUTE, max(1, window // 288))
    assert 1 <= allowance.payment <= min(MINUTE, max(1, window // 64))


def test_a_429_closes_the_bucket_for_as_long_as_it_says_within_a_day() -> None:
    assert blocked_for(None) == BLOCK_DEFAULT
    assert blocked_for(90 * SECOND) == 90 * SECOND
    assert blocked_for(400 * DAY) == BLOCK_MAX


def test_a_block_ends_at_its_time_and_one_from_a_wrong_clock_does_not_hold() -> None:
    assert block_end(None, NOW) is None
    assert block_end(NOW, NOW) is None
    assert block_end(NOW + 1, NOW) == NOW + 1
    assert block_end(NOW + BLOCK_MAX, NOW) == NOW + BLOCK_MAX
    assert block_end(NOW + BLOCK_MAX + APART, NOW), "set by a transaction that began after this one"
    assert block_end(NOW + BLOCK_MAX + APART + 1, NOW) is None


class Till:
    """Pays as the bucket does, and remembers when each call left."""

    def __init__(self, allowance: Allowance, dice: Random) -> None:
        self.allowance = allowance
        self.dice = dice
        self.ledger: dict[int, int] = {}
        self.departures: list[int] = []

    def take(self, cost: int, now: int, priority: Priority = Priority.HIGH) -> int | None:
        """When to come again, or None once paid: each call leaves at any time while its payment is good."""
        entries = [Spent(slot, calls) for slot, calls in self.ledger.items()]
        if not fits(entries, self.allowance, priority, cost, now):
            return opens_at(entries, self.allowance, priority, cost, now)
        slot = self.allowance.slot_of(now)
        self.ledger = {at: n for at, n in self.ledger.items() if at >= self.allowance.oldest(now)}
        self.ledger[slot] = self.ledger.get(slot, 0) + cost
        late = self.allowance.payment - 1
        self.departures += [
            now + self.dice.choice((0, late, self.dice.randint(0, late))) for _ in range(cost)
        ]
        return None

    def busiest(self) -> int:
        """The most calls that left within one window, whenever it began."""
        window: deque[int] = deque()
        most = 0
        for at in sorted(self.departures):
            window.append(at)
            while window[0] <= at - self.allowance.window:
                window.popleft()
            most = max(most, len(window))
        return most


def comings(dice: Random, until: int, window: int) -> Iterator[int]:
    """Bursts, trickles and silences."""
    now = NOW
    while now < NOW + until:
        now += dice.choice((0, 0, 0, 0, 1, window // 500, window // 100, window // 20, window // 8))
        yield now


@pytest.mark.parametrize("window", [DAY, MINUTE, 500])
@pytest.mark.parametrize("seed", range(3))
def test_in_no_window_do_more_calls_leave_than_the_quota(window: int, seed: int) -> None:
    till = Till(Allowance(60, window=window), Random(seed))
    for now in comings(till.dice, 15 * window, window):
        till.take(till.dice.choice((1, 1, 4)), now, till.dice.choice(tuple(Priority)))
    assert len(till.departures) > 500
    assert 55 <= till.busiest() <= 60


@pytest.mark.parametrize("seed", range(3))
def test_whoever_comes_at_the_very_moment_that_was_named_breaks_no_limit_either(seed: int) -> None:
    till = Till(Allowance(60), Random(seed))
    now = NOW
    while now < NOW + 10 * DAY:
        now = till.take(till.dice.choice((1, 4)), now) or now
    assert till.busiest() == 60


@pytest.mark.parametrize("window", [DAY, MINUTE])
@pytest.mark.parametrize("demand", [100_000, 105, 150], ids=["greedy", "even", "hurried"])
def test_constant_demand_gets_at_least_98_percent_of_the_quota(window: int, demand: int) -> None:
    till, windows = Till(Allowance(100, window=window), Random(1)), 8
    now = NOW
    while now < NOW + windows * window:
        again = till.take(1, now)
        now = again if again is not None else now + window // demand
    assert len(till.departures) >= 0.98 * 100 * windows
    assert till.busiest() == 100
