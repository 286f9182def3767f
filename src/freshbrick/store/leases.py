"""Claims on messages, and their ends: each is fenced by its lease (I3)."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Text, bindparam, case, func, literal_column, select, update

from freshbrick.model.outbox import FAR, Fail, Failure, Postpone, Priority, Resource, Retry
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.outbox import COLUMNS, INFLIGHT, LIVE, PENDING, Message, changed, message
from freshbrick.store.sql import among
from freshbrick.store.tables import outbox


class Lease(msgspec.Struct, frozen=True):
    """The right to end a message: holds as long as no other worker claimed it."""

    message_id: int
    token: str
    resource: Resource
    key: str


class LeaseLostError(Exception):
    """Another worker owns the message now: whatever this transaction did is rolled back."""


_DUE = (
    select(*COLUMNS)
    .where(
        PENDING,
        outbox.c.priority == bindparam("priority"),
        outbox.c.next_attempt_at <= bindparam("now"),
    )
    .order_by(outbox.c.next_attempt_at, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_DUE_BY_A_WRONG_CLOCK = (
    select(*COLUMNS)
    .where(PENDING, outbox.c.priority == bindparam("priority"), outbox.c.next_attempt_at > bindparam("far"))
    .order_by(outbox.c.next_attempt_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_NEXT_DUE = select(func.min(outbox.c.next_attempt_at).label("at")).where(
    PENDING, outbox.c.priority == bindparam("priority"), outbox.c.next_attempt_at > bindparam("now")
)
_EXPIRED = (
    select(*COLUMNS)
    .where(INFLIGHT, outbox.c.lease_expires_at <= bindparam("now"))
    .order_by(outbox.c.lease_expires_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LEASED_BY_A_WRONG_CLOCK = (
    select(*COLUMNS)
    .where(INFLIGHT, outbox.c.lease_expires_at > bindparam("longest"))
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LEASED = select(outbox.c.priority, outbox.c.lease_expires_at).where(
    INFLIGHT, outbox.c.lease_expires_at > bindparam("now")
)
_CLAIM = (
    update(outbox)
    .where(among(outbox.c.id, bindparam("ids", type_=Text())), LIVE)
    .values(
        status="inflight",
        lease_token=bindparam("token"),
        lease_expires_at=bindparam("expires"),
        claimed_at=bindparam("now"),
        claims=outbox.c.claims + 1,
    )
)


def claimable(tx: Tx, priority: Priority, limit: int = 1) -> list[Message]:
    """The pending messages of this priority that have been due for longest, in that order."""
    rows = tx.all(_DUE, priority=priority, now=tx.now, limit=limit)
    rows = rows or tx.all(_DUE_BY_A_WRONG_CLOCK, priority=priority, far=tx.now + FAR)
    return [message(row) for row in rows]


def next_due(tx: Tx, priority: Priority) -> int | None:
    """When the next message of this priority that is not due yet will be."""
    row = tx.one(_NEXT_DUE, priority=priority, now=tx.now)
    return row["at"] if row else None


def next_expired(tx: Tx, longest_ms: int) -> Message | None:
    """A message whose worker let its lease run out (I5), or one whose lease ends later than any could."""
    row = tx.one(_EXPIRED, now=tx.now)
    row = row or tx.one(_LEASED_BY_A_WRONG_CLOCK, longest=tx.now + longest_ms)
    return message(row) if row else None


def leased(tx: Tx) -> list[tuple[int, int]]:
    """(priority, end of lease) of every message that a worker owns now."""
    return [(row["priority"], row["lease_expires_at"]) for row in tx.all(_LEASED, now=tx.now)]


def claim(tx: Tx, found: Iterable[Message], token: str, lease_ms: int) -> list[Lease]:
    """Make messages inflight that this transaction has found claimable; the caller has paid for their calls in it."""
    taken = [Lease(one.id, token, one.resource, one.key) for one in found]
    ids = msgspec.json.encode([lease.message_id for lease in taken]).decode()
    tx.run(_CLAIM, ids=ids, token=token, expires=tx.now + lease_ms, now=tx.now)
    for lease in taken:
        changed(tx, lease.resource, lease.key)
    tx.touch(keys.WORKER)
    return taken


_FENCE = (outbox.c.id == bindparam("message_id")) & (outbox.c.lease_token == bindparam("token")) & INFLIGHT
_RELEASED: dict[str, Any] = {"lease_token": None, "lease_expires_at": None}
_WORK = {
    "calls": outbox.c.calls + bindparam("made"),
    "upstream_ms": outbox.c.upstream_ms + bindparam("took"),
}
_ERROR: dict[str, Any] = {
    "last_error": bindparam("error"),
    "failure_code": bindparam("code"),
    "failed_at": bindparam("now"),
}

_RENEW = update(outbox).where(_FENCE).values(lease_expires_at=bindparam("expires")).returning(outbox.c.id)
_PROGRESS = update(outbox).where(_FENCE).values(**_WORK).returning(outbox.c.id)
_SUCCEED = (
    update(outbox)
    .where(_FENCE)
    .values(status="succeeded", processed_at=bindparam("now"), claims=0, **_RELEASED, **_WORK)
    .returning(outbox.c.id)
)
_FAIL = (
    update(outbox)
    .where(_FENCE)
    .values(
        status="failed",
        processed_at=bindparam("now"),
        retry_at=bindparam("retry_at"),
        streak=bindparam("new_streak"),
        attempt=outbox.c.attempt + bindparam("attempts"),
        claims=case((literal_column("1") == bindparam("keep_claims"), outbox.c.claims), else_=0),
        **_RELEASED,
        **_WORK,
        **_ERROR,
    )
    .returning(outbox.c.id)
)
_RELEASE = (
    update(outbox)
    .where(_FENCE)
    .values(
        status="pending",
        next_attempt_at=bindparam("at"),
        attempt=outbox.c.attempt + bindparam("attempts"),
        claims=0,
        **_RELEASED,
        **_WORK,
    )
    .returning(outbox.c.id)
)
_NOTE_ERROR = update(outbox).where(outbox.c.id == bindparam("message_id")).values(**_ERROR)


class Work(msgspec.Struct, frozen=True):
    """What was spent on a message: calls that left, and ms spent waiting for their answers."""

    calls: int = 0
    upstream_ms: int = 0


def renew(tx: Tx, lease: Lease, lease_ms: int) -> None:
    """The worker is still at it."""
    _fenced(tx, _RENEW, lease, expires=tx.now + lease_ms)


def progress(tx: Tx, lease: Lease, work: Work) -> None:
    """A part of the message's data is saved in this transaction."""
    _fenced(tx, _PROGRESS, lease, **_cost(work))


def succeed(tx: Tx, lease: Lease, work: Work) -> None:
    """The data is saved in this transaction: the message ends with it (I4)."""
    _fenced(tx, _SUCCEED, lease, now=tx.now, **_cost(work))


def fail(
    tx: Tx, lease: Lease, work: Work, fate: Fail, failure: Failure, *, streak: int, attempts: int = 0
) -> None:
    """The message ends without data."""
    _fenced(
        tx,
        _FAIL,
        lease,
        now=tx.now,
        code=fate.code,
        error=failure.message,
        retry_at=fate.retry_at,
        new_streak=streak,
        attempts=attempts,
        keep_claims=int(fate.code == "worker_lost"),
        **_cost(work),
    )


def release(
    tx: Tx, lease: Lease, work: Work, at: int, *, failure: Failure | None = None, attempts: int = 0
) -> None:
    """Back to pending until `at`; `failure` says why, None where nothing went wrong (no quota, a stop)."""
    _fenced(tx, _RELEASE, lease, at=at, attempts=attempts, **_cost(work))
    if failure is not None:
        tx.run(_NOTE_ERROR, message_id=lease.message_id, error=failure.message, code=failure.code, now=tx.now)


def _cost(work: Work) -> dict[str, int]:
    return {"made": work.calls, "took": work.upstream_ms}


def _fenced(tx: Tx, statement: Any, lease: Lease, **params: object) -> None:
    lost = LeaseLostError(f"message {lease.message_id}")
    tx.must(statement, lost, message_id=lease.message_id, token=lease.token, **params)
    changed(tx, lease.resource, lease.key)
    tx.touch(keys.WORKER)


_COUNT = (
    update(outbox)
    .where(outbox.c.id == bindparam("message_id"), PENDING)
    .values(attempt=outbox.c.attempt + 1, next_attempt_at=bindparam("at"))
)
_GIVE_UP = (
    update(outbox)
    .where(outbox.c.id == bindparam("message_id"), PENDING)
    .values(
        status="failed",
        attempt=outbox.c.attempt + 1,
        failure_code=bindparam("code"),
        retry_at=bindparam("at"),
        streak=bindparam("new_streak"),
        processed_at=bindparam("now"),
    )
)


def count_against(tx: Tx, found: Message, fate: Fail | Retry | Postpone, *, streak: int) -> None:
    """Count a temporary failure of a message that nobody holds."""
    match fate:
        case Retry(at) | Postpone(at):
            tx.run(_COUNT, message_id=found.id, at=at)
        case Fail(code, retry_at):
            tx.run(_GIVE_UP, message_id=found.id, code=code, at=retry_at, new_streak=streak, now=tx.now)
    changed(tx, found.resource, found.key, found.priority)
