"""`getStatus`: the quota, the upstream, the worker and the counts, in one reading."""

from typing import Literal

import msgspec

from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.model.clock import DAY, SECOND
from freshbrick.model.outbox import Priority, Resource
from freshbrick.model.quota import block_end
from freshbrick.store import buckets, crons, keys, outbox, parts, upstreams
from freshbrick.store.crons import Cron
from freshbrick.store.database import Tx

UpstreamState = Literal["ok", "limited", "paused", "unconfigured"]

ALIVE_FOR = 15 * SECOND
"""A worker says every five seconds that it is alive."""

GAUGE = 30 * SECOND
"""How old the gauge and the counts may be where nothing but time has changed them."""


class StatusArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """There is one status."""


class Reserved(msgspec.Struct, frozen=True):
    """Calls that are kept from NORMAL and from LOW work."""

    normal: int
    low: int


class Quota(msgspec.Struct, frozen=True, rename="camel"):
    """Calls in the rolling window; `slots` are its history, oldest first, `at` in ms UTC."""

    limit: int
    used: int
    remaining: int
    reserved: Reserved
    slots: list[buckets.Slot]


class UpstreamHealth(msgspec.Struct, frozen=True, rename="camel"):
    """Whether BrickLink answers us; times in ms UTC.

    `probe_at` is when it is asked again, `last_call_at` when it was asked last, whatever it answered.
    """

    state: UpstreamState
    code: str | None = None
    since: int | None = None
    probe_at: int | None = None
    detail: str | None = None
    last_call_at: int | None = None


class Inflight(msgspec.Struct, frozen=True, rename="camel"):
    """A message that a worker has."""

    message_id: int
    resource: Resource
    key: str
    since: int
    calls: int


class Worker(msgspec.Struct, frozen=True, rename="camel"):
    """Whether anybody works, and on what."""

    alive: bool
    inflight: list[Inflight]


class Drain(msgspec.Struct, frozen=True, rename="camel"):
    """The cron that takes LOW work too."""

    last_at: int | None
    next_at: int | None
    every_ms: int
    batch: int


class SettingsInForce(msgspec.Struct, frozen=True, rename="camel"):
    """What the figures were asked for under; `demo` says that the shop is one to play with."""

    currency: str
    vat: str
    region: str | None
    pictures: str
    stale_after_ms: dict[str, int]
    demo: bool


class StatusReport(msgspec.Struct, frozen=True, rename="camel"):
    """Everything that an owner asks first."""

    quota: Quota
    upstream: UpstreamHealth
    worker: Worker
    drain: Drain
    crons: list[Cron]
    outbox: outbox.Counts
    catalog: parts.Counts
    settings: SettingsInForce


def get_status(tx: Tx, policy: Policy, _args: StatusArgs) -> Reading:
    """A `StatusReport`."""
    tx.depends(keys.QUOTA, keys.UPSTREAM, keys.WORKER, keys.OUTBOX)
    schedule = crons.schedule(tx)
    report = StatusReport(
        quota=_quota(tx, policy),
        upstream=upstream_health(tx, policy),
        worker=_worker(tx),
        drain=_drain(policy, schedule),
        crons=schedule,
        outbox=outbox.counts(tx, since=tx.now - DAY),
        catalog=parts.counts(tx, fresh_since=tx.now - policy.stale_after["part"]),
        settings=SettingsInForce(
            currency=policy.terms.currency,
            vat=policy.terms.vat,
            region=policy.terms.region or policy.terms.country,
            pictures=policy.pictures,
            stale_after_ms={str(resource): ms for resource, ms in policy.stale_after.items()},
            demo=policy.demo,
        ),
    )
    opens = block_end(buckets.blocked_until(tx), tx.now) or tx.now + GAUGE
    return Reading(report, min(opens, tx.now + GAUGE))


def _quota(tx: Tx, policy: Policy) -> Quota:
    limit, used = policy.allowance.limit, buckets.spent(tx, policy.allowance)
    reserved = Reserved(*(limit - policy.allowance.share(p) for p in (Priority.NORMAL, Priority.LOW)))
    return Quota(limit, used, max(0, limit - used), reserved, buckets.slots(tx, policy.allowance))


def upstream_health(tx: Tx, policy: Policy) -> UpstreamHealth:
    """Whether BrickLink may be asked now, and if not, why."""
    return msgspec.structs.replace(
        _health(tx, policy), last_call_at=buckets.last_call_at(tx, policy.pace_interval)
    )


def _health(tx: Tx, policy: Policy) -> UpstreamHealth:
    if not policy.configured:
        return UpstreamHealth("unconfigured", "keys_missing", detail="Freshbrick has no BrickLink keys yet.")
    upstream = upstreams.read(tx)
    if upstream.paused:
        return UpstreamHealth("paused", upstream.code, upstream.since, upstream.until, upstream.detail)
    blocked = block_end(buckets.blocked_until(tx), tx.now)
    if blocked is not None:
        return UpstreamHealth(
            "limited", "limited", probe_at=blocked, detail="BrickLink says that the calls are used up."
        )
    return UpstreamHealth("ok")


def _worker(tx: Tx) -> Worker:
    seen = crons.last_seen(tx)
    inflight = [
        Inflight(m.id, m.resource, m.key, m.claimed_at or m.created_at, m.calls) for m in outbox.inflight(tx)
    ]
    return Worker(seen is not None and seen > tx.now - ALIVE_FOR, inflight)


def _drain(policy: Policy, schedule: list[Cron]) -> Drain:
    cron = next((c for c in schedule if c.name == "drain_catalog_refresh_outbox"), None)
    last_at, next_at = (cron.last_at, cron.next_at) if cron else (None, None)
    return Drain(last_at, next_at, policy.drain_interval, policy.drain_batch)
