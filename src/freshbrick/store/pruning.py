"""What is deleted by itself: finished messages, and sessions that have ended."""

from sqlalchemy import bindparam, delete, func, select, text

from freshbrick.model.clock import DAY
from freshbrick.store.database import Tx
from freshbrick.store.tables import outbox, sessions, sign_in_links

SUCCEEDED_FOR = 7 * DAY
FAILED_FOR = 30 * DAY
CHUNK = 500
"""Rows deleted in one transaction: no write may hold up the others."""

_DONE = text("status IN ('succeeded','failed')")
_OLD = (
    select(outbox.c.id)
    .where(
        _DONE,
        ((outbox.c.status == "succeeded") & (outbox.c.processed_at < bindparam("succeeded_before")))
        | (
            (outbox.c.status == "failed")
            & (outbox.c.processed_at < bindparam("failed_before"))
            & (func.coalesce(outbox.c.retry_at, 0) < bindparam("now"))
        ),
        outbox.c.processed_at < bindparam("succeeded_before"),
    )
    .order_by(outbox.c.processed_at)
    .limit(CHUNK)
)
_PRUNE = delete(outbox).where(outbox.c.id.in_(_OLD))
_ENDED_SESSIONS = delete(sessions).where(sessions.c.expires_at < bindparam("now"))
_ENDED_LINKS = delete(sign_in_links).where(sign_in_links.c.expires_at < bindparam("now"))


def prune(tx: Tx) -> int:
    """Delete one chunk; how many messages went, 0 when there is nothing left to delete.

    Succeeded ones go after 7 days, failed ones after 30 and not before their `retry_at`: they are what keeps an
    unknown key from being asked for again.
    """
    tx.run(_ENDED_SESSIONS, now=tx.now)
    tx.run(_ENDED_LINKS, now=tx.now)
    return tx.run(
        _PRUNE, succeeded_before=tx.now - SUCCEEDED_FOR, failed_before=tx.now - FAILED_FOR, now=tx.now
    )
