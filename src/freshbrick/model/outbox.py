"""The life of a refresh message: priorities, backoff, and what a failure means for its key."""

from enum import IntEnum
from random import Random
from typing import Literal

import msgspec

from freshbrick.model.clock import APART, DAY, HOUR, MINUTE, SECOND

Resource = Literal["part", "part_colors", "price_guide", "color", "category"]
State = Literal["pending", "inflight", "succeeded", "failed"]
FailureKind = Literal["not_found", "refused", "temporary", "limited", "ours"]
RefreshCode = Literal[
    "not_found",
    "refused",
    "unreadable",
    "wrong_item",
    "too_large",
    "unreachable",
    "upstream_error",
    "limited",
    "credentials",
    "keys_missing",
    "attempts_exhausted",
    "worker_lost",
]

MAX_CLAIMS = 10
"""Claims without an outcome that a message survives: the next one ends it as `worker_lost`."""

BACKOFF_BASE = 2 * SECOND
BACKOFF_MAX = 5 * MINUTE
RETRY_AFTER_MAX = DAY
FAR = RETRY_AFTER_MAX + HOUR
"""No due time lies further ahead than this, unless a clock was wrong when it was set: then it is due."""
REFUSED_FOR = DAY
EXHAUSTED_FOR = 15 * MINUTE
EXHAUSTED_MAX = DAY


class Priority(IntEnum):
    """Who waits for the refresh: lower goes first."""

    HIGH = 1
    """a person is looking"""
    NORMAL = 2
    """a person asked for a batch"""
    LOW = 3
    """the sweeper"""

    @property
    def word(self) -> str:
        """The priority on the wire."""
        return self.name.lower()


class Failure(msgspec.Struct, frozen=True):
    """Why a call brought no data. `kind` decides what happens next; `message` is for people and holds no secret."""

    kind: FailureKind
    code: RefreshCode
    message: str
    retry_after_ms: int | None = None


class Fail(msgspec.Struct, frozen=True):
    """The message ends as `failed`; nobody asks for its key by themselves before `retry_at`."""

    code: RefreshCode
    retry_at: int


class Retry(msgspec.Struct, frozen=True):
    """The message goes back to `pending` until `at`, one attempt older."""

    at: int


class Postpone(msgspec.Struct, frozen=True):
    """The message goes back to `pending` until `at`, no attempt used: it was not its fault."""

    at: int


def backoff(attempt: int, dice: Random) -> int:
    """Milliseconds until the try after the `attempt`-th temporary failure (the first is 1), with jitter."""
    ceiling = min(BACKOFF_MAX, BACKOFF_BASE << min(attempt, 20))
    return round(ceiling * dice.uniform(0.5, 1))


def exhausted_for(streak: int) -> int:
    """How long a key is left alone after its `streak`-th failure in a row (the first is 1), in ms."""
    return min(EXHAUSTED_MAX, EXHAUSTED_FOR << min(streak - 1, 10))


def verdict_on(
    failure: Failure,
    *,
    attempt: int,
    streak: int,
    now: int,
    max_attempts: int,
    not_found_for: int,
    dice: Random,
) -> Fail | Retry | Postpone:
    """What becomes of a message that failed, when `attempt` temporary failures came before.

    `streak` counts the key's failed messages in a row including this one, should it end now. Times in ms.
    """
    if failure.kind == "not_found":
        return Fail("not_found", now + not_found_for)
    if failure.kind == "refused":
        return Fail(failure.code, now + REFUSED_FOR)
    if failure.kind in ("limited", "ours"):
        return Postpone(now)
    if attempt + 1 >= max_attempts:
        return Fail("attempts_exhausted", now + exhausted_for(streak))
    wait = max(backoff(attempt + 1, dice), min(failure.retry_after_ms or 0, RETRY_AFTER_MAX))
    return Retry(now + wait)


def left_alone_until(retry_at: int | None, now: int, not_found_for: int) -> int | None:
    """A failed key's `retry_at`, past or not; None if it lies further ahead than any that could be set."""
    longest = max(not_found_for, REFUSED_FOR, EXHAUSTED_MAX)
    return None if retry_at is None or retry_at > now + longest + APART else retry_at


def due(next_attempt_at: int, now: int) -> bool:
    """Whether a pending message may be claimed; a due time further ahead than any that could be set is due now."""
    return next_attempt_at <= now or next_attempt_at > now + FAR
