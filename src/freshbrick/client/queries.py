"""What can be read, once or watched: where each is read over HTTP, and how it is named over the live socket."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from msgspec.json import Decoder

from freshbrick.client.errors import ClientError
from freshbrick.client.wire import (
    Answer,
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
from freshbrick.model.errors import RequestError
from freshbrick.model.parts import Part, PartColor, parse_color_id, parse_part_number
from freshbrick.model.prices import PriceGuide

T = TypeVar("T")
V = TypeVar("V")

LOTS = "/api/inventory/lots"

_parts = Decoder(Answer[Part])
_colors = Decoder(Answer[list[PartColor]])
_guides = Decoder(Answer[PriceGuide])
_statuses = Decoder(Status)
_outboxes = Decoder(OutboxList)
_messages = Decoder(OutboxMessage)
_progress = Decoder(Progress)
_searches = Decoder(SearchResult)
_lot_lists = Decoder(LotList)
_lot_pages = Decoder(LotPage)
_lots = Decoder(LotDetail)


@dataclass(frozen=True)
class Query(Generic[T]):
    """`name` is None for what cannot be watched.

    `action` is what asks for a refresh, where there is such a thing: over HTTP a POST to `path` + `/refresh`.
    """

    name: str | None
    args: Mapping[str, Any]
    path: str
    decoder: Decoder[T]
    params: Mapping[str, str] = field(default_factory=dict)
    action: str | None = None


def part(number: str) -> Query[Answer[Part]]:
    """ClientError `bad_request` for what is no part number, as the two others."""
    number = _parsed(parse_part_number, number)
    return Query(
        "getPart",
        {"partNumber": number},
        f"/api/catalog/parts/{number}",
        _parts,
        action="enqueueRefreshPart",
    )


def part_colors(number: str) -> Query[Answer[list[PartColor]]]:
    number = _parsed(parse_part_number, number)
    return Query(
        "getPartColors",
        {"partNumber": number},
        f"/api/catalog/parts/{number}/colors",
        _colors,
        action="enqueueRefreshPartColors",
    )


def price_guide(number: str, color_id: int) -> Query[Answer[PriceGuide]]:
    number, color_id = _parsed(parse_part_number, number), _parsed(parse_color_id, color_id)
    return Query(
        "getPriceGuide",
        {"partNumber": number, "colorId": color_id},
        f"/api/catalog/parts/{number}/colors/{color_id}/price-guide",
        _guides,
        action="enqueueRefreshPriceGuide",
    )


def status() -> Query[Status]:
    return Query("getStatus", {}, "/api/status", _statuses)


def outbox(state: str | None = None, limit: int | None = None) -> Query[OutboxList]:
    """The newest messages, of one state (`pending`, `inflight`, `succeeded`, `failed`) or of all."""
    args = {name: value for name, value in (("status", state), ("limit", limit)) if value is not None}
    params = {name: str(value) for name, value in args.items()}
    return Query("getOutbox", args, "/api/outbox", _outboxes, params)


def message(message_id: int) -> Query[OutboxMessage]:
    return Query(None, {}, f"/api/outbox/{message_id}", _messages)


def search(
    words: str, *, color: str | None = None, category: str | None = None, limit: int | None = None
) -> Query[SearchResult]:
    """Parts by number or words; colors and categories by their ids, separated by commas."""
    given = {"query": words, "color": color, "category": category, "limit": limit}
    params = {name: str(value) for name, value in given.items() if value}
    return Query(None, {}, "/api/catalog/parts", _searches, params)


def lots() -> Query[LotList]:
    """The first page of your lots, up to 1,000, and the totals of all."""
    return Query("getLots", {}, LOTS, _lot_lists)


def lots_behind(cursor: str) -> Query[LotPage]:
    """The lots behind what `next_cursor` said."""
    return Query("getLots", {"cursor": cursor}, LOTS, _lot_pages, {"cursor": cursor})


def lot(lot_id: int) -> Query[LotDetail]:
    return Query(None, {}, f"{LOTS}/{lot_id}", _lots)


def progress(batch: Batch) -> Query[Progress]:
    """How far a batch has come."""
    args = {"upTo": batch.up_to or 0, "since": batch.since}
    if batch.first is not None:  # else the server does not know of it
        args["first"] = batch.first
    params = {name: str(value) for name, value in args.items()}
    return Query("getProgress", args, "/api/outbox/progress", _progress, params)


def _parsed(parse: Callable[[V], T], given: V) -> T:
    try:
        return parse(given)
    except RequestError as error:
        raise ClientError(error.code, error.message) from None
