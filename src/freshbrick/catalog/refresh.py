"""Process one message: ask BrickLink for what its key means, save it, and end the message with it (I4)."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from freshbrick.bricklink.catalog_client import CatalogClient, Permit
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.resources import LIST_KEY, guide_key
from freshbrick.model.freshness import stale_at
from freshbrick.model.outbox import Priority, Resource, left_alone_until
from freshbrick.model.parts import Color, KnownColor, Part
from freshbrick.model.prices import MarketReport, Quarter
from freshbrick.store import buckets, leases, outbox, part_colors, parts, price_guides, reference, upstreams
from freshbrick.store.database import Database, Tx
from freshbrick.store.leases import Lease, Work

P = ParamSpec("P")
T = TypeVar("T")


class Calls(Permit, Protocol):
    """The permits of one message, and the account of them."""

    def take(self) -> Work:
        """What was spent since the last `take`, to be written down with the next transaction."""
        ...


class Saves(Protocol):
    """Whatever writes an answer down: it was paid for, so that may be tried more than once."""

    async def write(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run in one transaction."""
        ...


class Refresher:
    """Knows, for each resource, which calls to make and where their answers go."""

    def __init__(self, database: Database, client: CatalogClient, policy: Policy) -> None:
        self._database = database
        self._client = client
        self._policy = policy

    async def refresh(self, lease: Lease, calls: Calls, saves: Saves) -> None:
        """Bring the key up to date, each answer written by `saves`.

        Raises UpstreamError, and LeaseLostError if another worker owns the message.
        """
        match lease.resource:
            case "part":
                part = await self._client.get_refreshed_part(await self._spelling(lease.key), calls)
                await self._end(lease, calls, saves, self._save_part, part)
            case "part_colors":
                known = await self._client.get_refreshed_part_colors(await self._spelling(lease.key), calls)
                await self._end(lease, calls, saves, self._save_part_colors, lease.key, known)
            case "price_guide":
                await self._refresh_price_guide(lease, calls, saves)
            case "color":
                await self._end(
                    lease, calls, saves, reference.save_colors, await self._client.get_refreshed_colors(calls)
                )
            case "category":
                found = await self._client.get_refreshed_categories(calls)
                await self._end(lease, calls, saves, reference.save_categories, found)

    async def probe(self, calls: Calls) -> tuple[Color, ...]:
        """One call that shows whether BrickLink answers us; the list of colors that it brings is worth keeping."""
        return await self._client.get_refreshed_colors(calls)

    async def _refresh_price_guide(self, lease: Lease, calls: Calls, saves: Saves) -> None:
        key = guide_key(lease.key)
        number = await self._spelling(key.part_number)
        quarters = await self._database.read(
            price_guides.missing, key.part_number, key.color_id, lease.message_id
        )
        async for quarter, report in self._client.get_refreshed_price_guide(
            number, key.color_id, calls, quarters
        ):
            last = quarter == quarters[-1]
            await saves.write(self._save_quarter, lease, calls.take(), number, quarter, report, last=last)

    async def _end(
        self, lease: Lease, calls: Calls, saves: Saves, save: Callable[..., None], *data: object
    ) -> None:
        await saves.write(_save_and_succeed, lease, calls.take(), save, *data)

    async def _spelling(self, number: str) -> str:
        """BrickLink's spelling of a part number where it is known, else as it was asked for."""
        saved = await self._database.read(parts.find, number)
        return saved.part.part_number if saved else number

    def _save_part(self, tx: Tx, part: Part) -> None:
        parts.save(tx, part, last_fetched=tx.now)
        self._ask_for_list(tx, "category")

    def _save_part_colors(self, tx: Tx, number: str, known: tuple[KnownColor, ...]) -> None:
        part_colors.save(tx, number, known, last_fetched=tx.now)
        self._ask_for_list(tx, "color")

    def _save_quarter(
        self,
        tx: Tx,
        lease: Lease,
        work: Work,
        number: str,
        quarter: Quarter,
        report: MarketReport,
        *,
        last: bool,
    ) -> None:
        color_id = guide_key(lease.key).color_id
        price_guides.save(tx, number, color_id, quarter, report, self._policy.terms, lease.message_id)
        if last:
            _succeed(tx, lease, work)
        else:
            leases.progress(tx, lease, work)

    def _ask_for_list(self, tx: Tx, resource: Resource) -> None:
        """The first part that needs the names of colors or categories asks for them."""
        due_at = stale_at(reference.last_fetched(tx, resource), self._policy.stale_after[resource])
        newest = next(iter(outbox.history(tx, resource, LIST_KEY)), None)
        retry_at = newest.retry_at if newest else None
        until = left_alone_until(retry_at, tx.now, self._policy.not_found_for) or 0
        if (due_at is None or due_at < tx.now) and until <= tx.now:
            outbox.enqueue(tx, resource, LIST_KEY, Priority.NORMAL)


def _save_and_succeed(tx: Tx, lease: Lease, work: Work, save: Callable[..., None], *data: object) -> None:
    save(tx, *data)
    _succeed(tx, lease, work)


def _succeed(tx: Tx, lease: Lease, work: Work) -> None:
    leases.succeed(tx, lease, work)
    upstreams.answered(tx)
    buckets.unblock(tx)
