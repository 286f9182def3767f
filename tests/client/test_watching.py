"""When a watcher asks by itself, in virtual time and without any I/O."""

from typing import Any

import pytest

from freshbrick.client.watching import Watching
from freshbrick.client.wire import Answer, Failure, Refresh
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import exhausted_for
from support.clock import NOON


def held(
    status: str = "missing",
    last_fetched: int | None = None,
    retry_at: int | None = None,
    *,
    failed: bool = False,
) -> Answer[Any]:
    error = Failure("unreachable", "", NOON, retry_at) if failed or retry_at else None
    return Answer(None, status, last_fetched, None, None, error)


@pytest.mark.parametrize("status", ["missing", "stale"])
def test_what_is_missing_or_stale_is_asked_for_at_once_and_once(status: str) -> None:
    rule = Watching()
    assert rule.wait_ms(held(status), NOON) == 0
    rule.asked(held(status))
    assert rule.wait_ms(held(status), NOON + DAY) is None


@pytest.mark.parametrize("status", ["fresh", "refreshing"])
def test_nothing_is_asked_for_while_it_is_fresh_or_on_its_way(status: str) -> None:
    assert Watching().wait_ms(held(status), NOON) is None


@pytest.mark.parametrize(
    ("state", "priority", "asks"),
    [
        ("pending", "low", True),
        ("pending", "normal", True),
        ("pending", "high", False),
        ("inflight", "low", False),
    ],
)
def test_whoever_looks_goes_before_what_waits_in_the_background(
    state: str, priority: str, *, asks: bool
) -> None:
    rule, refresh = Watching(), Refresh(state, priority, 0, None, 0, 1, "turn")
    waiting = Answer(None, "refreshing", NOON - DAY, None, refresh, None)
    assert (rule.wait_ms(waiting, NOON) == 0) is asks
    rule.asked(waiting)
    assert rule.wait_ms(waiting, NOON) is None


def test_a_failed_key_is_left_alone_until_its_time_has_come() -> None:
    rule, failed = Watching(), held(retry_at=NOON + HOUR)
    assert rule.wait_ms(failed, NOON) == HOUR
    assert rule.wait_ms(failed, NOON + HOUR) == 0


def test_no_timer_is_longer_than_a_day() -> None:
    rule, failed = Watching(), held(retry_at=NOON + 7 * DAY)
    assert rule.wait_ms(failed, NOON) == DAY
    assert rule.wait_ms(failed, NOON + DAY) == DAY


def test_a_value_that_turns_stale_again_is_asked_for_again() -> None:
    rule = Watching()
    rule.asked(held("stale", last_fetched=NOON - DAY))
    assert rule.wait_ms(held("stale", last_fetched=NOON), NOON) == 0


def test_an_ask_that_came_too_soon_is_repeated_when_the_server_said() -> None:
    rule = Watching()
    rule.asked(held())
    rule.told_to_wait(42 * SECOND, NOON)
    assert rule.wait_ms(held(), NOON) == 42 * SECOND
    assert rule.wait_ms(held(), NOON + 42 * SECOND) == 0
    rule.asked(held())
    assert rule.wait_ms(held(), NOON + DAY) is None


def test_an_ask_that_was_lost_with_its_connection_is_repeated() -> None:
    rule = Watching()
    rule.asked(held())
    rule.lost()
    assert rule.wait_ms(held(), NOON) == 0


def test_a_key_that_keeps_failing_costs_a_handful_of_asks_a_day() -> None:
    rule, now, failures = Watching(), NOON, 0
    answer = held()
    while now < NOON + DAY:
        wait = rule.wait_ms(answer, now)
        assert wait is not None
        now += wait
        if wait == 0:
            rule.asked(answer)
            failures += 1
            now += 10 * MINUTE  # eight tries, the backoff between them
            answer = held(retry_at=now + exhausted_for(failures))
    assert 3 <= failures <= 10
