"""How far a batch has come: which messages up to its newest are still live, and which have failed since."""

import msgspec
from sqlalchemy import Executable, bindparam, func, select, text

from freshbrick.model.outbox import Priority
from freshbrick.store.database import Tx
from freshbrick.store.outbox import COLUMNS, DONE, INFLIGHT, PENDING, Message, message
from freshbrick.store.tables import outbox

_OURS = text("(priority < 3 OR +id >= :first)")  # an ask does not raise what is LOW once it is under way
_FROM = text("(priority < 3 OR :first > 0) AND +id >= :first")  # LOW is the sweeper's where no first is named
_UP_TO = text("+id <= :up_to")  # by the plain id it would walk the whole table
_PENDING = (PENDING, outbox.c.priority == bindparam("priority"), _UP_TO)
_FAILED = (text("status = 'failed'"), DONE, outbox.c.processed_at >= bindparam("since"), _FROM, _UP_TO)

_COUNT_PENDING = select(func.count().label("messages")).select_from(outbox).where(*_PENDING)
_NEXT = select(*COLUMNS).where(*_PENDING).order_by(outbox.c.next_attempt_at, outbox.c.id).limit(1)
_COUNT_INFLIGHT = select(func.count().label("messages")).select_from(outbox).where(INFLIGHT, _OURS, _UP_TO)
_COUNT_FAILED = select(func.count().label("messages")).select_from(outbox).where(*_FAILED)
_LAST_FAILED = (
    select(*COLUMNS).where(*_FAILED).order_by(outbox.c.processed_at.desc()).limit(bindparam("limit"))
)


class Left(msgspec.Struct, frozen=True):
    """HIGH and NORMAL messages, and what of a batch is under way at LOW; `next` is the pending one that goes first."""

    pending: int
    inflight: int
    next: Message | None


class Failures(msgspec.Struct, frozen=True):
    """How many failed, and the last of them."""

    count: int
    last: list[Message]


def left(tx: Tx, first: int, up_to: int) -> Left:
    """What is live of the messages up to that id, of which a batch's own begin with `first`."""
    waiting = {
        p: _count(tx, _COUNT_PENDING, priority=p, up_to=up_to) for p in (Priority.HIGH, Priority.NORMAL)
    }
    soonest = next((priority for priority, count in waiting.items() if count), None)
    row = tx.one(_NEXT, priority=soonest, up_to=up_to) if soonest else None
    inflight = _count(tx, _COUNT_INFLIGHT, first=first, up_to=up_to)
    return Left(sum(waiting.values()), inflight, message(row) if row else None)


def failures(tx: Tx, first: int, up_to: int, since: int, limit: int) -> Failures:
    """Those of these ids that ended as failed at or after `since` (ms UTC), the last `limit` in full."""
    which = {"first": first, "up_to": up_to, "since": since}
    last = [message(row) for row in tx.all(_LAST_FAILED, **which, limit=limit)]
    return Failures(_count(tx, _COUNT_FAILED, **which), last)


def _count(tx: Tx, statement: Executable, **params: object) -> int:
    return int(tx.all(statement, **params)[0]["messages"])
