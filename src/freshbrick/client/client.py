"""A running server, from a program: reads, watches and asks."""

import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from decimal import Decimal
from random import Random, SystemRandom
from types import TracebackType
from typing import Any, Self, TypeVar

from msgspec import UNSET, UnsetType
from msgspec.json import Decoder
from msgspec.structs import replace

from freshbrick.client import queries
from freshbrick.client.events import Event, Updated
from freshbrick.client.http import Http
from freshbrick.client.live import LiveConnection
from freshbrick.client.queries import Query
from freshbrick.client.server import Server
from freshbrick.client.wire import (
    Answer,
    Asked,
    Batch,
    LotDetail,
    LotList,
    LotPage,
    OutboxList,
    OutboxMessage,
    Progress,
    SearchResult,
    Status,
)
from freshbrick.model.lots import LotChanges, NewLot
from freshbrick.model.parts import Part, PartColor
from freshbrick.model.prices import Condition, PriceGuide

T = TypeVar("T")

_asked = Decoder(Asked)
_batches = Decoder(Batch)
_lots = Decoder(LotDetail)

Key = tuple[str, str]
"""A resource and a key of it: `part` and `3001`, `part_colors` and `3001`, `price_guide` and `3001/11`."""


def wall_clock() -> int:
    """Milliseconds UTC."""
    return time.time_ns() // 1_000_000


class Client:
    """Talks to one server, for as long as `async with Client() as client` lasts. Every failure is a `ClientError`.

    `url` and `token` default to FRESHBRICK_SERVER and FRESHBRICK_TOKEN. `get_…` only read: they ask BrickLink for
    nothing. `watch_…` yield the value at once and whenever it changes, for ever, over one socket for all of them (at
    most 256, says the server) that comes back by itself; what is missing or stale they ask for, as a page does, unless
    `refresh` is False. `refresh_…` ask now; `wait` ("20s", at most "60s") holds the answer until the refresh has ended.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        clock: Callable[[], int] = wall_clock,
        dice: Random | None = None,
    ) -> None:
        server = Server.chosen(url, token)
        self._http = Http(server)
        self._live = LiveConnection(server, self._http, clock=clock, dice=dice or SystemRandom())
        self._server = server

    def __repr__(self) -> str:
        return f"Client({self._server.url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End every watch and let go of the server."""
        await self._live.close()
        await self._http.close()

    def now(self) -> int:
        """The server's clock, ms UTC, as far as a watch has heard it; else this machine's."""
        return self._live.now()

    async def get_part(self, number: str) -> Answer[Part]:
        return await self.get(queries.part(number))

    async def get_part_colors(self, number: str) -> Answer[list[PartColor]]:
        return await self.get(queries.part_colors(number))

    async def get_price_guide(self, number: str, color_id: int) -> Answer[PriceGuide]:
        return await self.get(queries.price_guide(number, color_id))

    async def get_status(self) -> Status:
        return await self.get(queries.status())

    async def get_outbox(self, status: str | None = None, limit: int | None = None) -> OutboxList:
        """The newest messages, at most 100, of one status or of all."""
        return await self.get(queries.outbox(status, limit))

    async def get_message(self, message_id: int) -> OutboxMessage:
        """One message of the outbox. ClientError `not_found`."""
        return await self.get(queries.message(message_id))

    async def search_parts(
        self, words: str, *, color: str | None = None, category: str | None = None, limit: int | None = None
    ) -> SearchResult:
        """Parts by number or words; colors and categories by their ids, separated by commas."""
        return await self.get(queries.search(words, color=color, category=category, limit=limit))

    async def get_lots(self) -> LotList:
        """All your lots, page after page; the totals are those of the moment of the first one."""
        first = await self.get(queries.lots())
        items, page = list(first.items), LotPage(items=[], next_cursor=first.next_cursor)
        while page.next_cursor is not None:
            page = await self.get(queries.lots_behind(page.next_cursor))
            items += page.items
        return replace(first, items=items, next_cursor=None)

    async def get_lot(self, lot_id: int) -> LotDetail:
        """One of your lots, and the price that its price guide suggests. ClientError `not_found`."""
        return await self.get(queries.lot(lot_id))

    def watch_part(self, number: str, *, refresh: bool = True) -> AsyncGenerator[Answer[Part]]:
        return self.watch(queries.part(number), refresh=refresh)

    def watch_part_colors(
        self, number: str, *, refresh: bool = True
    ) -> AsyncGenerator[Answer[list[PartColor]]]:
        return self.watch(queries.part_colors(number), refresh=refresh)

    def watch_price_guide(
        self, number: str, color_id: int, *, refresh: bool = True
    ) -> AsyncGenerator[Answer[PriceGuide]]:
        return self.watch(queries.price_guide(number, color_id), refresh=refresh)

    def watch_status(self) -> AsyncGenerator[Status]:
        return self.watch(queries.status())

    def watch_outbox(self, status: str | None = None, limit: int | None = None) -> AsyncGenerator[OutboxList]:
        return self.watch(queries.outbox(status, limit))

    def watch_lots(self) -> AsyncGenerator[LotList]:
        """The first page of your lots, up to 1,000, and the totals of all."""
        return self.watch(queries.lots())

    async def refresh_part(self, number: str, *, wait: str | None = None, force: bool = False) -> Asked:
        return await self.ask(queries.part(number), wait=wait, force=force)

    async def refresh_part_colors(
        self, number: str, *, wait: str | None = None, force: bool = False
    ) -> Asked:
        return await self.ask(queries.part_colors(number), wait=wait, force=force)

    async def refresh_price_guide(
        self, number: str, color_id: int, *, wait: str | None = None, force: bool = False
    ) -> Asked:
        return await self.ask(queries.price_guide(number, color_id), wait=wait, force=force)

    async def refresh_many(
        self, keys: Iterable[Key] | None = None, *, of: str | None = None, dry_run: bool = False
    ) -> Batch:
        """Ask for many keys, or all that is `of` a kind ("stale", "inventory"), after those that people look at.

        A dry run tells what would happen and what it would cost.
        """
        which: dict[str, object] = {"of": of} if of else {}
        if keys is not None:
            which["items"] = [{"resource": resource, "key": key} for resource, key in keys]
        body = await self.send("POST", "/api/catalog/refresh", body={**which, "dryRun": dry_run})
        return self.decoded(body, _batches)

    def watch_progress(self, batch: Batch) -> AsyncGenerator[Progress]:
        """How far a batch has come; for ever, also when nothing is left of it."""
        return self.watch(queries.progress(batch))

    async def add_lot(
        self,
        part_number: str,
        color_id: int,
        condition: Condition,
        quantity: int,
        *,
        price: Decimal | None = None,
        suggested: bool = False,
        remarks: str | None = None,
        storage: str | None = None,
    ) -> LotDetail:
        """Add a lot; the part need not be in the catalog.

        `price` is that of a piece, in the currency of the server's price guides, with at most four decimals;
        `suggested` takes the one that the price guide suggests, if there is one. ClientError: `bad_request` that names
        the field, `limit_exceeded`.
        """
        new = NewLot(
            part_number=part_number,
            color_id=color_id,
            condition=condition,
            quantity=quantity,
            price=_written(price),
            remarks=remarks,
            storage=storage,
        )
        params = {"price": "suggested"} if suggested else {}
        return self.decoded(await self.send("POST", queries.LOTS, params, new), _lots)

    async def change_lot(
        self,
        lot_id: int,
        *,
        part_number: str | UnsetType = UNSET,
        color_id: int | UnsetType = UNSET,
        condition: Condition | UnsetType = UNSET,
        quantity: int | UnsetType = UNSET,
        price: Decimal | UnsetType | None = UNSET,
        remarks: str | UnsetType | None = UNSET,
        storage: str | UnsetType | None = UNSET,
    ) -> LotDetail:
        """Change what is given and nothing else; None clears price, remarks and storage.

        ClientError: `bad_request` that names the field, `not_found`.
        """
        changes = LotChanges(
            part_number=part_number,
            color_id=color_id,
            condition=condition,
            quantity=quantity,
            price=price if isinstance(price, UnsetType) else _written(price),
            remarks=remarks,
            storage=storage,
        )
        return self.decoded(await self.send("PATCH", queries.lot(lot_id).path, body=changes), _lots)

    async def remove_lot(self, lot_id: int) -> None:
        """Remove one of your lots. ClientError `not_found`."""
        await self.send("DELETE", queries.lot(lot_id).path)

    async def retry(self, message_id: int) -> Asked:
        """Ask once more for what a failed message asked for. Owners only."""
        return self.decoded(await self.send("POST", f"/api/outbox/{message_id}/retry"), _asked)

    async def discard(self, message_id: int) -> None:
        """Delete a message that is pending or failed. Owners only."""
        await self.send("POST", f"/api/outbox/{message_id}/discard")

    async def get(self, query: Query[T]) -> T:
        """What a query answers now."""
        return self.decoded(await self.read(query.path, query.params), query.decoder)

    async def ask(self, query: Query[Any], *, wait: str | None = None, force: bool = False) -> Asked:
        """Ask for a refresh of what a query answers."""
        params = {"force": "true"} if force else {}
        params |= {"wait": wait} if wait else {}
        return self.decoded(await self.send("POST", f"{query.path}/refresh", params), _asked)

    async def watch(self, query: Query[T], *, refresh: bool = True) -> AsyncGenerator[T]:
        """What a query answers, now and at every change."""
        async with aclosing(self.events(query, refresh=refresh)) as events:
            async for event in events:
                if isinstance(event, Updated):
                    yield event.answer

    def events(
        self, query: Query[Any], *, refresh: bool = True, first_ask: Mapping[str, bool] | None = None
    ) -> AsyncGenerator[Event]:
        """All that happens to a watch: also what became of its asks, and when the connection was lost."""
        return self._live.events(query, refresh=refresh, first_ask=first_ask)

    async def read(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        """A GET; the answer's bytes as the server wrote them."""
        return await self._http.get(path, params)

    async def send(
        self, method: str, path: str, params: Mapping[str, str] | None = None, body: object = None
    ) -> bytes:
        """Any other request, `body` as JSON; the answer's bytes."""
        return (await self._http.ask(method, path, params, body)).body

    def decoded(self, body: bytes, decoder: Decoder[T]) -> T:
        """Read an answer. ClientError if it is not what Freshbrick answers."""
        return self._http.decoded(body, decoder)


def _written(price: Decimal | None) -> str | None:
    """A decimal as the server reads it; `str` would write some with an exponent."""
    return format(price, "f") if isinstance(price, Decimal) else price
