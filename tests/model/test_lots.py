"""How a lot's fields may be written (TypeScript reads the same cases), and what a price guide suggests."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from msgspec import UNSET

from freshbrick.model.errors import RequestError
from freshbrick.model.lots import LotChanges, NewLot, Suggestion, as_kept, suggested_price
from freshbrick.model.prices import Condition, PriceGuide, SoldMarket, StockMarket

CASES = json.loads(Path(__file__).with_name("lot_cases.json").read_text())["cases"]
KEPT = [case for case in CASES if case["refusal"] is None]
REFUSED = [case for case in CASES if case["refusal"] is not None]

PRICES = ("min", "average", "piece_average", "median", "max")


def snake(field: str) -> str:
    return {"partNumber": "part_number"}.get(field, field)


def kept(value: str | int | None) -> str | int | None:
    return normalize("NFC", value) if isinstance(value, str) else value


@pytest.mark.parametrize("case", KEPT)
def test_a_field_is_kept_as_it_was_written(case: dict[str, Any]) -> None:
    field = snake(case["field"])
    assert as_kept(LotChanges(**{field: case["value"]})) == {field: kept(case["value"])}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_a_field_is_refused_by_its_name(case: dict[str, Any]) -> None:
    with pytest.raises(RequestError) as refused:
        as_kept(LotChanges(**{snake(case["field"]): case["value"]}))
    assert (refused.value.code, refused.value.message) == ("bad_request", case["refusal"])


@pytest.mark.parametrize("price", ["", " 1", "1 ", "1\n"])
def test_a_price_has_no_blanks_around_it(price: str) -> None:
    with pytest.raises(RequestError, match="price is a decimal number as text"):
        as_kept(LotChanges(price=price))


@pytest.mark.parametrize("color_id", [-1, 1_000_000])
def test_what_is_no_color_is_refused(color_id: int) -> None:
    with pytest.raises(RequestError, match="A color id is"):
        as_kept(LotChanges(color_id=color_id))


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
