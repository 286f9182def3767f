from datetime import UTC
from decimal import Decimal

import pytest

from freshbrick.cli.words import ago, clock_time, counted, day, ordinal, plain, prices, span
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from support.clock import NOON  # 20:26:40 UTC


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (0, "0 s"),
        (12 * SECOND, "12 s"),
        (59_700, "1 minute"),
        (5 * MINUTE, "5 minutes"),
        (HOUR - 1, "1 hour"),
        (23 * HOUR + 40 * MINUTE, "1 day"),
        (27 * DAY - 1, "27 days"),
        (-DAY, "0 s"),
    ],
)
def test_a_span_is_told_in_the_unit_that_fits(ms: int, words: str) -> None:
    assert span(ms) == words


def test_a_moment_ago_is_just_now_also_where_the_clocks_disagree() -> None:
    assert [ago(NOON - ms, NOON) for ms in (-SECOND, 0, 4_999, 5_000, 3 * DAY)] == [
        "just now",
        "just now",
        "just now",
        "5 s ago",
        "3 days ago",
    ]


def test_a_time_of_another_day_names_the_day() -> None:
    assert clock_time(NOON, NOON, UTC) == "20:26"
    assert clock_time(NOON + 12 * HOUR, NOON, UTC) == "tomorrow at 08:26"
    assert clock_time(NOON + 2 * DAY, NOON, UTC) == "2026-05-30 20:26"


def test_days_are_those_of_the_calendar() -> None:
    assert [day(NOON - hours * HOUR, NOON, UTC) for hours in (1, 21, 72)] == [
        "today",
        "yesterday",
        "3 days ago",
    ]


def test_numbers_read_as_words() -> None:
    assert [counted(1, "call"), counted(4, "call")] == ["1 call", "4 calls"]
    assert [ordinal(2), ordinal(12)] == ["second", "12th"]


def test_prices_under_one_have_four_decimals_and_points_line_up() -> None:
    assert prices([Decimal("0.0525"), Decimal(1), Decimal("12.5")]) == ["0.0525", "1.00  ", "12.50  "]
    assert prices([Decimal("1.234"), Decimal("12.5")]) == ["1.23", "12.50"]


def test_a_name_cannot_steer_the_terminal() -> None:
    assert plain("Brick\x1b[2J\x07 2 x 4") == "Brick [2J  2 x 4"
