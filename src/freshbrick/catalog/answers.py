"""What every read of the catalog answers: the value, and an honest status beside it."""

from typing import Generic, Literal, TypeVar

import msgspec

from freshbrick.catalog import gate
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.catalog.resources import calls_of, find
from freshbrick.model import freshness
from freshbrick.model.freshness import Status
from freshbrick.model.outbox import Priority, RefreshCode, Resource, left_alone_until
from freshbrick.store import outbox
from freshbrick.store.database import Tx
from freshbrick.store.outbox import Message

T = TypeVar("T")

PERMANENT = {"not_found", "refused", "unreadable", "wrong_item", "too_large"}


class Refresh(msgspec.Struct, frozen=True, rename="camel"):
    """The live message of a key. Times in ms UTC; `next_attempt_at` is when it can go on at the earliest."""

    message_id: int
    state: Literal["pending", "inflight"]
    priority: Literal["high", "normal", "low"]
    attempt: int
    max_attempts: int
    next_attempt_at: int | None
    calls_done: int
    calls_total: int
    waiting_for: gate.WaitingFor | None


class RefreshError(msgspec.Struct, frozen=True, rename="camel"):
    """The last failure since the key's last success; nobody asks by themselves before `retry_at` (ms UTC)."""

    code: RefreshCode
    message: str
    temporary: bool
    at: int
    retry_at: int | None


class Answer(msgspec.Struct, Generic[T], frozen=True, rename="camel"):
    """A value of the catalog and how fresh it is; times in ms UTC."""

    data: T | None
    status: Status
    last_fetched: int | None
    stale_at: int | None
    refresh: Refresh | None
    error: RefreshError | None


def answer(tx: Tx, policy: Policy, resource: Resource, key: str) -> Reading:
    """The `Answer` for a key."""
    found = find(tx, policy, resource, key)
    history = outbox.history(tx, resource, key, ever_asked=found.asked)
    refresh = _refresh(tx, policy, history[0]) if history and history[0].live else None
    stale_at = freshness.stale_at(found.last_fetched, policy.stale_after[resource])
    state = freshness.State(found.data is not None, refresh is not None, stale_at)
    value = Answer(
        data=found.data,
        status=freshness.status(state, tx.now),
        last_fetched=found.last_fetched,
        stale_at=stale_at,
        refresh=refresh,
        error=_error(history, tx.now, policy),
    )
    goes_on = refresh.next_attempt_at if refresh else None
    times = [at for at in (freshness.changes_at(state, tx.now), goes_on) if at is not None and at > tx.now]
    return Reading(value, min(times, default=None))


def _refresh(tx: Tx, policy: Policy, live: Message) -> Refresh:
    """The wire's view of the live message."""
    total, left = calls_of(tx, live)
    wait = gate.waiting(tx, policy, live, left)
    return Refresh(
        message_id=live.id,
        state="pending" if wait else "inflight",
        priority=Priority(live.priority).word,  # type: ignore[arg-type]  # one of the three
        attempt=live.attempt,
        max_attempts=policy.max_attempts,
        next_attempt_at=wait.until if wait else None,
        calls_done=total - left,
        calls_total=total,
        waiting_for=wait.reason if wait else None,
    )


def _error(history: list[Message], now: int, policy: Policy) -> RefreshError | None:
    """The newest failure that no success followed: the live message's own, else that of the one before it."""
    for message in history:
        if message.status == "succeeded":
            return None
        if message.failure_code is not None:
            return RefreshError(
                code=message.failure_code,
                message=message.last_error or "",
                temporary=message.failure_code not in PERMANENT,
                at=message.failed_at or message.created_at,
                retry_at=left_alone_until(message.retry_at, now, policy.not_found_for),
            )
    return None
