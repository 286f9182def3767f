"""How far the wall clock is believed: what it does to the quota and to what is shown as fresh."""

from hypothesis import given, settings
from hypothesis import strategies as st

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND, believed, line_after

START = 1_780_000_000_000
REDRAWS = st.lists(st.integers(MINUTE, 10 * MINUTE), min_size=1, max_size=50)


class Believer:
    """A process that looks at a wall clock, and draws its line anew as often as it looks."""

    def __init__(self) -> None:
        self.line = START
        self.steady = 0

    def look(self, steady: int, wall: int) -> int:
        elapsed = steady - self.steady
        now = believed(self.line, elapsed, wall)
        self.line, self.steady = line_after(self.line, elapsed, wall), steady
        return now


def test_a_clock_that_goes_right_is_followed_to_the_millisecond() -> None:
    believer = Believer()
    for steady in range(MINUTE, DAY, MINUTE):
        assert believer.look(steady, START + steady) == START + steady


def test_a_step_back_is_followed_at_once() -> None:
    believer = Believer()
    assert believer.look(MINUTE, START + MINUTE - 3 * HOUR) == START + MINUTE - 3 * HOUR


@settings(deadline=None)
@given(back=st.integers(1, 400 * DAY), minutes=st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_a_clock_that_went_back_and_came_back_is_right_again_soon(back: int, minutes: list[int]) -> None:
    believer, steady = Believer(), 0
    for gap in minutes:
        steady += gap * MINUTE
        believer.look(steady, START + steady - back)
    away = steady
    for _ in range(away // MINUTE + 1):
        steady += MINUTE
        shy = START + steady - believer.look(steady, START + steady)
        assert 0 <= shy <= away // 1000 + 1
    steady += MINUTE
    assert believer.look(steady, START + steady) == START + steady


@given(ahead=st.integers(MINUTE, 400 * DAY), gaps=REDRAWS)
def test_a_step_forward_is_not_believed_however_often_one_looks(ahead: int, gaps: list[int]) -> None:
    believer, steady = Believer(), 0
    for gap in gaps:
        steady += gap
        gained = believer.look(steady, START + steady + ahead) - (START + steady)
        assert 0 <= gained <= steady // 1000 + len(gaps)


@given(drift=st.integers(-900, 900), gaps=REDRAWS)
def test_a_clock_that_runs_a_little_fast_or_slow_is_followed(drift: int, gaps: list[int]) -> None:
    believer, steady = Believer(), 0
    for gap in gaps:
        steady += gap
        wall = START + steady + steady * drift // 1_000_000
        assert abs(believer.look(steady, wall) - wall) <= len(gaps)


def test_a_slow_clock_saves_up_nothing_for_a_step_forward() -> None:
    believer, days = Believer(), 100 * DAY
    for steady in range(MINUTE, days, 10 * MINUTE):
        believer.look(steady, START + steady - steady * 9 // 10_000)
    slow = START + days - days * 9 // 10_000
    assert believer.look(days, slow + HOUR) <= slow + MINUTE


@given(walls=st.lists(st.tuples(st.integers(1, HOUR), st.integers(-2 * DAY, 2 * DAY)), max_size=50))
def test_whatever_the_wall_clock_says_time_is_not_handed_out_faster_than_it_passes(
    walls: list[tuple[int, int]],
) -> None:
    believer, steady = Believer(), 0
    for looks, (gap, error) in enumerate(walls, 1):
        steady += gap
        now = believer.look(steady, START + steady + error)
        assert now <= START + steady + steady // 1000 + looks


def test_a_short_look_never_draws_belief_ahead_of_the_wall() -> None:
    assert believed(START, 0, START + SECOND) == START + 1
    assert believed(START, 5, START - 7) == START - 7
