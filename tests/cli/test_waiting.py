"""When a command that waits for a fresh value stops waiting."""

from typing import Any

import msgspec
import pytest

from freshbrick.cli.waiting import Waiting
from freshbrick.client.events import Answered, Event, Offline, Trouble, Updated
from freshbrick.client.wire import Answer, Asked
from support.clock import NOON
from support.shop import BRICK, answer, error, refresh

DEADLINE = NOON + 30_000


def now_is(data: object, status: str, **more: Any) -> Updated:
    return Updated(msgspec.convert(answer(data, status, **more), Answer[Any]), b"")


ENQUEUED = Answered(Asked("enqueued", 1))
MISSING = now_is(None, "missing")
ASKING = now_is(None, "refreshing", refresh=refresh())
FRESH = now_is(BRICK, "fresh")
FAILED = now_is(None, "missing", error=error())


def pending(reason: str, until: int | None = None) -> Updated:
    live = refresh("pending", waitingFor=reason, nextAttemptAt=until)
    return now_is(None, "refreshing", refresh=live)


@pytest.mark.parametrize(
    "events",
    [
        [MISSING, ENQUEUED, pending("turn"), ASKING, FRESH],
        [MISSING, ENQUEUED, FRESH],
        [MISSING, ENQUEUED, ASKING, Offline(100), FAILED],
        [ASKING, FRESH],
        [MISSING, ENQUEUED, pending("retry", DEADLINE - 1), FRESH],
        [MISSING, ENQUEUED, pending("quota", DEADLINE - 1)],
        [MISSING, ENQUEUED, pending("pause")],
        [MISSING, ENQUEUED, pending("retry", DEADLINE + 1)],
        [MISSING, Answered(Asked("fresh")), FRESH],
        [MISSING, Answered(Asked("throttled", None, 42_000))],
        [MISSING, Answered(Asked("keys_missing"))],
        [MISSING, Trouble("The database does not answer now.")],
    ],
)
def test_waiting_ends_with_the_last_of_these_and_not_before(events: list[Event]) -> None:
    waiting = Waiting(DEADLINE, force=False)
    assert [waiting.is_over(event) for event in events] == [*[False] * (len(events) - 1), True]


def test_who_insists_waits_for_a_newer_value_than_the_fresh_one() -> None:
    waiting = Waiting(DEADLINE, force=True)
    assert [waiting.is_over(event) for event in (FRESH, ENQUEUED, ASKING, FRESH)] == [
        False,
        False,
        False,
        True,
    ]


def test_why_nothing_was_asked_is_said() -> None:
    waiting = Waiting(DEADLINE, force=False)
    waiting.is_over(Answered(Asked("throttled", None, 42_000)))
    assert waiting.note == "BrickLink was asked a moment ago; ask again in 42 s."
