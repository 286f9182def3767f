"""The arithmetic of the shared allowance: a rolling ledger of calls, and the pace between them."""

from collections.abc import Iterable

import msgspec

from freshbrick.model.clock import APART, DAY, HOUR, MINUTE
from freshbrick.model.outbox import Priority

LEAST_QUOTA = 8
"""Below this LOW work could never afford the four calls of a price guide."""

SHARES = {Priority.HIGH: 1.0, Priority.NORMAL: 0.8, Priority.LOW: 0.5}
"""How much of the quota a priority may bring the ledger to."""

SLOT_MAX = 5 * MINUTE
PAYMENT_MAX = MINUTE
BLOCK_DEFAULT = HOUR
BLOCK_MAX = DAY

AT_ONCE = 4
"""BrickLink drops more requests at once than this, as BrickStore's author reports."""
AT_ONCE_BATCH = 2
"""How many of those NORMAL and LOW hold at most, so that a batch never blocks a person."""


class Spent(msgspec.Struct, frozen=True):
    """Calls paid for in the slot that starts at `slot` (ms UTC)."""

    slot: int
    calls: int


class Allowance(msgspec.Struct, frozen=True):
    """The account's quota and its window (ms), less what other tools use of it."""

    per_day: int
    others: int = 0
    window: int = DAY

    @property
    def limit(self) -> int:
        """Calls that are ours in a window."""
        return max(0, self.per_day - self.others)

    @property
    def slot(self) -> int:
        """Width of a ledger slot in ms: five minutes of a day."""
        return max(1, min(SLOT_MAX, self.window // 288))

    @property
    def payment(self) -> int:
        """How long a payment is good for, in ms: a call that left later would count in a later window."""
        return max(1, min(PAYMENT_MAX, self.window // 64))

    def share(self, priority: Priority) -> int:
        """Calls to which work of this priority may bring the ledger."""
        return int(self.limit * SHARES[priority])

    def slot_of(self, now: int) -> int:
        """Start of the slot that `now` lies in."""
        return now - now % self.slot

    def oldest(self, now: int) -> int:
        """The first slot that still counts at `now`: the window, its partial slot and a payment's life more."""
        return self.slot_of(now - self.window - max(self.slot, self.payment))

    def believable(self, slot: int, now: int) -> int:
        """The slot to count a payment in. One ahead of now stays: the clock went back, and may come back.

        One that is ahead by more than a window was paid for under a wrong clock: it counts as if paid for now.
        """
        return slot if slot <= now + self.window else self.slot_of(now)


def spent(ledger: Iterable[Spent], allowance: Allowance, now: int) -> int:
    """Calls that count against the allowance at `now`; slots ahead of now count too (a clock went back)."""
    oldest = allowance.oldest(now)
    return sum(entry.calls for entry in ledger if entry.slot >= oldest)


def opens_at(
    ledger: Iterable[Spent], allowance: Allowance, priority: Priority, cost: int, now: int
) -> int | None:
    """When `cost` calls may be paid for: `now` if at once, None if never (the cost exceeds the share)."""
    room = allowance.share(priority) - cost
    if room < 0:
        return None
    counted = sorted(
        (allowance.believable(e.slot, now), e.calls) for e in ledger if e.slot >= allowance.oldest(now)
    )
    total = sum(calls for _, calls in counted)
    at = now
    for slot, calls in counted:
        if total <= room:
            break
        total -= calls
        at = _forgotten_at(slot, allowance)
    return at


def _forgotten_at(slot: int, allowance: Allowance) -> int:
    """The first moment at which `slot` no longer counts."""
    return (
        allowance.slot_of(slot) + allowance.slot + allowance.window + max(allowance.slot, allowance.payment)
    )


def blocked_for(retry_after: int | None) -> int:
    """How long a 429 closes the bucket, in ms."""
    return min(retry_after, BLOCK_MAX) if retry_after else BLOCK_DEFAULT


def block_end(blocked_until: int | None, now: int) -> int | None:
    """When a block ends if it still holds; one further ahead than could ever be set does not hold."""
    if blocked_until is None or not now < blocked_until <= now + BLOCK_MAX + APART:
        return None
    return blocked_until
