"""What people keep, and what the market says of it, written straight into the database."""

from decimal import Decimal
from typing import Any

from freshbrick.model.prices import QUARTERS, MarketReport, PriceTerms, Quarter, SoldMarket, StockMarket
from freshbrick.store import lots, price_guides
from freshbrick.store.database import Tx

USD = PriceTerms("USD")
FIELDS = {
    "condition": "new",
    "quantity": 1,
    "price": None,
    "currency": None,
    "remarks": None,
    "storage": None,
}


def keep(tx: Tx, part_number: str = "3001", color_id: int = 11, *, person_id: int = 1, **fields: Any) -> int:
    """A lot of a person; its id."""
    return lots.add(tx, person_id, {**FIELDS, "part_number": part_number, "color_id": color_id, **fields})


def save_guide(
    tx: Tx,
    part_number: str = "3001",
    color_id: int = 11,
    *quarters: Quarter,
    age: int = 0,
    price: str | None = "1",
    terms: PriceTerms = USD,
) -> None:
    """A guide, or some of its quarters, with one price everywhere or none, fetched `age` ms ago."""
    for quarter in quarters or QUARTERS:
        report = MarketReport(tx.now - age, _market(quarter, tx.now - age, price), ())
        price_guides.save(tx, part_number, color_id, quarter, report, terms, None)


def _market(quarter: Quarter, fetched_at: int, price: str | None) -> StockMarket | SoldMarket:
    kind = StockMarket if quarter.market == "stock" else SoldMarket
    one = None if price is None else Decimal(price)
    prices = dict.fromkeys(("min", "average", "piece_average", "median", "max"), one)
    return kind(lots=1, pieces=1, **prices, fetched_at=fetched_at, steps=())
