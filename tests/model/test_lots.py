"""How a lot's fields may be written, and what a price guide suggests."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec import UNSET

from freshbrick.model.errors import RequestError
from freshbrick.model.lots import LotChanges, NewLot, Suggestion, as_kept, suggested_price
from freshbrick.model.prices import Condition, PriceGuide, SoldMarket, StockMarket

PRICES = ("min", "average", "piece_average", "median", "max")


@pytest.mark.parametrize("price", ["0", "0.0001", "0.0550", "7", "999999999.9999"])
def test_a_price_is_kept_as_it_was_written(price: str) -> None:
    assert as_kept(LotChanges(price=price)) == {"price": price}


@pytest.mark.parametrize(
    "price",
    [
        "",
        " 1",
        "1 ",
        "-1",
        "+1",
        ".5",
        "5.",
        "1,50",
        "00.5",
        "1e3",
        "0.00001",
        "1000000000",
        "NaN",
        "٣",
        "1\n",
    ],
)
def test_what_is_no_price_is_refused_by_its_name(price: str) -> None:
    with pytest.raises(RequestError, match="price is a decimal number as text") as refused:
        as_kept(LotChanges(price=price))
    assert refused.value.code == "bad_request"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", -1),
        ("quantity", 1_000_001),
        ("part_number", "no spaces"),
        ("part_number", "x" * 33),
        ("color_id", -1),
        ("color_id", 1_000_000),
        ("remarks", "x" * 256),
        ("remarks", "two\nlines"),
        ("remarks", "\x00"),
        ("storage", "x" * 65),
        ("storage", "\u202e"),
    ],
)
def test_what_does_not_fit_a_field_is_refused_by_its_name(field: str, value: Any) -> None:
    with pytest.raises(RequestError, match=field.replace("_", " ")) as refused:
        as_kept(LotChanges(**{field: value}))
    assert refused.value.code == "bad_request"


def test_only_what_is_given_is_changed_and_blank_text_is_none() -> None:
    assert as_kept(LotChanges()) == {}
    given = LotChanges(quantity=0, price=None, remarks="  ", storage=" Ká A-3 ")
    assert as_kept(given) == {"quantity": 0, "price": None, "remarks": None, "storage": "Ká A-3"}
    assert given.condition is UNSET


def test_a_new_lot_has_every_field() -> None:
    lot = NewLot(part_number="3001", color_id=0, condition="used", quantity=1_000_000)
    empty = {"price": None, "remarks": None, "storage": None}
    whole = {"part_number": "3001", "color_id": 0, "condition": "used", "quantity": 1_000_000, **empty}
    assert as_kept(lot) == whole


@pytest.mark.parametrize(
    ("condition", "sold", "stock", "expected"),
    [
        ("new", "0.05", "0.09", Suggestion(Decimal("0.05"), "sold")),
        ("new", None, "0.09", Suggestion(Decimal("0.09"), "stock")),
        ("new", None, None, None),
        ("used", "0.05", "0.09", None),
    ],
)
def test_what_was_paid_is_suggested_before_what_is_asked(
    condition: Condition, sold: str | None, stock: str | None, expected: Suggestion | None
) -> None:
    def prices(price: str | None) -> dict[str, Any]:
        return dict.fromkeys(PRICES, None if price is None else Decimal(price))

    guide = PriceGuide(
        part_number="3001",
        color_id=11,
        currency="USD",
        vat="without",
        region=None,
        new_sold=SoldMarket(lots=1, pieces=1, fetched_at=1, steps=(), **prices(sold)),
        new_stock=StockMarket(lots=1, pieces=1, fetched_at=1, steps=(), **prices(stock)),
        used_sold=None,
        used_stock=None,
    )
    assert suggested_price(guide, condition) == expected
