"""Refreshes of many keys at once, in writes so small that nobody has to wait for them."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Final, Literal

import msgspec

from freshbrick.catalog.actions import Ask, Outcome, enqueue_refresh
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.resources import calls, parse_key
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority, Resource
from freshbrick.model.quota import Allowance, Spent, block_end, opens_at
from freshbrick.store import buckets, lots, outbox, parts, price_guides
from freshbrick.store.database import Database, Tx

MOST: Final = 10_000
"""Keys in one batch."""

CHUNK: Final = 100
"""Asks in one transaction: about 15 ms of the writer's time."""

Key = tuple[Resource, str]


class BatchItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key, such as `3001` of `part` or `3001/11` of `price_guide`."""

    resource: Resource
    key: str

    def __post_init__(self) -> None:
        parse_key(self.resource, self.key)


class BatchArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Either `items`, or all that is `of` a kind: stale, or in the asker's inventory. A dry run tells what would be."""

    items: Annotated[list[BatchItem], msgspec.Meta(max_length=MOST)] | None = None
    of: Literal["stale", "inventory"] | None = None
    dry_run: bool = False

    def __post_init__(self) -> None:
        if (self.items is None) == (self.of is None):
            raise RequestError("bad_request", "Give either items or of: one of the two.")


class BatchResult(msgspec.Struct, frozen=True, rename="camel"):
    """How many keys had which outcome, each counted once.

    `calls` is the cost of what was enqueued; `ready_at` (ms UTC) is when quota and pace let the last of it be done,
    after what waits already; None if never. `first` and `up_to` are the oldest and newest of their messages, None if
    there is none, and `since` (ms UTC) when the batch began: of `getProgress` they tell how far it has come.
    """

    enqueued: int
    already_queued: int
    throttled: int
    not_found: int
    backing_off: int
    keys_missing: int
    calls: int
    ready_at: int | None
    up_to: int | None
    since: int
    first: int | None


class _Before(msgspec.Struct, frozen=True):
    """What a batch finds: the calls of all that goes before or with it, and when (ms UTC)."""

    calls: int
    at: int


class _Tally(msgspec.Struct, frozen=True):
    outcomes: Counter[Outcome]
    calls: int
    messages: list[int]


class _RehearsedError(Exception):
    """Carries a dry run's tally out of the transaction that it rolls back."""

    def __init__(self, tally: _Tally) -> None:
        self.tally = tally


async def refresh_batch(
    database: Database, policy: Policy, args: BatchArgs, requested_by: str, person_id: int
) -> BatchResult:
    """Ask for every key at NORMAL, a chunk at a time; what a chunk enqueued stays if a later one fails.

    `person_id` says whose lots the inventory is; its messages, which everybody sees, do not.
    """
    asker = "inventory" if args.of == "inventory" else requested_by
    before = await database.scan(_before)
    outcomes: Counter[Outcome] = Counter()
    cost = 0
    messages: list[int] = []
    async for chunk in _chunks(database, policy, args, person_id):
        tally = await _ask(database, policy, chunk, asker, rehearse=args.dry_run)
        outcomes += tally.outcomes
        cost += tally.calls
        messages += tally.messages
    return BatchResult(
        enqueued=outcomes["enqueued"],
        already_queued=outcomes["already_queued"],
        throttled=outcomes["throttled"],
        not_found=outcomes["not_found"],
        backing_off=outcomes["backing_off"],
        keys_missing=outcomes["keys_missing"],
        calls=cost,
        ready_at=await database.read(_ready_at, policy, before.calls + cost),
        up_to=max(messages) if messages and not args.dry_run else None,
        since=before.at,
        first=min(messages) if messages and not args.dry_run else None,
    )


def ready_at(
    ledger: Iterable[Spent], allowance: Allowance, interval: float, calls: int, start: int
) -> int | None:
    """When the last of `calls` NORMAL calls may leave, the first not before `start`; None if never.

    `interval` is the pace: ms between two calls. What exceeds the share waits, window after window, until the calls
    one whole share before it are forgotten.
    """
    share = allowance.share(Priority.NORMAL)
    if not calls or not share:
        return None if calls else start
    windows, rest = divmod(calls - 1, share)
    at = opens_at(ledger, allowance, Priority.NORMAL, rest + 1, start) or start
    at = max(at, start + round((rest + 1) * interval))
    for _ in range(windows):
        ours = Spent(allowance.slot_of(at), share)
        at = opens_at([ours], allowance, Priority.NORMAL, share, at) or at
    return max(at, start + round(calls * interval))


def _ready_at(tx: Tx, policy: Policy, calls: int) -> int | None:
    start = block_end(buckets.blocked_until(tx), tx.now) or tx.now
    ledger = buckets.ledger(tx, policy.allowance)
    return ready_at(ledger, policy.allowance, policy.pace_interval, calls, start)


def _before(tx: Tx) -> _Before:
    waiting = [outbox.pending(tx, priority) for priority in (Priority.HIGH, Priority.NORMAL)]
    ahead = sum(calls(resource) * count for by_resource in waiting for resource, count in by_resource.items())
    return _Before(ahead, tx.now)


async def _ask(
    database: Database, policy: Policy, keys: list[Key], requested_by: str, *, rehearse: bool
) -> _Tally:
    try:
        return await database.write(_ask_for, policy, keys, requested_by, rehearse=rehearse)
    except _RehearsedError as rehearsed:
        return rehearsed.tally


def _ask_for(tx: Tx, policy: Policy, keys: list[Key], requested_by: str, *, rehearse: bool) -> _Tally:
    asks = [Ask(resource, key, requested_by, Priority.NORMAL) for resource, key in keys]
    asked = [(ask.resource, enqueue_refresh(tx, policy, ask)) for ask in asks]
    cost = sum(calls(resource) for resource, found in asked if found.outcome == "enqueued")
    messages = [found.message_id for _, found in asked if found.message_id is not None]
    tally = _Tally(Counter(found.outcome for _, found in asked), cost, messages)
    if rehearse:  # the real thing, undone: no second set of rules that could tell something else
        raise _RehearsedError(tally)
    return tally


async def _chunks(
    database: Database, policy: Policy, args: BatchArgs, person_id: int
) -> AsyncIterator[list[Key]]:
    """The keys that are meant, each once, a transaction's worth at a time."""
    if args.of == "stale":
        async for stale in _stale(database, policy):
            yield stale
        return
    if args.of == "inventory":
        keys = await database.scan(_kept, person_id)
    else:
        keys = [(item.resource, item.key) for item in args.items or ()]
    once = list({(resource, key.lower()): (resource, key) for resource, key in keys}.values())
    for start in range(0, len(once), CHUNK):
        yield once[start : start + CHUNK]


def _kept(tx: Tx, person_id: int) -> list[Key]:
    """Part and price guide of every lot of a person."""
    kept: list[Key] = []
    for number, color_id in lots.kept_by(tx, person_id):
        kept += [("part", number), ("price_guide", price_guides.key_of(number, color_id))]
    return kept


async def _stale(database: Database, policy: Policy) -> AsyncIterator[list[Key]]:
    """Parts, then price guides, that are stale now."""
    part = ""
    while found := await database.scan(_stale_parts, policy, part):
        part = found[-1][0]
        yield [("part", number) for _, number in found]
    guide = ("", 0)
    while guides := await database.scan(_stale_guides, policy, guide):
        guide = guides[-1][:2]
        yield [("price_guide", price_guides.key_of(number, color_id)) for _, color_id, number in guides]


def _stale_parts(tx: Tx, policy: Policy, after: str) -> list[tuple[str, str]]:
    return parts.stale_numbers(tx, tx.now - policy.stale_after["part"], after, CHUNK)


def _stale_guides(tx: Tx, policy: Policy, after: tuple[str, int]) -> list[tuple[str, int, str]]:
    return price_guides.stale_keys(tx, tx.now - policy.stale_after["price_guide"], policy.terms, after, CHUNK)
