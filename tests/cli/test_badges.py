"""The words for how fresh an answer is: the web UI's."""

from datetime import UTC
from typing import Any

import pytest

from freshbrick.cli.badges import badges
from freshbrick.client.wire import Answer, Failure, Refresh
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from support.clock import NOON  # 20:26:40 UTC

WEEK_AGO = NOON - 3 * DAY
LONG_AGO = NOON - 41 * DAY


def answer(status: str, fetched: int | None = None, data: object = "a brick", **more: Any) -> Answer[Any]:
    stale_at = None if fetched is None else fetched + 30 * DAY
    return Answer(data, status, fetched, stale_at, more.get("refresh"), more.get("error"))


def waits(reason: str, until: int | None = None, attempt: int = 0, priority: str = "high") -> Refresh:
    return Refresh("pending", priority, attempt, until, 0, 1, reason)


def fails(
    code: str, retry_at: int | None = None, message: str = "BrickLink did not answer in time."
) -> Failure:
    return Failure(code, message, NOON - MINUTE, retry_at)


INFLIGHT = Refresh("inflight", "high", 0, None, 1, 4, None)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (answer("fresh", WEEK_AGO), ["Fresh: fetched 3 days ago · stale in 27 days"]),
        (answer("stale", LONG_AGO), ["Stale: fetched 41 days ago"]),
        (answer("fresh", LONG_AGO), ["Stale: fetched 41 days ago"]),
        (answer("stale"), ["Not checked yet: not fetched as a whole so far"]),
        (
            answer("refreshing", LONG_AGO, refresh=INFLIGHT),
            ["Refreshing: asking BrickLink, call 2 of 4 · showing what was fetched 41 days ago"],
        ),
        (answer("refreshing", data=None, refresh=waits("turn")), ["Queued: next in line"]),
        (
            answer("refreshing", data=None, refresh=waits("turn", priority="low")),
            ["Queued: waits for the drain"],
        ),
        (
            answer(
                "refreshing",
                data=None,
                refresh=waits("retry", NOON + 12 * SECOND, 1),
                error=fails("unreachable"),
            ),
            ["Queued: second try in 12 s", "Failed: BrickLink did not answer in time (1 try)"],
        ),
        (
            answer("refreshing", data=None, refresh=waits("quota", NOON + HOUR)),
            ["Queued: today's calls are used up, next at 21:26"],
        ),
        (
            answer("refreshing", data=None, refresh=waits("pause", NOON + 30 * SECOND)),
            ["Queued: BrickLink is paused, asked again at 20:27"],
        ),
        (answer("refreshing", data=None, refresh=waits("pause")), ["Queued: BrickLink is paused"]),
        (answer("missing", data=None), ["Missing: nothing known yet"]),
        (
            answer("missing", data=None, error=fails("not_found", NOON + 7 * DAY)),
            ["Unknown: BrickLink has no part 99999x · asked today, asks again in 7 days"],
        ),
        (
            answer("missing", data=None, error=fails("attempts_exhausted", NOON + 15 * MINUTE)),
            [
                "Missing: nothing known yet",
                "Failed: BrickLink did not answer in time · today, asks again in 15 minutes",
            ],
        ),
        (
            answer("stale", LONG_AGO, error=fails("attempts_exhausted", NOON - 1)),
            [
                "Stale: fetched 41 days ago",
                "Failed: BrickLink did not answer in time · old figures kept · today, asks again now",
            ],
        ),
    ],
)
def test_every_state_has_its_word_and_sentence(told: Answer[Any], words: list[str]) -> None:
    assert [": ".join(badge) for badge in badges(told, "part 99999x", NOON, UTC)] == words
