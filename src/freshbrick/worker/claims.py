"""Claim and payment, one transaction: a message becomes inflight only together with its calls out of the bucket."""

from collections.abc import Collection

import msgspec

from freshbrick.catalog.policy import Policy
from freshbrick.catalog.resources import calls_of
from freshbrick.model.outbox import MAX_CLAIMS, REFUSED_FOR, Fail, Failure, Priority
from freshbrick.model.quota import AT_ONCE, AT_ONCE_BATCH, block_end
from freshbrick.store import buckets, leases, upstreams
from freshbrick.store.buckets import Denied
from freshbrick.store.database import Tx
from freshbrick.store.leases import Lease, Work
from freshbrick.store.outbox import Message
from freshbrick.store.upstreams import Upstream

FOREGROUND = (Priority.HIGH, Priority.NORMAL)
"""What is worked on as soon as it is asked for; LOW waits for the cron."""


class Claimed(msgspec.Struct, frozen=True):
    """A message to work on: `paid` calls are out of the bucket, where `left` remain today.

    The first call may leave at `leaves_at` (ms UTC).
    """

    lease: Lease
    priority: Priority
    paid: int
    left: int
    leaves_at: int


class Probe(msgspec.Struct, frozen=True):
    """The right and the duty to ask BrickLink whether the pause is over; one call is paid."""

    token: str
    leaves_at: int


class Rest(msgspec.Struct, frozen=True):
    """Nothing may be claimed before `until` (ms UTC; None: before something changes)."""

    until: int | None


def claim(
    tx: Tx, policy: Policy, priorities: Collection[Priority], token: str, most: int = AT_ONCE
) -> list[Claimed] | Probe | Rest:
    """What to do next, `most` messages at once. Where the bucket denies, nothing is written and that priority rests."""
    blocked = buckets.lock(tx)
    upstream = upstreams.read(tx)
    if upstream.paused:
        return _claim_probe(tx, policy, upstream, token)
    block = block_end(blocked, tx.now)
    if block is not None:
        return Rest(block)
    busy = [priority for priority, end in leases.leased(tx) if end <= tx.now + 2 * policy.lease]
    seats = min(most, (1 if blocked else AT_ONCE) - len(busy))  # after a 429 one call goes first
    if seats < 1:
        return Rest(None)
    rests: list[Rest] = []
    paid: list[_Paid] = []
    for line in _lines(tx, policy, priorities, seats, rests):
        for message in line[: seats - len(paid)]:
            bought = _pay(tx, policy, message, busy)
            if isinstance(bought, Rest):  # the others of its priority keep their order behind it
                rests.append(bought)
                break
            paid.append(bought)
            busy.append(message.priority)
    return _claimed(tx, policy, paid, token) if paid else _soonest(rests)


class _Paid(msgspec.Struct, frozen=True):
    """As `Claimed`, but for its lease."""

    message: Message
    paid: int
    left: int
    leaves_at: int


def _claimed(tx: Tx, policy: Policy, paid: list[_Paid], token: str) -> list[Claimed]:
    taken = leases.claim(tx, [one.message for one in paid], token, policy.lease)
    return [
        Claimed(lease, Priority(one.message.priority), one.paid, one.left, one.leaves_at)
        for lease, one in zip(taken, paid, strict=True)
    ]


def _lines(
    tx: Tx, policy: Policy, priorities: Collection[Priority], seats: int, rests: list[Rest]
) -> list[list[Message]]:
    """Who waits, in order, by priority; where nobody does, when somebody will is noted in `rests`."""
    lost = _rescue(tx, policy)
    lines = [[lost]] if lost is not None else []
    for priority in priorities:
        line = leases.claimable(tx, priority, seats)
        lines.append(line)
        if not line:
            rests.append(Rest(leases.next_due(tx, priority)))
    ends = [end for _, end in leases.leased(tx)]
    rests.append(Rest(min(ends, default=None)))
    return lines


def _rescue(tx: Tx, policy: Policy) -> Message | None:
    """A message whose worker is gone, to be worked on again; one that has lost ten workers is ended."""
    while (message := leases.next_expired(tx, 2 * policy.lease)) is not None:
        if message.claims < MAX_CLAIMS:
            return message
        lease = Lease(message.id, message.lease_token or "", message.resource, message.key)
        failure = Failure(
            "temporary", "worker_lost", f"Its worker stopped in the middle of it {message.claims} times."
        )
        fate = Fail("worker_lost", tx.now + REFUSED_FOR)
        leases.fail(tx, lease, Work(), fate, failure, streak=message.streak + 1)
    return None


def _pay(tx: Tx, policy: Policy, message: Message, busy: list[int]) -> _Paid | Rest:
    priority = Priority(message.priority)
    if priority > Priority.HIGH:
        if sum(p > Priority.HIGH for p in busy) >= AT_ONCE_BATCH:
            return Rest(None)
        # A batch takes the pace's free moments, so that a person waits for one call at most.
        leaves_at = buckets.paced(tx, policy.pace_interval)
        if leaves_at > tx.now:
            return Rest(leaves_at)
    _, cost = calls_of(tx, message)
    denied = buckets.pay(tx, policy.allowance, priority, cost)
    if denied is not None:
        return Rest(denied.until)
    left = policy.allowance.limit - buckets.spent(tx, policy.allowance)
    return _Paid(message, cost, left, buckets.reserve(tx, policy.pace_interval))


def _claim_probe(tx: Tx, policy: Policy, upstream: Upstream, token: str) -> Probe | Rest:
    if not upstreams.probe_due(upstream, tx.now):
        return Rest(upstream.until)
    denied = pay_one(tx, policy, Priority.HIGH)
    if denied is not None:
        return Rest(denied.until)
    if not upstreams.take_probe(tx, upstream, token):
        return Rest(None)
    return Probe(token, buckets.reserve(tx, policy.pace_interval))


def pay_one(tx: Tx, policy: Policy, priority: Priority) -> Denied | None:
    """Pay for one more call, of a probe or in place of a payment that has run out."""
    block = block_end(buckets.lock(tx), tx.now)
    if block is not None:
        return Denied(block)
    return buckets.pay(tx, policy.allowance, priority, 1)


def _soonest(rests: list[Rest]) -> Rest:
    """Of several reasons to rest the one that ends first; ends that nobody can name come last."""
    return min(rests, key=lambda rest: (rest.until is None, rest.until or 0), default=Rest(None))
