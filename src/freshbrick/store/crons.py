"""When each cron is due, and which workers are alive: rows that any number of processes share."""

import msgspec
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.clock import APART, MINUTE
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.tables import crons, workers

_ALL = select(crons).order_by(crons.c.name)
_ONE = select(crons).where(crons.c.name == bindparam("name"))
_ADD = upsert(crons).values(name=bindparam("name"), next_at=bindparam("next_at")).on_conflict_do_nothing()
_TAKE = (
    update(crons)
    .where(crons.c.name == bindparam("cron"), crons.c.next_at == bindparam("seen"))
    .values(last_at=bindparam("now"), next_at=bindparam("at"))
)
_SEEN = upsert(workers).values(worker=bindparam("worker"), seen_at=bindparam("seen_at"))
_SEEN = _SEEN.on_conflict_do_update(index_elements=["worker"], set_={"seen_at": _SEEN.excluded.seen_at})
_GONE = delete(workers).where(workers.c.worker == bindparam("gone"))
_FORGET = delete(workers).where(workers.c.seen_at < bindparam("before"))
_LAST_SEEN = select(func.max(workers.c.seen_at).label("at")).where(workers.c.seen_at <= bindparam("latest"))


class Cron(msgspec.Struct, frozen=True, rename="camel"):
    """A cron and its times, ms UTC."""

    name: str
    last_at: int | None
    next_at: int


def schedule(tx: Tx) -> list[Cron]:
    """Every cron, by name."""
    tx.depends(keys.CRONS)
    return [Cron(row["name"], row["last_at"], row["next_at"]) for row in tx.all(_ALL)]


def take(tx: Tx, name: str, every: int, first_after: int) -> bool:
    """Be the one that runs the cron, if it is due (compare-and-set); a new cron is due after `first_after` ms.

    A due time further ahead than a whole interval was set by a wrong clock: the cron is due.
    """
    row = tx.one(_ONE, name=name)
    if row is None:
        tx.run(_ADD, name=name, next_at=tx.now + first_after)
        tx.touch(keys.CRONS)
        return False
    if tx.now < row["next_at"] <= tx.now + max(every, first_after) + APART:
        return False
    taken = tx.run(_TAKE, cron=name, seen=row["next_at"], now=tx.now, at=tx.now + every) == 1
    if taken:
        tx.touch(keys.CRONS)
    return taken


def next_at(tx: Tx, name: str) -> int | None:
    """When the cron is due (ms UTC); None if it is new."""
    row = tx.one(_ONE, name=name)
    return row["next_at"] if row else None


def seen(tx: Tx, worker: str) -> None:
    """The worker is alive."""
    tx.run(_SEEN, worker=worker, seen_at=tx.now)
    tx.run(_FORGET, before=tx.now - 60 * MINUTE)


def gone(tx: Tx, worker: str) -> None:
    """The worker has stopped."""
    tx.run(_GONE, gone=worker)
    tx.touch(keys.WORKER)


def last_seen(tx: Tx) -> int | None:
    """When any worker was last seen alive (ms UTC); one seen in the future had a wrong clock."""
    row = tx.one(_LAST_SEEN, latest=tx.now + MINUTE)
    return row["at"] if row else None
