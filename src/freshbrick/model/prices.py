"""Price guides: what BrickLink's four markets of a part in a color say, and their charts."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Literal, NamedTuple

import msgspec

from freshbrick.model.clock import DAY

Condition = Literal["new", "used"]
MarketKind = Literal["stock", "sold"]
Vat = Literal["without", "with", "norway"]

MAX_STOCK_STEPS = 24
MAX_SOLD_STEPS = 27
"""Weeks: the six months that BrickLink counts, and the one that has begun."""

_PRECISION = Decimal("0.0001")
_FIRST_DAY = date(1970, 1, 1).toordinal()


class Quarter(NamedTuple):
    """One of the four markets of a price guide."""

    condition: Condition
    market: MarketKind


QUARTERS = (
    Quarter("new", "stock"),
    Quarter("new", "sold"),
    Quarter("used", "stock"),
    Quarter("used", "sold"),
)


class PriceTerms(msgspec.Struct, frozen=True):
    """The terms on which prices are asked for: ISO currency, VAT, and at most one of region and country."""

    currency: str
    vat: Vat = "without"
    region: str | None = None
    country: str | None = None

    def __post_init__(self) -> None:
        if self.region and self.country:
            raise ValueError("prices are asked for by region or by country, not by both")


class StockRow(msgspec.Struct, frozen=True, rename="camel"):
    """A lot for sale; `shipping_available` is None where BrickLink does not say."""

    unit_price: Decimal
    quantity: int
    shipping_available: bool | None


class SoldRow(msgspec.Struct, frozen=True, rename="camel"):
    """A sale; countries are BrickLink's codes (UK, not GB), `date_ordered` is ms UTC."""

    unit_price: Decimal
    quantity: int
    seller_country: str | None
    buyer_country: str | None
    date_ordered: int | None


class StockStep(msgspec.Struct, frozen=True, rename="camel"):
    """The lots at one price; where prices had to be merged, at their average over the pieces."""

    price: Decimal
    pieces: int
    lots: int


class SoldStep(msgspec.Struct, frozen=True, rename="camel"):
    """The sales of the week that begins on the Monday `week` ("2026-08-03", UTC)."""

    week: str
    sales: int
    pieces: int
    min: Decimal
    piece_average: Decimal
    max: Decimal


class Market(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A market's statistics: `lots` (or sales), `pieces`, prices, and when they were fetched (ms UTC).

    Where nothing is offered or was sold, the counts are 0 and the prices None, never 0.
    """

    lots: int
    pieces: int
    min: Decimal | None
    average: Decimal | None
    piece_average: Decimal | None
    median: Decimal | None
    max: Decimal | None
    fetched_at: int


class StockMarket(Market, frozen=True, rename="camel", kw_only=True):
    """What is offered now; at most 24 steps, ascending."""

    steps: tuple[StockStep, ...]


class SoldMarket(Market, frozen=True, rename="camel", kw_only=True):
    """What was sold in the last six months; at most 27 steps, ascending."""

    steps: tuple[SoldStep, ...]


class MarketReport(msgspec.Struct, frozen=True):
    """One quarter as it was fetched."""

    fetched_at: int
    market: StockMarket | SoldMarket
    rows: tuple[StockRow, ...] | tuple[SoldRow, ...]


class PriceGuide(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The four markets of a part in a color; `region` is the terms' region or country, None for the world.

    A market is None until it has been fetched.
    """

    part_number: str
    color_id: int
    currency: str
    vat: Vat
    region: str | None
    new_stock: StockMarket | None
    new_sold: SoldMarket | None
    used_stock: StockMarket | None
    used_sold: SoldMarket | None


def rounded(price: Decimal) -> Decimal:
    """A price to the four decimals that BrickLink gives."""
    return price.quantize(_PRECISION)


def median(rows: Iterable[StockRow | SoldRow]) -> Decimal | None:
    """The price of the middle piece: half of all pieces, not of all lots, cost no more.

    By pieces, like BrickLink's own quantity average: one lot of ten thousand says more than ten lots of one. Between
    two middle pieces it is their mean. None without rows.
    """
    ordered = sorted(rows, key=attrgetter("unit_price"))
    pieces = sum(row.quantity for row in ordered)
    if not pieces:
        return None
    return rounded((_price_of_piece(ordered, (pieces - 1) // 2) + _price_of_piece(ordered, pieces // 2)) / 2)


def _price_of_piece(ordered: Sequence[StockRow | SoldRow], index: int) -> Decimal:
    for row in ordered:
        index -= row.quantity
        if index < 0:
            return row.unit_price
    raise IndexError(index)


def stock_steps(rows: Iterable[StockRow]) -> tuple[StockStep, ...]:
    """All rows as at most 24 steps of ascending price that hold every piece and every lot.

    Beyond 24 prices neighbours are merged, equally many prices to a step: steps are narrow where offers are dense.
    """
    by_price = groupby(sorted(rows, key=attrgetter("unit_price")), attrgetter("unit_price"))
    steps = [_same_price(price, list(lots)) for price, lots in by_price]
    count = min(len(steps), MAX_STOCK_STEPS)
    cuts = [len(steps) * i // count for i in range(count + 1)] if count else [0]
    return tuple(_merged(steps[start:end]) for start, end in pairwise(cuts))


def _same_price(price: Decimal, lots: Sequence[StockRow]) -> StockStep:
    return StockStep(price, sum(lot.quantity for lot in lots), len(lots))


def _merged(steps: Sequence[StockStep]) -> StockStep:
    if len(steps) == 1:
        return steps[0]
    pieces = sum(step.pieces for step in steps)
    price = rounded(sum((step.price * step.pieces for step in steps), Decimal(0)) / pieces)
    return StockStep(price, pieces, sum(step.lots for step in steps))


def sold_steps(rows: Iterable[SoldRow], now: int) -> tuple[SoldStep, ...]:
    """The weeks with sales among the last 27, that of `now` (ms UTC) included, oldest first."""
    this_week = _monday(now)
    weeks: dict[int, list[SoldRow]] = {}
    for row in rows:
        if row.date_ordered is None:
            continue
        monday = _monday(row.date_ordered)
        if this_week - 7 * MAX_SOLD_STEPS < monday <= this_week:
            weeks.setdefault(monday, []).append(row)
    return tuple(_week(monday, weeks[monday]) for monday in sorted(weeks))


def _monday(at: int) -> int:
    """The day, counted from 1970-01-01 (a Thursday), on which the week of `at` began."""
    day = at // DAY
    return day - (day + 3) % 7


def _week(monday: int, sales: Sequence[SoldRow]) -> SoldStep:
    prices = [sale.unit_price for sale in sales]
    pieces = sum(sale.quantity for sale in sales)
    paid = sum((sale.unit_price * sale.quantity for sale in sales), Decimal(0))
    return SoldStep(
        week=date.fromordinal(_FIRST_DAY + monday).isoformat(),
        sales=len(sales),
        pieces=pieces,
        min=min(prices),
        piece_average=rounded(paid / pieces),
        max=max(prices),
    )
