"""What is deleted by itself: finished messages, and sessions that have ended."""

from sqlalchemy import bindparam, delete, func, select

from freshbrick.model.clock import DAY
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.outbox import DONE
from freshbrick.store.tables import outbox, sessions, sign_in_links

SUCCEEDED_FOR = 7 * DAY
FAILED_FOR = 30 * DAY
CHUNK = 500
"""Rows deleted in one transaction: no write may hold up the others."""

_later = outbox.alias("later")
_OVERCOME = (
    select(_later.c.id)
    .where(
        _later.c.resource == outbox.c.resource,
        func.lower(_later.c.key) == func.lower(outbox.c.key),
        _later.c.id > outbox.c.id,
        _later.c.status == "succeeded",
        _later.c.processed_at < bindparam("succeeded_before"),
    )
    .exists()
)
_OLD = (
    select(outbox.c.id)
    .where(
        DONE,
        outbox.c.processed_at < bindparam("succeeded_before"),
        (outbox.c.status == "succeeded")
        | (
            (outbox.c.processed_at < bindparam("failed_before"))
            & (func.coalesce(outbox.c.retry_at, 0) < bindparam("now"))
        )
        | _OVERCOME,  # goes with the success after it, or it would be the key's newest again
    )
    .order_by(outbox.c.processed_at)
    .limit(CHUNK)
)
_PRUNE = delete(outbox).where(outbox.c.id.in_(_OLD)).returning(outbox.c.resource, outbox.c.key)
_ENDED_SESSIONS = delete(sessions).where(sessions.c.expires_at < bindparam("now"))
_ENDED_LINKS = delete(sign_in_links).where(sign_in_links.c.expires_at < bindparam("now"))


def prune(tx: Tx) -> int:
    """Delete one chunk; how many messages went, 0 when there is nothing left to delete.

    Succeeded ones go after 7 days, failed ones after 30 and not before their `retry_at`: they are what keeps an
    unknown key from being asked for again.
    """
    tx.run(_ENDED_SESSIONS, now=tx.now)
    tx.run(_ENDED_LINKS, now=tx.now)
    gone = tx.all(
        _PRUNE, succeeded_before=tx.now - SUCCEEDED_FOR, failed_before=tx.now - FAILED_FOR, now=tx.now
    )
    if gone:
        tx.touch(keys.OUTBOX, *(keys.message(row["resource"], row["key"]) for row in gone))
    return len(gone)
