"""What becomes of a message that brought no data, and of everybody else because of it."""

from random import Random

from freshbrick.catalog.policy import Policy
from freshbrick.model.outbox import Fail, Failure, Postpone, Retry, verdict_on
from freshbrick.model.parts import Color
from freshbrick.store import buckets, leases, outbox, reference, upstreams
from freshbrick.store.database import Tx
from freshbrick.store.leases import Lease, LeaseLostError, Work
from freshbrick.store.outbox import Message


def settle(
    tx: Tx, policy: Policy, lease: Lease, work: Work, failure: Failure, dice: Random
) -> Fail | Retry | Postpone:
    """End or put back the message, and close the bucket or pause the upstream where that is what the failure says."""
    found = _owned(tx, lease)
    paused = upstreams.read(tx).paused
    if paused and failure.kind == "temporary":  # no attempt is used while paused
        leases.release(tx, lease, work, tx.now, failure=failure)
        return Postpone(tx.now)
    fate = _fate(tx, policy, found, failure, dice)
    match fate:
        case Fail():
            attempts = int(failure.kind == "temporary")
            leases.fail(tx, lease, work, fate, failure, streak=_streak(tx, found), attempts=attempts)
        case Retry():
            leases.release(tx, lease, work, fate.at, failure=failure, attempts=1)
        case Postpone():
            leases.release(tx, lease, work, fate.at, failure=failure)
    _tell_everybody(tx, lease, failure)
    return fate


def probe_succeeded(tx: Tx, policy: Policy, token: str, colors: tuple[Color, ...], dice: Random) -> None:
    """The pause is over, and the message that brought it about counts a temporary failure.

    One bad key cannot stop everybody for ever.
    """
    cause = upstreams.read(tx).cause
    reference.save_colors(tx, colors)
    buckets.unblock(tx)
    found = outbox.get(tx, cause) if upstreams.resume(tx, token) and cause is not None else None
    if found is not None and found.status == "pending":
        failure = Failure("temporary", found.failure_code or "credentials", found.last_error or "")
        leases.count_against(tx, found, _fate(tx, policy, found, failure, dice), streak=_streak(tx, found))


def probe_failed(tx: Tx, token: str, failure: Failure) -> None:
    """The pause goes on; a 429 closes the bucket besides."""
    upstreams.stay_paused(tx, token, failure)
    if failure.kind == "limited":
        buckets.block(tx, failure.retry_after_ms)


def _owned(tx: Tx, lease: Lease) -> Message:
    found = outbox.get(tx, lease.message_id)
    if found is None or found.lease_token != lease.token:
        raise LeaseLostError(f"message {lease.message_id}")
    return found


def _fate(
    tx: Tx, policy: Policy, message: Message, failure: Failure, dice: Random
) -> Fail | Retry | Postpone:
    return verdict_on(
        failure,
        attempt=message.attempt,
        streak=_streak(tx, message),
        now=tx.now,
        max_attempts=policy.max_attempts,
        not_found_for=policy.not_found_for,
        dice=dice,
    )


def _streak(tx: Tx, message: Message) -> int:
    """How many of the key's messages in a row would have failed with this one."""
    before = [m for m in outbox.history(tx, message.resource, message.key) if m.id != message.id]
    return 1 + (before[0].streak if before and before[0].status == "failed" else 0)


def _tell_everybody(tx: Tx, lease: Lease, failure: Failure) -> None:
    match failure.kind:
        case "limited":
            buckets.block(tx, failure.retry_after_ms)
        case "ours":
            upstreams.pause(tx, failure, cause=lease.message_id)
        case "temporary":
            upstreams.count_failure(tx, failure)
        case "not_found" | "refused":
            upstreams.answered(tx)
