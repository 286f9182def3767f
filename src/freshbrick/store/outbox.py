"""The outbox's messages: asked for, read, discarded."""

from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    TextClause,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.outbox import Priority, RefreshCode, Resource, State
from freshbrick.store import keys
from freshbrick.store.database import Row, Tx
from freshbrick.store.tables import outbox


class Message(msgspec.Struct, frozen=True):
    """A row of the outbox; times in ms UTC. `failure_*` is its last failure, whatever became of it since."""

    id: int
    resource: Resource
    key: str
    status: State
    priority: int
    attempt: int
    claims: int
    next_attempt_at: int
    lease_token: str | None
    lease_expires_at: int | None
    last_fetched: int | None
    last_error: str | None
    failure_code: RefreshCode | None
    failed_at: int | None
    retry_at: int | None
    streak: int
    requested_by: str | None
    created_at: int
    claimed_at: int | None
    calls: int
    upstream_ms: int
    processed_at: int | None

    @property
    def live(self) -> bool:
        """Whether it is still to be worked on."""
        return self.status in ("pending", "inflight")


class Enqueued(msgspec.Struct, frozen=True):
    """The one live message of a key (I2), and whether this ask made it."""

    message_id: int
    created: bool


COLUMNS = [outbox.c[name] for name in Message.__struct_fields__]
PENDING = text("status = 'pending'")  # a partial index needs its predicate as literals
INFLIGHT = text("status = 'inflight'")
LIVE = text("status IN ('pending','inflight')")
DONE = text("status IN ('succeeded','failed')")
SAME_KEY = (outbox.c.resource == bindparam("resource")) & (func.lower(outbox.c.key) == bindparam("key"))

_NEWEST_TWO = select(*COLUMNS).where(SAME_KEY).order_by(outbox.c.id.desc()).limit(2)
_LIVE = select(*COLUMNS).where(SAME_KEY, LIVE)
_BY_ID = select(*COLUMNS).where(outbox.c.id == bindparam("id"))
_INSERT = (
    upsert(outbox)
    .values(
        resource=bindparam("resource"),
        key=bindparam("key"),
        status="pending",
        priority=bindparam("priority"),
        next_attempt_at=bindparam("now"),
        last_fetched=bindparam("last_fetched"),
        requested_by=bindparam("requested_by"),
        created_at=bindparam("now"),
    )
    .on_conflict_do_nothing()
    .returning(outbox.c.id)
)
_RAISE = (
    update(outbox)
    .where(outbox.c.id == bindparam("message_id"), PENDING, outbox.c.priority >= bindparam("to"))
    .values(priority=bindparam("to"), next_attempt_at=bindparam("now"))
)
_WITHDRAW = outbox.delete().where(outbox.c.id == bindparam("id"))
_DELETE_UNLESS_INFLIGHT = outbox.delete().where(
    outbox.c.id == bindparam("id"), text("status IN ('pending','failed')")
)
_ASKED: Select[Any] = (
    select(literal_column("1"))
    .where(
        text("priority = 1 AND last_fetched IS NULL"),
        outbox.c.requested_by == bindparam("requested_by"),
        outbox.c.created_at > bindparam("since"),
    )
    .order_by(outbox.c.created_at.desc())
    .limit(1)
    .offset(bindparam("others"))
)


def ever_asked(resource: Resource, key: str) -> ColumnElement[bool]:
    """A column that says whether there is any message of a key, for whoever reads its data.

    `key` names the parameter that holds it in lower case: compared with a column, the index would not be used.
    """
    same_key = func.lower(outbox.c.key) == bindparam(key)
    asked = exists(literal_column("1")).where(outbox.c.resource == literal_column(f"'{resource}'"), same_key)
    return asked.label("asked")


def message(row: Row) -> Message:
    """Read a row."""
    return Message(*row)  # COLUMNS are its fields, in their order


def history(tx: Tx, resource: Resource, key: str, *, ever_asked: bool = True) -> list[Message]:
    """The newest message of a key and the one before it: all that its status and error are made of.

    Whoever knows already that there is none says so, which spares the statement.
    """
    tx.depends(keys.message(resource, key))
    if not ever_asked:
        return []
    return [message(row) for row in tx.all(_NEWEST_TWO, resource=resource, key=key.lower())]


def get(tx: Tx, message_id: int) -> Message | None:
    """One message by its id."""
    row = tx.one(_BY_ID, id=message_id)
    return message(row) if row else None


def enqueue(
    tx: Tx,
    resource: Resource,
    key: str,
    priority: Priority,
    *,
    force: bool = False,
    last_fetched: int | None = None,
    requested_by: str | None = None,
) -> Enqueued:
    """Ask for a refresh: one message, or the live one that is there, raised if this ask is more urgent (I2)."""
    row = tx.one(
        _INSERT,
        resource=resource,
        key=key,
        priority=priority,
        now=tx.now,
        last_fetched=last_fetched,
        requested_by=requested_by,
    )
    if row is not None:
        changed(tx, resource, key, priority)
        return Enqueued(row["id"], created=True)
    found = tx.one(_LIVE, resource=resource, key=key.lower())
    if found is None:  # it ended between the two statements: ask again
        return enqueue(
            tx, resource, key, priority, force=force, last_fetched=last_fetched, requested_by=requested_by
        )
    raised = min(priority, found["priority"])
    waits = force and found["next_attempt_at"] > tx.now  # one that is due keeps its place in the line
    if (raised < found["priority"] or waits) and found["status"] == "pending":
        tx.run(_RAISE, message_id=found["id"], to=raised, now=tx.now)
        changed(tx, resource, key, raised)
    return Enqueued(found["id"], created=False)


def overtaken(tx: Tx, asked: Enqueued, before: Message | None, resource: Resource, key: str) -> bool:
    """Whether the key's newest message is no longer as it was `before` this ask: then the ask is withdrawn.

    Elsewhere a worker may end a message between a look at it and an ask that, but for that, would have joined it.
    """
    others = [one for one in history(tx, resource, key) if one.id != asked.message_id]
    if next(iter(others), None) == before:
        return False
    tx.run(_WITHDRAW, id=asked.message_id)
    return True


def asked_unknown(tx: Tx, requested_by: str, since: int, at_least: int) -> bool:
    """Whether a person has started so many HIGH refreshes of keys never fetched before since then."""
    return tx.one(_ASKED, requested_by=requested_by, since=since, others=at_least - 1) is not None


def discard(tx: Tx, message_id: int) -> bool:
    """Delete a message that is pending or failed; False if it is neither."""
    found = get(tx, message_id)
    if found is None or not tx.run(_DELETE_UNLESS_INFLIGHT, id=message_id):
        return False
    changed(tx, found.resource, found.key)
    return True


def changed(tx: Tx, resource: Resource, key: str, priority: int = Priority.LOW) -> None:
    """Tell whoever watches the message, the outbox, or waits for work."""
    tx.touch(keys.OUTBOX, keys.message(resource, key))
    if priority < Priority.LOW:
        tx.touch(keys.DUE)


_PENDING_BY_RESOURCE = (
    select(outbox.c.resource, func.count().label("messages"))
    .where(PENDING, outbox.c.priority == bindparam("priority"))
    .group_by(outbox.c.resource)
)


def pending(tx: Tx, priority: Priority) -> dict[Resource, int]:
    """How many messages of this priority wait, by resource."""
    return {row["resource"]: row["messages"] for row in tx.all(_PENDING_BY_RESOURCE, priority=priority)}


class Counts(msgspec.Struct, frozen=True, rename="camel"):
    """Live messages by state, those that ended lately, and since when the oldest waits (ms UTC)."""

    pending: int
    inflight: int
    succeeded: int
    failed: int
    oldest_pending_at: int | None


_COUNT_PENDING = select(func.count().label("messages"), func.min(outbox.c.created_at).label("oldest")).where(
    PENDING
)
_COUNT_DONE = select(
    func.count().label("messages"), func.count(case((text("status = 'failed'"), 1))).label("failed")
).where(DONE, outbox.c.processed_at >= bindparam("since"))


def _by_priority(live: TextClause) -> Select[Any]:
    """Counted in the index alone: the oldest is the one with the lowest id."""
    line = (
        select(outbox.c.priority, func.count().label("messages"), func.min(outbox.c.id).label("first"))
        .where(live)
        .group_by(outbox.c.priority)
        .subquery()
    )
    return select(line.c.priority, line.c.messages, outbox.c.created_at.label("oldest")).join_from(
        line, outbox, outbox.c.id == line.c.first
    )


_PENDING_BY_PRIORITY = _by_priority(PENDING)
_INFLIGHT_BY_PRIORITY = _by_priority(INFLIGHT)
_INFLIGHT = select(*COLUMNS).where(INFLIGHT).order_by(outbox.c.claimed_at)
_SORTED = text("+id DESC")  # sorts the few that are inflight; by the plain id it would walk the whole table
_NEWEST = {
    status: select(*COLUMNS)
    .where(*([text(f"status = '{status}'")] if status else []))
    .order_by(_SORTED if status == "inflight" else outbox.c.id.desc())
    .limit(bindparam("limit"))
    for status in (None, "pending", "inflight", "succeeded", "failed")
}
_NEWEST_OF_KEY = {
    status: select(*COLUMNS)
    .where(SAME_KEY, *([text(f"status = '{status}'")] if status else []))
    .order_by(outbox.c.id.desc())
    .limit(bindparam("limit"))
    for status in _NEWEST
}


def counts(tx: Tx, since: int) -> Counts:
    """What the outbox holds; of those that have ended only those `since` then (ms UTC)."""
    waiting, ended = tx.all(_COUNT_PENDING)[0], tx.all(_COUNT_DONE, since=since)[0]
    return Counts(
        pending=waiting["messages"],
        inflight=len(inflight(tx)),
        succeeded=ended["messages"] - ended["failed"],
        failed=ended["failed"],
        oldest_pending_at=waiting["oldest"],
    )


class Line(msgspec.Struct, frozen=True):
    """The live messages of a priority in a state, and since when the oldest is there (ms UTC)."""

    status: State
    priority: Priority
    messages: int
    oldest_at: int


def lines(tx: Tx) -> list[Line]:
    """Live messages by state and priority, where there are any."""
    statements: dict[State, Select[Any]] = {
        "pending": _PENDING_BY_PRIORITY,
        "inflight": _INFLIGHT_BY_PRIORITY,
    }
    return [
        Line(status, Priority(row["priority"]), row["messages"], row["oldest"])
        for status, statement in statements.items()
        for row in tx.all(statement)
    ]


def failed_since(tx: Tx, since: int) -> int:
    """How many messages have failed since then (ms UTC) and are still there."""
    return int(tx.all(_COUNT_DONE, since=since)[0]["failed"])


def inflight(tx: Tx) -> list[Message]:
    """The messages that workers have."""
    return [message(row) for row in tx.all(_INFLIGHT)]


def newest(tx: Tx, status: State | None, limit: int) -> list[Message]:
    """The newest messages, of one status or of all."""
    return [message(row) for row in tx.all(_NEWEST[status], limit=limit)]


def newest_of_key(tx: Tx, resource: Resource, key: str, status: State | None, limit: int) -> list[Message]:
    """The same of one key."""
    return [
        message(row)
        for row in tx.all(_NEWEST_OF_KEY[status], resource=resource, key=key.lower(), limit=limit)
    ]
