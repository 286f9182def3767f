"""The writes of the catalog: somebody, or a hook for them, asks for a refresh."""

from typing import Literal, TypedDict, Unpack

import msgspec

from freshbrick.catalog.policy import Policy
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.catalog.resources import Found, find
from freshbrick.model import freshness
from freshbrick.model.clock import APART, HOUR
from freshbrick.model.outbox import Priority, Resource, left_alone_until
from freshbrick.store import buckets, outbox
from freshbrick.store.database import Tx
from freshbrick.store.outbox import Message

Outcome = Literal[
    "enqueued", "already_queued", "fresh", "throttled", "not_found", "backing_off", "keys_missing"
]

UNKNOWN_AN_HOUR = 500
"""HIGH refreshes of keys never fetched before that a person may start in an hour: more are a batch."""


class Ask(msgspec.Struct, frozen=True):
    """Who asks and how: `auto` is a hook's, `force` overrides what BrickLink said before."""

    resource: Resource
    key: str
    requested_by: str
    priority: Priority = Priority.HIGH
    auto: bool = False
    force: bool = False


class QuotaLeft(msgspec.Struct, frozen=True, rename="camel"):
    """Calls in the rolling window."""

    limit: int
    used: int
    remaining: int


class Asked(msgspec.Struct, frozen=True, rename="camel"):
    """What became of an ask; `message_id` only if a message is live, `retry_after_ms` only if one may ask later."""

    outcome: Outcome
    message_id: int | None = None
    retry_after_ms: int | None = None
    quota: QuotaLeft | None = None


class Manner(TypedDict, total=False):
    """In what manner somebody asks; see `Ask`."""

    priority: Priority
    auto: bool
    force: bool


def enqueue_refresh_part(
    tx: Tx, policy: Policy, args: PartArgs, requested_by: str, **manner: Unpack[Manner]
) -> Asked:
    """Ask for a part; the outcome says whether anything was written."""
    return enqueue_refresh(tx, policy, Ask("part", args.key, requested_by, **manner))


def enqueue_refresh_part_colors(
    tx: Tx, policy: Policy, args: PartArgs, requested_by: str, **manner: Unpack[Manner]
) -> Asked:
    """Ask for a part's known colors."""
    return enqueue_refresh(tx, policy, Ask("part_colors", args.key, requested_by, **manner))


def enqueue_refresh_price_guide(
    tx: Tx, policy: Policy, args: PriceGuideArgs, requested_by: str, **manner: Unpack[Manner]
) -> Asked:
    """Ask for a price guide: four calls."""
    return enqueue_refresh(tx, policy, Ask("price_guide", args.key, requested_by, **manner))


def enqueue_refresh(tx: Tx, policy: Policy, ask: Ask) -> Asked:
    """One ask, decided and written in one transaction; the answer tells the quota as well."""
    asked = _decide(tx, policy, ask)
    return msgspec.structs.replace(asked, quota=quota_left(tx, policy))


def quota_left(tx: Tx, policy: Policy) -> QuotaLeft:
    """Limit, used and remaining calls, now."""
    limit, used = policy.allowance.limit, buckets.spent(tx, policy.allowance)
    return QuotaLeft(limit, used, max(0, limit - used))


def _decide(tx: Tx, policy: Policy, ask: Ask) -> Asked:
    if not policy.configured:
        return Asked("keys_missing")
    # In this order: whoever sees that a message has ended sees the data that it ended with.
    newest = next(iter(outbox.history(tx, ask.resource, ask.key)), None)
    known = find(tx, policy, ask.resource, ask.key)
    if newest is None or not newest.live:
        refused = _refusal(tx, policy, ask, newest, known)
        if refused is not None:
            return refused
    found = outbox.enqueue(
        tx,
        ask.resource,
        ask.key,
        _priority(tx, ask, known),
        force=ask.force,
        last_fetched=known.last_fetched,
        requested_by=ask.requested_by,
    )
    if found.created and outbox.overtaken(tx, found, newest, ask.resource, ask.key):
        return _decide(tx, policy, ask)
    return Asked("enqueued" if found.created else "already_queued", found.message_id)


def _refusal(tx: Tx, policy: Policy, ask: Ask, newest: Message | None, known: Found) -> Asked | None:
    """Why nothing is to be written, if so."""
    if ask.auto and not ask.force and _is_fresh(tx, policy, ask, known):
        return Asked("fresh")
    if newest is None:
        return None
    if newest.status == "succeeded":
        wait = (newest.processed_at or 0) + policy.min_refresh_interval - tx.now
        if not 0 < wait <= policy.min_refresh_interval + APART:
            return None
        return Asked("throttled", retry_after_ms=min(wait, policy.min_refresh_interval))
    wait = (left_alone_until(newest.retry_at, tx.now, policy.not_found_for) or 0) - tx.now
    if wait > 0 and not ask.force:
        return Asked(
            "not_found" if newest.failure_code == "not_found" else "backing_off", retry_after_ms=wait
        )
    return None


def _is_fresh(tx: Tx, policy: Policy, ask: Ask, known: Found) -> bool:
    stale_at = freshness.stale_at(known.last_fetched, policy.stale_after[ask.resource])
    state = freshness.State(known.data is not None, refresh_active=False, stale_at=stale_at)
    return freshness.status(state, tx.now) == "fresh"


def _priority(tx: Tx, ask: Ask, known: Found) -> Priority:
    if ask.priority is not Priority.HIGH or known.last_fetched is not None:
        return ask.priority
    many = outbox.asked_unknown(tx, ask.requested_by, tx.now - HOUR, UNKNOWN_AN_HOUR)
    return Priority.NORMAL if many else Priority.HIGH
