"""`getProgress`: how far a batch has come."""

import msgspec

from freshbrick.catalog import gate
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.catalog.resources import calls_of
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Resource
from freshbrick.store import keys, progress
from freshbrick.store.database import Tx
from freshbrick.store.outbox import Message

TOLD = 20
"""Failures that are told one by one."""


class ProgressArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Which batch: `first`, `upTo` and `since` as its answer named them."""

    up_to: int
    since: int
    first: int = 0

    def __post_init__(self) -> None:
        named = (self.first, self.up_to, self.since)
        if not 0 <= min(named) <= max(named) < 2**53:
            raise RequestError("bad_request", "first, upTo and since are what the answer to the batch named.")


class FailedRefresh(msgspec.Struct, frozen=True, rename="camel"):
    """A message that failed, and why."""

    message_id: int
    resource: Resource
    key: str
    code: str | None
    message: str | None


class Progress(msgspec.Struct, frozen=True, rename="camel"):
    """`left` are HIGH and NORMAL messages up to `upTo` that are still to be done, and what is LOW and under way.

    `failed` are those from `first` to `upTo` that failed since.
    `failures` are the last of them, at most 20. `waitingFor` is why nothing moves, until `nextAttemptAt` (ms UTC).
    """

    left: int
    failed: int
    failures: list[FailedRefresh]
    waiting_for: gate.WaitingFor | None
    next_attempt_at: int | None


def get_progress(tx: Tx, policy: Policy, args: ProgressArgs) -> Reading:
    """A `Progress`."""
    tx.depends(keys.OUTBOX, keys.GATE)
    left = progress.left(tx, args.first, args.up_to)
    failed = progress.failures(tx, args.first, args.up_to, args.since, TOLD)
    wait = gate.waiting(tx, policy, left.next, calls_of(tx, left.next)[1]) if left.next else None
    told = Progress(
        left=left.pending + left.inflight,
        failed=failed.count,
        failures=[_told(message) for message in failed.last],
        waiting_for=wait.reason if wait and not left.inflight else None,
        next_attempt_at=wait.until if wait and not left.inflight else None,
    )
    until = told.next_attempt_at
    return Reading(told, until if until is not None and until > tx.now else None)


def _told(failed: Message) -> FailedRefresh:
    return FailedRefresh(failed.id, failed.resource, failed.key, failed.failure_code, failed.last_error)
