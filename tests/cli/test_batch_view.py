"""A batch in words."""

from datetime import UTC
from typing import Any

import msgspec
import pytest
from rich.console import Console

from freshbrick.cli.batch_view import cost, endings, time_left
from freshbrick.cli.progress_bar import ProgressBar
from freshbrick.client.wire import Batch, Progress
from freshbrick.model.clock import DAY, MINUTE, SECOND
from support.clock import NOON


def batch(ready_at: int | None = NOON + 12 * SECOND, **counts: int) -> Batch:
    outcomes = (
        "enqueued",
        "already_queued",
        "throttled",
        "not_found",
        "backing_off",
        "keys_missing",
        "calls",
    )
    return Batch(**{**dict.fromkeys(outcomes, 0), **counts}, ready_at=ready_at, since=NOON)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (batch(enqueued=1, calls=4), "1 refresh · 4 calls · done in about 12 s"),
        (batch(enqueued=1200, calls=4800), "1,200 refreshes · 4,800 calls · done in about 12 s"),
        (batch(NOON + DAY, enqueued=2, calls=2), "2 refreshes · 2 calls · done about tomorrow at 20:26"),
        (batch(None, enqueued=2, calls=2), "2 refreshes · 2 calls · more than the quota ever allows"),
        (batch(already_queued=3), "3 asked for already · done in about 12 s"),
        (batch(), "Nothing to refresh."),
    ],
)
def test_the_cost_says_calls_and_when_it_is_done(asked: Batch, words: str) -> None:
    assert cost(asked, UTC) == words


@pytest.mark.parametrize(
    ("done", "left", "ready_at", "expected"),
    [
        (0, 10, NOON + MINUTE, 50 * SECOND),
        (5, 5, NOON + MINUTE, 50 * SECOND),
        (1, 9, NOON + MINUTE, 90 * SECOND),
        (0, 10, NOON - MINUTE, 0),
        (2, 10, None, 50 * SECOND),
    ],
)
def test_the_time_left_goes_by_the_pace_so_far_and_never_below_the_quotas(
    done: int, left: int, ready_at: int | None, expected: int
) -> None:
    assert time_left(NOON + 10 * SECOND, NOON, done, left, ready_at) == expected


def test_the_end_counts_what_was_refreshed_and_what_failed() -> None:
    asked = batch(enqueued=9, already_queued=3)
    assert endings(asked, Progress(0, 1, [], None, None)) == "11 refreshed, 1 failed."


def drawn(**more: Any) -> str:
    console = Console(width=160, force_terminal=True, color_system=None)
    usual = {"left": 4, "failed": 0, "failures": [], "waitingFor": None, "nextAttemptAt": None}
    asked = batch(enqueued=10, calls=10)
    with console.capture() as captured, ProgressBar(console, asked, lambda: NOON) as bar:
        bar.show(msgspec.convert({**usual, **more}, Progress))
    return captured.get()


def test_the_bar_says_how_many_are_done_and_how_long_the_rest_takes() -> None:
    assert "6/10 about 12 s left" in drawn()


def test_the_bar_says_why_nothing_moves() -> None:
    held = drawn(waitingFor="quota", nextAttemptAt=NOON + MINUTE, failed=2)
    assert "2 failed · about 12 s left · today's calls are used up, next at" in held


def test_what_others_asked_for_before_counts_too() -> None:
    assert "0/40" in drawn(left=40)
