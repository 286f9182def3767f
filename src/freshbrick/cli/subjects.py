"""What can be looked at: a part, its colors, a price guide; what each is called and how it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.console import RenderableType

from freshbrick.cli import views
from freshbrick.client import queries
from freshbrick.client.queries import Query
from freshbrick.client.wire import Answer
from freshbrick.model.parts import Part, PartColor
from freshbrick.model.prices import PriceGuide

T = TypeVar("T")


@dataclass(frozen=True)
class Subject(Generic[T]):
    """One key of the catalog. `view` gets the lines that there is room for, None if there is no limit."""

    query: Query[Answer[T]]
    noun: str
    title: Callable[[T], str]
    view: Callable[[T, int | None], RenderableType]
    headline: Callable[[T], str]


def part(number: str) -> Subject[Part]:
    """Raises ClientError for what is no part number, as do the two others."""
    return Subject(
        queries.part(number),
        noun=f"part {number}",
        title=views.part_title,
        view=views.part_facts,
        headline=views.part_title,
    )


def colors(number: str) -> Subject[list[PartColor]]:
    return Subject(
        queries.part_colors(number),
        noun=f"colors of part {number}",
        title=lambda _: f"{number} · known colors",
        view=views.color_table,
        headline=views.color_count,
    )


def price(number: str, color_id: int) -> Subject[PriceGuide]:
    return Subject(
        queries.price_guide(number, color_id),
        noun=f"price guide of part {number} in color {color_id}",
        title=lambda guide: f"{guide.part_number} · price guide in color {guide.color_id}",
        view=views.price_table,
        headline=views.price_summary,
    )
