"""`getOutbox`: the newest messages, and what a person may do to one."""

from typing import Literal

import msgspec

from freshbrick.catalog import gate
from freshbrick.catalog.actions import Ask, Asked, enqueue_refresh
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.catalog.resources import calls_of, parse_key
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority, Resource, State
from freshbrick.store import keys, outbox
from freshbrick.store.database import Tx
from freshbrick.store.outbox import Message

NEWEST = 100


class OutboxArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Which messages: of one status or of all, of one key or of all, the newest `limit` (1 to 100)."""

    status: State | None = None
    limit: int = NEWEST
    resource: Resource | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= NEWEST:
            raise RequestError("bad_request", f"limit is 1 to {NEWEST}, not {self.limit}.")
        if (self.resource is None) != (self.key is None):
            raise RequestError("bad_request", "resource and key go together: a key is one of its resource.")
        if self.resource is not None and self.key is not None:
            parse_key(self.resource, self.key)


class OutboxMessage(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A message; times in ms UTC. `waiting_for` only while it is pending."""

    id: int
    resource: Resource
    key: str
    status: State
    priority: Literal["high", "normal", "low"]
    attempt: int
    claims: int
    max_attempts: int
    next_attempt_at: int | None
    waiting_for: gate.WaitingFor | None
    last_error: str | None
    failure_code: str | None
    failed_at: int | None
    retry_at: int | None
    requested_by: str | None
    created_at: int
    claimed_at: int | None
    processed_at: int | None
    calls: int
    upstream_ms: int


class OutboxList(msgspec.Struct, frozen=True):
    """The newest first."""

    items: list[OutboxMessage]


def get_outbox(tx: Tx, policy: Policy, args: OutboxArgs) -> Reading:
    """An `OutboxList`."""
    tx.depends(keys.GATE)
    shown = [_shown(tx, policy, found) for found in _newest(tx, args)]
    times = [m.next_attempt_at for m in shown if m.next_attempt_at is not None and m.next_attempt_at > tx.now]
    return Reading(OutboxList(shown), min(times, default=None))


def get_message(tx: Tx, policy: Policy, message_id: int) -> OutboxMessage:
    """One message; raises RequestError `not_found`."""
    return _shown(tx, policy, _found(tx, message_id))


def retry(tx: Tx, policy: Policy, message_id: int, requested_by: str) -> Asked:
    """Ask once more for the key of a failed message, at HIGH; raises `not_found`, `conflict`."""
    found = _found(tx, message_id)
    if found.status != "failed":
        raise RequestError("conflict", f"Only a failed message can be retried; this one is {found.status}.")
    return enqueue_refresh(tx, policy, Ask(found.resource, found.key, requested_by, force=True))


def discard(tx: Tx, message_id: int) -> None:
    """Delete a pending or failed message; raises `not_found`, `conflict`."""
    found = _found(tx, message_id)
    if not outbox.discard(tx, message_id):
        raise RequestError(
            "conflict", f"Only a pending or failed message can be discarded; this one is {found.status}."
        )


def _newest(tx: Tx, args: OutboxArgs) -> list[Message]:
    if args.resource is None or args.key is None:
        tx.depends(keys.OUTBOX)
        return outbox.newest(tx, args.status, args.limit)
    tx.depends(keys.message(args.resource, args.key))
    return outbox.newest_of_key(tx, args.resource, args.key, args.status, args.limit)


def _found(tx: Tx, message_id: int) -> Message:
    found = outbox.get(tx, message_id)
    if found is None:
        raise RequestError("not_found", f"There is no message {message_id} in the outbox.")
    return found


def _shown(tx: Tx, policy: Policy, found: Message) -> OutboxMessage:
    wait = gate.waiting(tx, policy, found, calls_of(tx, found)[1]) if found.status == "pending" else None
    same = {name: getattr(found, name) for name in OutboxMessage.__struct_fields__ if hasattr(found, name)}
    return OutboxMessage(
        **{
            **same,
            "priority": Priority(found.priority).word,
            "next_attempt_at": wait.until if wait else None,
            "waiting_for": wait.reason if wait else None,
            "max_attempts": policy.max_attempts,
        }
    )
