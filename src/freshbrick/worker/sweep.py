"""The hourly sweep: what people keep is refreshed before it goes stale, as the day's allowance permits."""

from collections.abc import Iterable

import structlog

from freshbrick.catalog.actions import Ask, enqueue_refresh
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.resources import LIST_KEY, calls, find
from freshbrick.model import freshness
from freshbrick.model.clock import DAY
from freshbrick.model.freshness import believable
from freshbrick.model.outbox import Priority, Resource
from freshbrick.store import buckets, lots, outbox
from freshbrick.store.database import Database, Tx
from freshbrick.store.price_guides import key_of

AHEAD = DAY
"""How long before it goes stale something is asked for, in ms: there is a day's allowance left for it."""

CHUNK = 100
"""Asks in one transaction."""

PAGE = 500
"""Keys whose age is read at once: about 20 ms, so that searches need not wait for a large inventory."""

log = structlog.get_logger()

Key = tuple[Resource, str]


async def sweep(database: Database, policy: Policy) -> int:
    """Ask, at LOW, for what will soon be stale, the oldest first; returns how many messages that made."""
    if not policy.configured:
        return 0
    due = await _due(database, policy)
    room = await database.scan(_room, policy)
    asked = 0
    for start in range(0, len(due), CHUNK):
        if room <= 0:
            break
        made, room = await database.write(_ask, policy, due[start : start + CHUNK], room)
        asked += made
    log.info("sweep.asked", messages=asked, due=len(due))
    return asked


async def _due(database: Database, policy: Policy) -> list[Key]:
    """What will be stale within `AHEAD`, oldest first."""
    aged = await database.scan(_soon_stale_lists, policy)
    after = ("", 0)
    while page := await database.scan(lots.kept, policy.terms, after, PAGE):
        after = (page[-1].part_key, page[-1].color_id)
        aged |= await database.scan(_soon_stale, policy, page)
    return sorted(aged, key=aged.__getitem__)


def _soon_stale_lists(tx: Tx, policy: Policy) -> dict[Key, int]:
    lists: list[Resource] = ["color", "category"]
    aged = [(resource, find(tx, policy, resource, LIST_KEY).last_fetched) for resource in lists]
    return {
        (resource, LIST_KEY): at or 0 for resource, at in aged if _is_soon_stale(tx, policy, resource, at)
    }


def _soon_stale(tx: Tx, policy: Policy, page: Iterable[lots.Kept]) -> dict[Key, int]:
    """When those were fetched that will be stale within `AHEAD`."""
    aged: dict[Key, int | None] = {}
    for kept in page:
        aged["part", kept.part_number] = kept.part_fetched
        aged["price_guide", key_of(kept.part_number, kept.color_id)] = kept.guide_fetched
    return {key: at or 0 for key, at in aged.items() if _is_soon_stale(tx, policy, key[0], at)}


def _is_soon_stale(tx: Tx, policy: Policy, resource: Resource, fetched: int | None) -> bool:
    stale_at = freshness.stale_at(believable(fetched, tx.now), policy.stale_after[resource])
    return stale_at is None or stale_at <= tx.now + AHEAD


def _room(tx: Tx, policy: Policy) -> int:
    """Calls that LOW work may still spend, beside what waits for them already."""
    room = policy.allowance.share(Priority.LOW) - buckets.spent(tx, policy.allowance)
    return room - sum(calls(what) * waiting for what, waiting in outbox.pending(tx, Priority.LOW).items())


def _ask(tx: Tx, policy: Policy, due: Iterable[Key], room: int) -> tuple[int, int]:
    """How many messages that made, and what room they leave: what is refused or waits already takes none."""
    made = 0
    for resource, key in due:
        cost = calls(resource)
        if cost > room:
            return made, 0
        if enqueue_refresh(tx, policy, Ask(resource, key, "sweep", Priority.LOW)).outcome == "enqueued":
            made, room = made + 1, room - cost
    return made, room
