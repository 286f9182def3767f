"""The hourly sweep: what people keep is refreshed before it goes stale, as the day's allowance permits."""

import structlog

from freshbrick.catalog.actions import Ask, enqueue_refresh
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.resources import LIST_KEY, calls, find
from freshbrick.model.clock import DAY
from freshbrick.model.outbox import Priority, Resource
from freshbrick.store import buckets, lots, outbox
from freshbrick.store.database import Database, Tx
from freshbrick.store.price_guides import key_of

AHEAD = DAY
"""How long before it goes stale something is asked for, in ms: there is a day's allowance left for it."""

CHUNK = 100
"""Asks in one transaction."""

log = structlog.get_logger()

Key = tuple[Resource, str]


async def sweep(database: Database, policy: Policy) -> int:
    """Ask, at LOW, for what will soon be stale, the oldest first; returns how many messages that made."""
    if not policy.configured:
        return 0
    due = await database.scan(_due, policy)
    asked = 0
    for start in range(0, len(due), CHUNK):
        asked += await database.write(_ask, policy, due[start : start + CHUNK])
    log.info("sweep.asked", messages=asked, due=len(due))
    return asked


def _due(tx: Tx, policy: Policy) -> list[Key]:
    """What will be stale within `AHEAD`, oldest first, as far as LOW work may still spend."""
    kept: set[Key] = {("color", LIST_KEY), ("category", LIST_KEY)}
    for part_number, color_id in lots.kept(tx):
        kept |= {("part", part_number), ("price_guide", key_of(part_number, color_id))}
    aged = [(find(tx, policy, *key).last_fetched or 0, key) for key in kept]
    room = policy.allowance.share(Priority.LOW) - buckets.spent(tx, policy.allowance)
    room -= sum(calls(resource) * waiting for resource, waiting in outbox.pending(tx, Priority.LOW).items())
    due: list[Key] = []
    for fetched, key in sorted(aged):
        if fetched + policy.stale_after[key[0]] > tx.now + AHEAD:
            continue
        room -= calls(key[0])
        if room < 0:
            break
        due.append(key)
    return due


def _ask(tx: Tx, policy: Policy, due: list[Key]) -> int:
    asks = [Ask(resource, key, "sweep", Priority.LOW) for resource, key in due]
    return sum(enqueue_refresh(tx, policy, ask).outcome == "enqueued" for ask in asks)
