"""What the catalog answers over HTTP; its three reads are documented here and answered in `reads.py`."""

from typing import Annotated, Any, Final, Generic, TypeVar

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery, PathParameter, SkipValidation

from freshbrick.accounts.people import Person
from freshbrick.api.queries import ListArgs
from freshbrick.api.reads import snapshot_response
from freshbrick.api.request import Request
from freshbrick.api.waits import Wait
from freshbrick.catalog.answers import Answer
from freshbrick.catalog.queries import PriceGuideArgs
from freshbrick.live.hub import Hub
from freshbrick.model.errors import RequestError
from freshbrick.model.parts import MAX_COLOR_ID, Category, Color, Part, PartColor
from freshbrick.model.prices import Condition, MarketKind, PriceGuide, Quarter, SoldRow, StockRow
from freshbrick.store import price_guides
from freshbrick.store.database import Database

PAGE: Final = 100
WITH_ETAG: Final[dict[str, Any]] = {
    "responses": {304: ResponseSpec(None, description="As the ETag of If-None-Match says.")}
}
"""How handlers answer that know whether the asker has it already, for the table of routes."""

PartNumber = Annotated[
    str, PathParameter(name="partNumber", description="BrickLink's part number, in any case.")
]
ColorId = Annotated[
    int, PathParameter(name="colorId", ge=0, le=MAX_COLOR_ID, description="BrickLink's id of the color.")
]


Row = TypeVar("Row")


class Details(msgspec.Struct, Generic[Row], frozen=True, rename="camel"):
    """At most 100 of `total` rows; `next_cursor` asks for those behind them, null at the end."""

    items: list[Row]
    total: int
    next_cursor: str | None


async def get_part(part_number: PartNumber, wait: Wait = None) -> Answer[Part]:
    """A part, how fresh that is, and what is being done about it."""
    raise NotFoundException(f"{part_number} {wait}")


async def get_part_colors(part_number: PartNumber, wait: Wait = None) -> Answer[list[PartColor]]:
    """The colors in which a part is known to exist, the most common first."""
    raise NotFoundException(f"{part_number} {wait}")


async def get_price_guide(
    part_number: PartNumber, color_id: ColorId, wait: Wait = None
) -> Answer[PriceGuide]:
    """What BrickLink's four markets say of a part in a color."""
    raise NotFoundException(f"{part_number} {color_id} {wait}")


async def get_price_guide_details(
    part_number: PartNumber,
    color_id: ColorId,
    condition: FromQuery[Condition],
    market: FromQuery[MarketKind],
    database: NamedDependency[SkipValidation[Database]],
    cursor: FromQuery[str | None] = None,
) -> Details[StockRow] | Details[SoldRow]:
    """The offers or sales behind one of the four, in pages of 100."""
    args, start = PriceGuideArgs(part_number, color_id), _start(cursor)
    rows = await database.scan(
        price_guides.details, args.part_number, args.color_id, Quarter(condition, market)
    )
    if rows is None:
        raise RequestError("not_found", f"Nothing was fetched yet of {args.key}, {condition}, {market}.")
    return _page(list[Any](rows), start)


async def get_colors(
    request: Request, hub: NamedDependency[Hub], person: NamedDependency[Person]
) -> Response[Answer[list[Color]]]:
    """All colors that BrickLink has."""
    return snapshot_response(request.bare, await hub.get("getColors", ListArgs(), person))


async def get_categories(
    request: Request, hub: NamedDependency[Hub], person: NamedDependency[Person]
) -> Response[Answer[list[Category]]]:
    """All categories that BrickLink has."""
    return snapshot_response(request.bare, await hub.get("getCategories", ListArgs(), person))


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise RequestError("bad_request", "cursor is what nextCursor said.")
    return int(cursor)


def _page(rows: list[Row], start: int) -> Details[Row]:
    end = start + PAGE
    return Details(rows[start:end], len(rows), str(end) if end < len(rows) else None)
