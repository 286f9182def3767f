import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bricklink.answers import RECORDINGS, SOLD_ROW, STOCK_ROW, as_json, data_of, price, recorded
from bricklink.readers import JSON, only_refused, refusal
from freshbrick.bricklink.wire_prices import market_report
from freshbrick.model.prices import (
    MarketReport,
    PriceTerms,
    Quarter,
    SoldRow,
    SoldStep,
    StockMarket,
    StockRow,
    StockStep,
)

NOW = 1_786_000_000_000
NEW_STOCK, NEW_SOLD = Quarter("new", "stock"), Quarter("new", "sold")
USED_STOCK, USED_SOLD = Quarter("used", "stock"), Quarter("used", "sold")
USD = PriceTerms("USD")


def stock(**changes: Any) -> MarketReport:
    return market_report(as_json(price(**changes)), NEW_STOCK, "3001", USD, NOW)


def sold(*rows: dict[str, Any]) -> MarketReport:
    return market_report(as_json(price(price_detail=rows)), NEW_SOLD, "3001", USD, NOW)


def test_a_market_of_offers_is_read_in_full() -> None:
    cent = Decimal("0.0525")
    assert stock() == MarketReport(
        fetched_at=NOW,
        market=StockMarket(
            lots=1,
            pieces=3,
            min=cent,
            average=cent,
            piece_average=cent,
            median=cent,
            max=cent,
            fetched_at=NOW,
            steps=(StockStep(cent, 3, 1),),
        ),
        rows=(StockRow(cent, 3, shipping_available=True),),
    )


def test_a_market_of_sales_is_read_in_full() -> None:
    report = sold(SOLD_ROW)
    paid = Decimal("0.6384")
    assert report.rows == (SoldRow(paid, 1, "UK", "US", 1_785_974_302_797),)
    assert report.market.steps == (SoldStep("2026-08-03", 1, 1, paid, paid, paid),)


def test_a_market_without_offers_is_none_and_never_free() -> None:
    report = stock(min_price="0.0000", unit_quantity=0, total_quantity=0, price_detail=[])
    assert (report.market.lots, report.market.pieces, report.market.steps) == (0, 0, ())
    assert {report.market.min, report.market.average, report.market.piece_average, report.market.max} == {
        None
    }


def test_a_market_without_its_rows_has_no_median() -> None:
    report = stock(price_detail=None)
    assert (report.market.median, report.market.steps, report.market.lots) == (None, (), 1)


@pytest.mark.parametrize(
    ("row", "shipping"),
    [
        ({"shipping_available": "true"}, True),
        ({"shipping_available": "N"}, False),
        ({"shipping_available": None}, None),
    ],
)
def test_shipping_may_be_said_in_several_ways(row: dict[str, Any], shipping: bool | None) -> None:
    assert stock(price_detail=[STOCK_ROW | row]).rows == (StockRow(Decimal("0.0525"), 3, shipping),)


def test_the_misspelt_quantity_counts_where_the_right_one_is_missing() -> None:
    assert stock(price_detail=[{"unit_price": "1", "qunatity": "7"}]).rows[0].quantity == 7
    assert stock(price_detail=[{"unit_price": "1", "quantity": 0, "qunatity": 7}]).rows == ()
    assert refusal(lambda: stock(price_detail=[{"unit_price": "1"}])) == "unreadable"


def test_a_sale_with_an_odd_date_or_country_is_kept_without_it() -> None:
    report = sold(SOLD_ROW | {"date_ordered": "9999-12-31T00:00:00Z", "buyer_country_code": "<b>"})
    assert report.rows == (SoldRow(Decimal("0.6384"), 1, "UK", None, None),)


@pytest.mark.parametrize(
    "changes",
    [
        {"item": {"no": "3002", "type": "PART"}},
        {"item": {"no": "3001", "type": "SET"}},
        {"new_or_used": "U"},
        {"currency_code": "EUR"},
    ],
)
def test_another_market_is_not_taken_for_the_one_asked_for(changes: dict[str, Any]) -> None:
    assert refusal(lambda: stock(**changes)) == "wrong_item"


@pytest.mark.parametrize(
    "changes",
    [
        {"min_price": "NaN"},
        {"max_price": "Infinity"},
        {"avg_price": "-0.01"},
        {"max_price": "1e30"},
        {"unit_quantity": -1},
        {"total_quantity": 10**30},
        {"unit_quantity": None},
        {"price_detail": [STOCK_ROW | {"unit_price": "sNaN"}]},
        {"price_detail": [STOCK_ROW | {"quantity": -3}]},
        {"item": None},
    ],
)
def test_impossible_figures_are_unreadable(changes: dict[str, Any]) -> None:
    assert refusal(lambda: stock(**changes)) == "unreadable"


@given(
    st.dictionaries(st.sampled_from([*price(), *STOCK_ROW, *SOLD_ROW]), JSON),
    st.sampled_from([NEW_STOCK, NEW_SOLD]),
)
def test_arbitrary_changes_are_read_or_refused(changes: dict[str, Any], quarter: Quarter) -> None:
    row = STOCK_ROW | SOLD_ROW | changes
    for value in (price(**changes), price(price_detail=[row, SOLD_ROW])):
        only_refused(lambda data: market_report(data, quarter, "3001", USD, NOW), json.dumps(value).encode())


@recorded
def test_the_recorded_sales_are_read() -> None:
    report = market_report(data_of("price-3006-sold-N-2017.json"), NEW_SOLD, "3006", USD, 1_487_900_000_000)
    assert (report.market.lots, report.market.pieces) == (978, 14810)
    assert report.market.piece_average == Decimal("0.3653")
    assert [step.week for step in report.market.steps if isinstance(step, SoldStep)] == ["2017-02-13"]


@recorded
def test_the_recorded_market_without_sales_is_none() -> None:
    report = market_report(data_of("price-zero-sales-sold-U.json"), USED_SOLD, "98138pb014", USD, NOW)
    assert (report.market.lots, report.market.pieces, report.market.steps) == (0, 0, ())
    assert {report.market.min, report.market.average, report.market.piece_average, report.market.max} == {
        None
    }


@recorded
def test_the_recorded_market_of_a_set_is_refused() -> None:
    data = data_of("price-42100-1-stock-U-EUR.json")
    assert refusal(lambda: market_report(data, USED_STOCK, "42100-1", PriceTerms("EUR"), NOW)) == "wrong_item"
    as_part = json.loads(data) | {"item": {"no": "42100-1", "type": "PART"}}
    report = market_report(as_json(as_part), USED_STOCK, "42100-1", PriceTerms("EUR"), NOW)
    assert report.market.median == Decimal("337.4950")


@recorded
def test_the_manuals_price_details_are_read() -> None:
    stocked, bought = (
        json.loads((RECORDINGS / f"doc-price-detail-{kind}.json").read_text()) for kind in ("stock", "sold")
    )
    assert stock(price_detail=[stocked]).rows == (StockRow(Decimal("96.0440"), 2, shipping_available=True),)
    assert sold(bought).rows == (SoldRow(Decimal("98.2618"), 1, "CZ", "HK", 1_388_415_541_850),)


@recorded
def test_every_recording_is_known() -> None:
    """A new one fails here until somebody says what it means."""
    names = {path.stem for path in RECORDINGS.glob("*.json")}
    assert names == {
        "colors-list-2019",
        "doc-known-color",
        "doc-price-detail-sold",
        "doc-price-detail-stock",
        "error-400-parameter-invalid-color",
        "error-401-token-ip-mismatched-http200",
        "error-500-invalid-endpoint-uri-http200",
        "item-PART-4276a",
        "item-SET-10030-1",
        "item-not-found-200-empty-data",
        "price-3006-sold-N-2017",
        "price-42100-1-stock-U-EUR",
        "price-zero-sales-sold-U",
    }
