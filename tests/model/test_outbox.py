"""What becomes of a message that failed, and when its key is asked for again."""

from itertools import pairwise
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshbrick.model.clock import APART, DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import (
    Fail,
    Failure,
    FailureKind,
    Postpone,
    Priority,
    RefreshCode,
    Retry,
    backoff,
    due,
    exhausted_for,
    left_alone_until,
    verdict_on,
)

NOW = 1_780_000_000_000
WEEK = 7 * DAY


def fate_of(failure: Failure, *, attempt: int = 0, streak: int = 1, seed: int = 1) -> Fail | Retry | Postpone:
    return verdict_on(
        failure,
        attempt=attempt,
        streak=streak,
        now=NOW,
        max_attempts=8,
        not_found_for=WEEK,
        dice=Random(seed),
    )


def temporary(retry_after_ms: int | None = None) -> Failure:
    return Failure("temporary", "unreachable", "BrickLink could not be reached.", retry_after_ms)


@given(attempt=st.integers(1, 10_000), seed=st.integers())
def test_a_retry_comes_between_half_and_all_of_a_wait_that_doubles_to_five_minutes(
    attempt: int, seed: int
) -> None:
    ceiling = min(300 * SECOND, 2 * SECOND * 2**attempt)
    assert ceiling / 2 <= backoff(attempt, Random(seed)) <= ceiling


def test_retries_of_many_keys_are_spread() -> None:
    assert len({backoff(5, Random(seed)) for seed in range(100)}) > 90


def test_eight_tries_take_about_ten_minutes() -> None:
    waits = [sum(backoff(n, Random(seed)) for n in range(1, 8)) for seed in range(50)]
    assert min(waits) > 4 * MINUTE
    assert max(waits) < 10 * MINUTE


def test_a_key_that_fails_again_and_again_is_left_alone_for_twice_as_long_up_to_a_day() -> None:
    waits = [exhausted_for(streak) for streak in range(1, 200)]
    assert waits[:4] == [15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR]
    assert all(later == min(DAY, 2 * earlier) for earlier, later in pairwise(waits))
    assert waits[-1] == DAY


def test_what_bricklink_does_not_know_is_asked_for_again_in_a_week() -> None:
    failure = Failure("not_found", "not_found", "BrickLink does not know it.")
    assert fate_of(failure) == Fail("not_found", NOW + WEEK)


@pytest.mark.parametrize("code", ["refused", "unreadable", "wrong_item", "too_large"])
def test_an_answer_that_is_of_no_use_is_not_asked_for_again_for_a_day(code: RefreshCode) -> None:
    assert fate_of(Failure("refused", code, "no use"), attempt=3) == Fail(code, NOW + DAY)


@pytest.mark.parametrize(("kind", "code"), [("limited", "limited"), ("ours", "credentials")])
def test_what_is_no_message_s_fault_costs_it_no_attempt(kind: FailureKind, code: RefreshCode) -> None:
    assert fate_of(Failure(kind, code, "wait", 5 * HOUR), attempt=7) == Postpone(NOW)


@pytest.mark.parametrize("attempt", range(7))
def test_a_temporary_failure_is_tried_again(attempt: int) -> None:
    fate = fate_of(temporary(), attempt=attempt)
    assert isinstance(fate, Retry)
    assert NOW + SECOND * 2 ** (attempt + 1) <= fate.at <= NOW + 2 * SECOND * 2 ** (attempt + 1)


@pytest.mark.parametrize(
    ("asked", "kept"), [(HOUR, HOUR), (DAY, DAY), (400 * DAY, DAY)], ids=["hour", "day", "longer than a day"]
)
def test_bricklink_s_own_wish_to_be_left_alone_is_kept_up_to_a_day(asked: int, kept: int) -> None:
    assert fate_of(temporary(asked)) == Retry(NOW + kept)


def test_a_wish_that_is_shorter_than_the_backoff_does_not_shorten_it() -> None:
    assert fate_of(temporary(1), attempt=6) == fate_of(temporary(), attempt=6)


@pytest.mark.parametrize(("streak", "wait"), [(1, 15 * MINUTE), (3, HOUR), (50, DAY)])
def test_the_eighth_temporary_failure_ends_the_message(streak: int, wait: int) -> None:
    assert fate_of(temporary(), attempt=7, streak=streak) == Fail("attempts_exhausted", NOW + wait)
    assert isinstance(fate_of(temporary(), attempt=20), Fail), "also if fewer attempts were allowed meanwhile"


@given(
    kind=st.sampled_from(get_args(FailureKind)),
    attempt=st.integers(0, 40),
    streak=st.integers(1, 500),
    retry_after=st.none() | st.integers(0, 10**12),
    seed=st.integers(),
)
def test_no_failure_sets_a_time_that_would_be_taken_for_a_wrong_clock_s(
    kind: FailureKind, attempt: int, streak: int, retry_after: int | None, seed: int
) -> None:
    fate = fate_of(
        Failure(kind, "upstream_error", "x", retry_after), attempt=attempt, streak=streak, seed=seed
    )
    match fate:
        case Fail(_, at):
            assert left_alone_until(at, NOW, WEEK) == at > NOW
        case Retry(at) | Postpone(at):
            assert not due(at, NOW) or at == NOW


def test_a_due_time_that_nobody_could_have_set_holds_nothing_back() -> None:
    assert due(NOW, NOW)
    assert not due(NOW + 1, NOW)
    assert not due(NOW + DAY, NOW)
    assert due(NOW + 2 * DAY, NOW)


def test_a_retry_time_that_nobody_could_have_set_holds_nothing_back() -> None:
    assert left_alone_until(None, NOW, WEEK) is None
    assert left_alone_until(NOW - 5, NOW, WEEK) == NOW - 5
    assert left_alone_until(NOW + WEEK, NOW, WEEK) == NOW + WEEK
    assert left_alone_until(NOW + WEEK + APART, NOW, WEEK), "set by a transaction that began after this one"
    assert left_alone_until(NOW + WEEK + APART + 1, NOW, WEEK) is None
    assert left_alone_until(NOW + DAY, NOW, HOUR) == NOW + DAY, "a refusal lasts a day whatever the setting"


def test_people_go_before_batches_and_batches_before_the_sweep() -> None:
    assert [p.word for p in sorted(Priority)] == ["high", "normal", "low"]
