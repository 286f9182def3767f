"""Why a pending message is not being worked on, and until when."""

from typing import Literal

import msgspec

from freshbrick.catalog.policy import Policy
from freshbrick.model.outbox import Priority, due
from freshbrick.store import buckets
from freshbrick.store.database import Tx
from freshbrick.store.outbox import Message

WaitingFor = Literal["turn", "retry", "quota", "pause"]


class Wait(msgspec.Struct, frozen=True):
    """`until` in ms UTC: when that reason ends; None if nobody can say."""

    reason: WaitingFor
    until: int | None


def waiting(tx: Tx, policy: Policy, message: Message, cost: int) -> Wait | None:
    """What a live message waits for; None while a worker has it."""
    if message.status == "inflight":
        return None
    standing = buckets.standing(tx, policy.allowance)
    if standing.paused:
        return Wait("pause", _later(tx, standing.probe_at, message))
    denied = buckets.denied(tx, policy.allowance, standing, Priority(message.priority), cost)
    if denied is not None:
        return Wait("quota", _later(tx, denied.until, message))
    if not due(message.next_attempt_at, tx.now):
        return Wait("retry", message.next_attempt_at)
    return Wait("turn", message.next_attempt_at)


def _later(tx: Tx, until: int | None, message: Message) -> int | None:
    if until is None or due(message.next_attempt_at, tx.now):
        return until
    return max(until, message.next_attempt_at)
