"""What can be looked at: a part, its colors, a price guide; where each is read, how each is asked for and shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from msgspec.json import Decoder
from rich.console import RenderableType

from freshbrick.cli import views
from freshbrick.cli.wire import Answer
from freshbrick.model.parts import Part, PartColor, parse_color_id, parse_part_number
from freshbrick.model.prices import PriceGuide

T = TypeVar("T")


@dataclass(frozen=True)
class Subject(Generic[T]):
    """One key of the catalog. `view` gets the lines that there is room for, None if there is no limit."""

    key: str
    noun: str
    path: str
    query: str
    action: str
    args: Mapping[str, Any]
    decoder: Decoder[Answer[T]]
    title: Callable[[T], str]
    view: Callable[[T, int | None], RenderableType]
    headline: Callable[[T], str]


def part(number: str) -> Subject[Part]:
    """Raises RequestError for what is no part number, as do the two others."""
    return Subject(
        key=parse_part_number(number),
        noun=f"part {number}",
        path=f"/api/catalog/parts/{number}",
        query="getPart",
        action="enqueueRefreshPart",
        args={"partNumber": number},
        decoder=Decoder(Answer[Part]),
        title=views.part_title,
        view=views.part_facts,
        headline=views.part_title,
    )


def colors(number: str) -> Subject[list[PartColor]]:
    return Subject(
        key=parse_part_number(number),
        noun=f"colors of part {number}",
        path=f"/api/catalog/parts/{number}/colors",
        query="getPartColors",
        action="enqueueRefreshPartColors",
        args={"partNumber": number},
        decoder=Decoder(Answer[list[PartColor]]),
        title=lambda _: f"{number} · known colors",
        view=views.color_table,
        headline=views.color_count,
    )


def price(number: str, color_id: int) -> Subject[PriceGuide]:
    return Subject(
        key=f"{parse_part_number(number)}/{parse_color_id(color_id)}",
        noun=f"price guide of part {number} in color {color_id}",
        path=f"/api/catalog/parts/{number}/colors/{color_id}/price-guide",
        query="getPriceGuide",
        action="enqueueRefreshPriceGuide",
        args={"partNumber": number, "colorId": color_id},
        decoder=Decoder(Answer[PriceGuide]),
        title=lambda guide: f"{guide.part_number} · price guide in color {guide.color_id}",
        view=views.price_table,
        headline=views.price_summary,
    )
