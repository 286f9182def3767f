"""BrickLink's JSON about one market of a price guide as values of the model."""

from decimal import Decimal
from typing import TypedDict

import msgspec

from freshbrick.bricklink import loose
from freshbrick.bricklink.loose import Count, Flag, Item
from freshbrick.model.prices import (
    MarketReport,
    PriceTerms,
    Quarter,
    SoldMarket,
    SoldRow,
    StockMarket,
    StockRow,
    median,
    sold_steps,
    stock_steps,
)

CONDITIONS = {"new": "N", "used": "U"}


class _Detail(msgspec.Struct):
    unit_price: Decimal
    quantity: Count | None = None
    qunatity: Count | None = None
    seller_country_code: str | None = None
    buyer_country_code: str | None = None
    date_ordered: str | None = None
    shipping_available: Flag = None

    def pieces(self) -> int:
        pieces = self.quantity if self.quantity is not None else self.qunatity
        if pieces is None:
            raise loose.unreadable("a price detail has no quantity")
        return pieces


class _Price(msgspec.Struct):
    item: Item
    new_or_used: str
    currency_code: str
    unit_quantity: Count
    total_quantity: Count
    min_price: Decimal = Decimal(0)
    avg_price: Decimal = Decimal(0)
    qty_avg_price: Decimal = Decimal(0)
    max_price: Decimal = Decimal(0)
    price_detail: list[_Detail] | None = None

    def details(self) -> list[_Detail]:
        return [detail for detail in self.price_detail or () if detail.pieces()]


class _Statistics(TypedDict):
    lots: int
    pieces: int
    min: Decimal | None
    average: Decimal | None
    piece_average: Decimal | None
    max: Decimal | None
    median: Decimal | None
    fetched_at: int


def market_report(
    data: bytes, quarter: Quarter, asked: str, terms: PriceTerms, fetched_at: int
) -> MarketReport:
    """The market `quarter` of the part `asked` for on `terms`, fetched at `fetched_at` (ms UTC).

    Raises UpstreamError for what is not the answer to this question.
    """
    price = loose.decode(data, _Price)
    loose.check_item(price.item, asked)
    _check_terms(price, quarter, terms)
    if quarter.market == "stock":
        return _stock(price, fetched_at)
    return _sold(price, fetched_at)


def _check_terms(price: _Price, quarter: Quarter, terms: PriceTerms) -> None:
    got = (price.new_or_used, price.currency_code)
    if got != (CONDITIONS[quarter.condition], terms.currency):
        raise loose.wrong_item(" ".join(got), f"{quarter.condition} prices in {terms.currency}")


def _stock(price: _Price, fetched_at: int) -> MarketReport:
    rows = tuple(_stock_row(detail) for detail in price.details())
    market = StockMarket(**_statistics(price, rows, fetched_at), steps=stock_steps(rows))
    return MarketReport(fetched_at, market, rows)


def _sold(price: _Price, fetched_at: int) -> MarketReport:
    rows = tuple(_sold_row(detail) for detail in price.details())
    market = SoldMarket(**_statistics(price, rows, fetched_at), steps=sold_steps(rows, fetched_at))
    return MarketReport(fetched_at, market, rows)


def _statistics(
    price: _Price, rows: tuple[StockRow, ...] | tuple[SoldRow, ...], fetched_at: int
) -> _Statistics:
    """BrickLink's figures; without a market, for which BrickLink writes zeros, there are no prices."""
    exists = price.unit_quantity > 0 and price.total_quantity > 0

    def figure(value: Decimal) -> Decimal | None:
        return loose.price(value) if exists else None

    return _Statistics(
        lots=price.unit_quantity,
        pieces=price.total_quantity,
        min=figure(price.min_price),
        average=figure(price.avg_price),
        piece_average=figure(price.qty_avg_price),
        max=figure(price.max_price),
        median=median(rows),
        fetched_at=fetched_at,
    )


def _stock_row(detail: _Detail) -> StockRow:
    return StockRow(loose.price(detail.unit_price), detail.pieces(), loose.flag(detail.shipping_available))


def _sold_row(detail: _Detail) -> SoldRow:
    return SoldRow(
        unit_price=loose.price(detail.unit_price),
        quantity=detail.pieces(),
        seller_country=loose.country(detail.seller_country_code),
        buyer_country=loose.country(detail.buyer_country_code),
        date_ordered=loose.time(detail.date_ordered),
    )
