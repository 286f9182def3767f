"""The values of the catalog, drawn for a terminal."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from freshbrick.cli.words import counted, plain, prices
from freshbrick.model.parts import Part, PartColor, Size
from freshbrick.model.prices import Market, PriceGuide

_HEX = re.compile(r"[0-9a-fA-F]{6}")
_VAT = {"without": "without VAT", "with": "with VAT", "norway": "with VAT as in Norway"}
_NOW, _SOLD = "For sale\nnow", "Sold, last\n6 months"
_MARKETS = (f"New\n{_NOW}", f"New\n{_SOLD}", f"Used\n{_NOW}", f"Used\n{_SOLD}")
_COUNTS: tuple[tuple[str, Callable[[Market], int]], ...] = (
    ("lots", lambda market: market.lots),
    ("pieces", lambda market: market.pieces),
)
_PRICES: tuple[tuple[str, Callable[[Market], Decimal | None]], ...] = (
    ("lowest", lambda market: market.min),
    ("average", lambda market: market.average),
    ("average per piece", lambda market: market.piece_average),
    ("median", lambda market: market.median),
    ("highest", lambda market: market.max),
)


def part_title(part: Part) -> str:
    return plain(f"{part.part_number} · {part.name}")


def part_facts(part: Part, _room: int | None = None) -> RenderableType:
    """What is known, a fact a line; what is unknown is left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("Number", part.part_number)
    for name, fact in _facts(part):
        table.add_row(name, Text(plain(fact)))
    return table


def _facts(part: Part) -> Iterator[tuple[str, str]]:
    if part.category_name or part.category_id is not None:
        yield "Category", part.category_name or f"number {part.category_id}"
    if part.weight is not None:
        yield "Weight", f"{part.weight} g"
    if part.size is not None and (size := _studs(part.size)):
        yield "Size", size
    if part.year_released is not None:
        yield "Since", str(part.year_released)
    if part.alternate_numbers:
        yield "Also called", ", ".join(part.alternate_numbers)
    if part.is_obsolete:
        yield "Obsolete", "yes"
    if part.description:
        yield "About", part.description


def _studs(size: Size) -> str | None:
    sides = [side for side in (size.x, size.y, size.z) if side is not None]
    return (
        " \N{MULTIPLICATION SIGN} ".join(f"{side.normalize():f}" for side in sides) + " studs"
        if sides
        else None
    )


def color_count(colors: Sequence[PartColor]) -> str:
    return counted(len(colors), "known color") if colors else "No known colors"


def color_table(colors: Sequence[PartColor], room: int | None = None) -> RenderableType:
    """A color a line, the most known first as they come; those without room are counted."""
    if not colors:
        return Text("No known colors")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("id", justify="right")
    table.add_column("color")
    table.add_column("type")
    table.add_column("known", justify="right")
    shown = colors if room is None else colors[: max(1, room - 2)]
    for color in shown:
        table.add_row(
            _swatch(color.hex_code),
            str(color.color_id),
            Text(plain(color.name)),
            Text(plain(color.type)),
            f"{color.quantity:,}",
        )
    hidden = len(colors) - len(shown)
    return Group(table, Text(f"and {hidden} more", "dim")) if hidden else table


def _swatch(hex_code: str | None) -> Text:
    return Text("██", f"#{hex_code}") if hex_code and _HEX.fullmatch(hex_code) else Text("  ")


def price_table(guide: PriceGuide, _room: int | None = None) -> RenderableType:
    """The four markets side by side, and once what the figures are in."""
    markets = (guide.new_stock, guide.new_sold, guide.used_stock, guide.used_sold)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", style="dim", no_wrap=True)
    for heading in _MARKETS:
        table.add_column(heading, justify="right")
    names = [name for name, _ in (*_COUNTS, *_PRICES)]
    for name, *figures in zip(names, *map(_figures, markets), strict=True):
        table.add_row(name, *map(_cell, figures))
    return Group(table, Text(f"\n{terms(guide)}", "dim"))


def _figures(market: Market | None) -> list[str]:
    """A market's column: its counts, then its prices; one word where there are none."""
    if market is None or not market.lots:
        rest = len(_COUNTS) + len(_PRICES) - 1
        return ["none" if market else "not known yet", *[""] * rest]
    known = [price for _, of in _PRICES if (price := of(market)) is not None]
    texts = iter(prices(known))
    shown = ["" if of(market) is None else next(texts) for _, of in _PRICES]
    return [*(f"{of(market):,}" for _, of in _COUNTS), *shown]


def _cell(figure: str) -> RenderableType:
    """A right-aligned cell drops the spaces at its end: here they put decimal points below each other."""
    text = figure.rstrip()
    return Padding(text, (0, len(figure) - len(text), 0, 0))


def terms(guide: PriceGuide) -> str:
    """`USD · without VAT · worldwide`."""
    return f"{guide.currency} · {_VAT[guide.vat]} · {_place(guide.region)}"


def _place(region: str | None) -> str:
    if region is None:
        return "worldwide"
    return region.upper() if len(region) == 2 else region.replace("_", " ").title()


def price_summary(guide: PriceGuide) -> str:
    """What a piece was sold for, in one line."""
    averages = (
        (name, market.piece_average)
        for name, market in (("new", guide.new_sold), ("used", guide.used_sold))
        if market
    )
    known = [f"{name} {prices([average])[0]}" for name, average in averages if average is not None]
    return f"sold, per piece: {', '.join(known)} {guide.currency}" if known else "nothing sold"
