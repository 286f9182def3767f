"""What the database knows of how things stand, in one cheap reading: figures for a monitor."""

import msgspec

from freshbrick.catalog.policy import Policy
from freshbrick.catalog.status import UpstreamState, upstream_health
from freshbrick.model.clock import DAY
from freshbrick.model.outbox import Priority, State
from freshbrick.store import buckets, crons, outbox, parts
from freshbrick.store.database import Tx


class Figures(msgspec.Struct, frozen=True):
    """Ages in ms; those of nothing are 0. `failed` counts the last day; without a worker ever `worker_seen` is None."""

    messages: dict[tuple[State, Priority], int]
    oldest_pending: dict[Priority, int]
    failed: int
    quota_limit: int
    quota_used: int
    upstream: UpstreamState
    worker_seen: int | None
    catalog: parts.Counts


def figures(tx: Tx, policy: Policy) -> Figures:
    """Look at all of them, in one snapshot."""
    lines = outbox.lines(tx)
    oldest = {line.priority: line.oldest_at for line in lines if line.status == "pending"}
    seen = crons.last_seen(tx)
    return Figures(
        messages={(line.status, line.priority): line.messages for line in lines},
        oldest_pending={priority: max(0, tx.now - oldest.get(priority, tx.now)) for priority in Priority},
        failed=outbox.failed_since(tx, tx.now - DAY),
        quota_limit=policy.allowance.limit,
        quota_used=buckets.spent(tx, policy.allowance),
        upstream=upstream_health(tx, policy).state,
        worker_seen=None if seen is None else tx.now - seen,
        catalog=parts.counts(tx, fresh_since=tx.now - policy.stale_after["part"]),
    )
