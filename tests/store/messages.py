"""Messages brought into any state, by the statements that the product uses."""

from random import Random

from freshbrick.model.clock import MINUTE
from freshbrick.model.outbox import Fail, Failure, Priority, RefreshCode, Resource
from freshbrick.store import leases, outbox
from freshbrick.store.database import Tx
from freshbrick.store.leases import Lease, Work
from freshbrick.store.outbox import Message

LEASE = MINUTE
DICE = Random(1)
"""For tokens, of which no two are the same."""


def make(
    tx: Tx, key: str = "3001", priority: Priority = Priority.HIGH, resource: Resource = "part"
) -> Message:
    """A pending message."""
    found = outbox.get(tx, outbox.enqueue(tx, resource, key, priority).message_id)
    assert found is not None
    return found


def take(tx: Tx, key: str = "3001", priority: Priority = Priority.HIGH, resource: Resource = "part") -> Lease:
    """The key's message, made if need be, with a worker."""
    return leases.claim(tx, [make(tx, key, priority, resource)], f"token-{DICE.random()}", LEASE)[0]


def end_well(tx: Tx, key: str = "3001", resource: Resource = "part") -> int:
    lease = take(tx, key, resource=resource)
    leases.succeed(tx, lease, Work(1, 800))
    return lease.message_id


def end_badly(
    tx: Tx, key: str = "3001", code: RefreshCode = "not_found", retry_at: int | None = None, **how: int
) -> int:
    lease = take(tx, key)
    fate = Fail(code, tx.now + 10 * MINUTE if retry_at is None else retry_at)
    leases.fail(tx, lease, Work(1, 800), fate, Failure("refused", code, f"It is {code}."), streak=1, **how)
    return lease.message_id


def put_back(tx: Tx, at: int, key: str = "3001", priority: Priority = Priority.HIGH) -> int:
    """Pending again until `at` after a temporary failure."""
    lease = take(tx, key, priority)
    failure = Failure("temporary", "unreachable", "No answer came.")
    leases.release(tx, lease, Work(1, 20_000), at, failure=failure, attempts=1)
    return lease.message_id
