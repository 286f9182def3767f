"""The shared allowance of BrickLink calls: a ledger of what was paid for, a block, a pace."""

import msgspec
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.clock import SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import AT_ONCE, Allowance, Spent, block_end, blocked_for, opens_at
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.tables import bucket_spent, buckets, upstreams
from freshbrick.store.upstreams import BRICKLINK

GLOBAL = "bricklink:global"
PACE = "bricklink:pace"
DEAREST = 4
"""Calls of a price guide: when less than this is left, somebody may have to wait."""

_LOCK = select(buckets).where(buckets.c.name == bindparam("name")).with_for_update()
_READ = select(buckets).where(buckets.c.name == bindparam("name"))
_BLOCK = update(buckets).where(buckets.c.name == GLOBAL).values(blocked_until=bindparam("until"))
_SET_PACE = update(buckets).where(buckets.c.name == PACE).values(next_at=bindparam("at"))
_SPENT = select(func.coalesce(func.sum(bucket_spent.c.calls), 0).label("calls")).where(
    bucket_spent.c.bucket == GLOBAL, bucket_spent.c.slot >= bindparam("since")
)
_STANDING = select(
    upstreams.c.state, upstreams.c.until, buckets.c.blocked_until, _SPENT.scalar_subquery().label("calls")
).where(buckets.c.name == GLOBAL, upstreams.c.name == BRICKLINK)
_LEDGER = (
    select(bucket_spent.c.slot, func.sum(bucket_spent.c.calls).label("calls"))
    .where(bucket_spent.c.bucket == GLOBAL, bucket_spent.c.slot >= bindparam("since"))
    .group_by(bucket_spent.c.slot)
)
_SLOTS = (
    select(bucket_spent.c.slot, bucket_spent.c.priority, bucket_spent.c.calls)
    .where(bucket_spent.c.bucket == GLOBAL, bucket_spent.c.slot >= bindparam("since"))
    .order_by(bucket_spent.c.slot)
)
_LATER = (bucket_spent.c.bucket == GLOBAL) & (bucket_spent.c.slot > bindparam("slot"))
_AHEAD = (
    select(bucket_spent.c.priority, func.sum(bucket_spent.c.calls).label("calls"))
    .where(_LATER)
    .group_by(bucket_spent.c.priority)
)
_DROP_AHEAD = delete(bucket_spent).where(_LATER)
_FORGET = delete(bucket_spent).where(
    bucket_spent.c.bucket == GLOBAL, bucket_spent.c.slot < bindparam("before")
)
_ADD = upsert(bucket_spent).values(
    bucket=GLOBAL, slot=bindparam("slot"), priority=bindparam("priority"), calls=bindparam("calls")
)
_ADD = _ADD.on_conflict_do_update(
    index_elements=["bucket", "slot", "priority"], set_={"calls": bucket_spent.c.calls + _ADD.excluded.calls}
)


class Denied(msgspec.Struct, frozen=True):
    """The bucket is closed for this cost until `until` (ms UTC); None: for ever, the share is too small."""

    until: int | None


class Standing(msgspec.Struct, frozen=True):
    """What stands between a message and BrickLink: a pause until `probe_at`, a block, and the calls that count now."""

    state: str
    probe_at: int | None
    blocked_until: int | None
    calls: int

    @property
    def paused(self) -> bool:
        return self.state == "paused"


class Slot(msgspec.Struct, frozen=True, rename="camel"):
    """Calls paid for in the slot that starts `at`, by priority."""

    at: int
    high: int = 0
    normal: int = 0
    low: int = 0


def lock(tx: Tx) -> int | None:
    """Take the bucket's row: who holds it alone may pay. Returns the stored `blocked_until`, set or not."""
    row = tx.one(_LOCK, name=GLOBAL)
    return row["blocked_until"] if row else None


def blocked_until(tx: Tx) -> int | None:
    """What a 429 left, past or not: None once a call has succeeded since."""
    tx.depends(keys.GATE)
    row = tx.one(_READ, name=GLOBAL)
    return row["blocked_until"] if row else None


def pay(tx: Tx, allowance: Allowance, priority: Priority, cost: int) -> Denied | None:
    """Enter `cost` calls in the ledger, if the priority's share has room; the caller holds the lock."""
    slot = allowance.slot_of(tx.now)
    _fold_ahead(tx, allowance)
    used = spent(tx, allowance)
    if used + cost > allowance.share(priority):
        return Denied(_opens_at(tx, allowance, priority, cost))
    tx.run(_ADD, slot=slot, priority=priority, calls=cost)
    tx.run(_FORGET, before=allowance.oldest(tx.now) - allowance.slot)
    tx.touch(keys.QUOTA)
    if any(allowance.share(p) - used - cost < DEAREST for p in Priority):
        tx.touch(keys.GATE)
    return None


def spent(tx: Tx, allowance: Allowance) -> int:
    """Calls that count against the allowance now."""
    row = tx.one(_SPENT, since=allowance.oldest(tx.now))
    return int(row["calls"]) if row else 0


def standing(tx: Tx, allowance: Allowance) -> Standing:
    """Look, in one statement: every watched message that waits is read again with each change of it."""
    tx.depends(keys.GATE)
    row = tx.one(_STANDING, since=allowance.oldest(tx.now))
    return Standing(*row) if row else Standing("ok", None, None, 0)


def denied(tx: Tx, allowance: Allowance, now: Standing, priority: Priority, cost: int) -> Denied | None:
    """Whether `cost` calls would be denied now, by a block or by the ledger."""
    end = block_end(now.blocked_until, tx.now)
    if end is not None:
        return Denied(end)
    if now.calls + cost <= allowance.share(priority):
        return None
    return Denied(_opens_at(tx, allowance, priority, cost))


def ledger(tx: Tx, allowance: Allowance) -> list[Spent]:
    """What counts now, by slot."""
    return [Spent(r["slot"], int(r["calls"])) for r in tx.all(_LEDGER, since=allowance.oldest(tx.now))]


def slots(tx: Tx, allowance: Allowance) -> list[Slot]:
    """The history that the gauge shows, oldest first."""
    by_slot: dict[int, dict[str, int]] = {}
    for row in tx.all(_SLOTS, since=allowance.oldest(tx.now)):
        by_slot.setdefault(row["slot"], {})[Priority(row["priority"]).word] = row["calls"]
    return [Slot(at, **calls) for at, calls in by_slot.items()]


def block(tx: Tx, retry_after: int | None) -> int:
    """BrickLink answered 429: spend nothing for that long. Returns until when."""
    until = tx.now + blocked_for(retry_after)
    tx.run(_BLOCK, until=until)
    tx.touch(keys.GATE, keys.QUOTA, keys.UPSTREAM)
    return until


def unblock(tx: Tx) -> None:
    """A call succeeded: if there was a 429, it is over."""
    if blocked_until(tx) is not None:
        tx.run(_BLOCK, until=None)
        tx.touch(keys.GATE, keys.QUOTA, keys.UPSTREAM, keys.DUE)


def paced(tx: Tx, interval_ms: float) -> int:
    """When the next call could leave if it were reserved now; a time that no reservation could set is not believed."""
    row = tx.one(_LOCK, name=PACE)
    at = row["next_at"] if row else None
    furthest = tx.now + 2 * AT_ONCE * interval_ms + SECOND
    return at if at is not None and tx.now < at <= furthest else tx.now


def last_call_at(tx: Tx, interval_ms: float) -> int | None:
    """When the newest call left, or will in a moment (ms UTC), by the pace's row; None before the first."""
    row = tx.one(_READ, name=PACE)
    at = row["next_at"] if row else None
    return None if at is None else at - round(interval_ms)


def reserve(tx: Tx, interval_ms: float) -> int:
    """Reserve the next call's time (ms UTC): calls leave `interval_ms` apart, over all processes."""
    at = paced(tx, interval_ms)
    tx.run(_SET_PACE, at=at + max(0, round(interval_ms)))
    return at


def _opens_at(tx: Tx, allowance: Allowance, priority: Priority, cost: int) -> int | None:
    return opens_at(ledger(tx, allowance), allowance, priority, cost, tx.now)


def _fold_ahead(tx: Tx, allowance: Allowance) -> None:
    """Count what was paid for under a clock that was ahead by more than a window as if it were paid for now."""
    furthest = tx.now + allowance.window
    ahead = tx.all(_AHEAD, slot=furthest)
    if ahead:
        slot = allowance.believable(furthest + 1, tx.now)
        tx.run(_DROP_AHEAD, slot=furthest)
        tx.run_many(
            _ADD, [{"slot": slot, "priority": r["priority"], "calls": int(r["calls"])} for r in ahead]
        )
