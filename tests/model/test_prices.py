from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshbrick.model.prices import (
    QUARTERS,
    PriceGuide,
    PriceTerms,
    SoldMarket,
    SoldRow,
    SoldStep,
    StockRow,
    StockStep,
    median,
    sold_steps,
    stock_steps,
)

NOW = 1_786_000_000_000  # 2026-08-06, a Thursday
DAY = 86_400_000

prices = st.decimals(min_value=0, max_value=1_000_000, places=4)
pieces = st.integers(1, 1_000_000)
stock_rows = st.lists(st.builds(StockRow, prices, pieces, st.none()), max_size=100)
sold_rows = st.lists(
    st.builds(
        SoldRow,
        prices,
        pieces,
        st.none(),
        st.none(),
        st.none() | st.integers(NOW - 300 * DAY, NOW + 30 * DAY),
    ),
    max_size=100,
)


def offer(price: str, quantity: int = 1) -> StockRow:
    return StockRow(Decimal(price), quantity, None)


def sale(day: str, price: str = "1", quantity: int = 1) -> SoldRow:
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return SoldRow(Decimal(price), quantity, None, None, int(at.timestamp()) * 1000)


def test_there_are_four_quarters_in_a_fixed_order() -> None:
    assert [" ".join(quarter) for quarter in QUARTERS] == ["new stock", "new sold", "used stock", "used sold"]


def test_prices_are_not_asked_for_by_region_and_country_at_once() -> None:
    with pytest.raises(ValueError, match="not by both"):
        PriceTerms("USD", region="europe", country="NL")


@pytest.mark.parametrize(
    ("rows", "middle"),
    [
        ([], None),
        ([offer("2")], "2.0000"),
        ([offer("1"), offer("2")], "1.5000"),
        ([offer("0.01", 10_000), offer("5"), offer("6"), offer("7")], "0.0100"),
        ([offer("3", 2), offer("1", 2)], "2.0000"),
        ([offer("0.0001"), offer("0.0002")], "0.0002"),
    ],
)
def test_the_median_is_the_price_of_the_middle_piece(rows: list[StockRow], middle: str | None) -> None:
    assert (str(median(rows)) if middle else median(rows)) == middle


@given(st.lists(st.builds(StockRow, prices, st.integers(1, 20), st.none()), min_size=1))
def test_the_median_is_that_of_all_pieces_in_a_row(rows: list[StockRow]) -> None:
    every = sorted(row.unit_price for row in rows for _ in range(row.quantity))
    middle = (every[(len(every) - 1) // 2] + every[len(every) // 2]) / 2
    assert median(rows) == middle.quantize(Decimal("0.0001"))


def test_lots_at_one_price_are_one_step() -> None:
    assert stock_steps([offer("2", 5), offer("1", 3), offer("2.0", 4)]) == (
        StockStep(Decimal(1), 3, 1),
        StockStep(Decimal(2), 9, 2),
    )


def test_up_to_24_prices_stay_as_they_are() -> None:
    steps = stock_steps([offer(str(price)) for price in range(24)])
    assert [step.price for step in steps] == list(range(24))


def test_more_prices_are_merged_at_their_average_over_the_pieces() -> None:
    steps = stock_steps([offer(str(price), price) for price in range(1, 49)])
    assert len(steps) == 24
    assert steps[0] == StockStep(Decimal("1.6667"), 3, 2)


@given(stock_rows)
def test_stock_steps_keep_every_piece_and_lot_in_ascending_order(rows: list[StockRow]) -> None:
    steps = stock_steps(rows)
    assert len(steps) == min(24, len({row.unit_price for row in rows}))
    assert sum(step.pieces for step in steps) == sum(row.quantity for row in rows)
    assert sum(step.lots for step in steps) == len(rows)
    assert all(cheaper.price < dearer.price for cheaper, dearer in pairwise(steps))


def test_a_week_begins_on_monday_in_utc() -> None:
    steps = sold_steps(
        [sale("2026-08-03T00:00:00", "1", 3), sale("2026-08-02T23:59:59", "9"), sale("2026-08-06", "2")], NOW
    )
    assert steps == (
        SoldStep("2026-07-27", 1, 1, Decimal(9), Decimal(9), Decimal(9)),
        SoldStep("2026-08-03", 2, 4, Decimal(1), Decimal("1.25"), Decimal(2)),
    )


def test_27_weeks_count_this_one_included() -> None:
    steps = sold_steps([sale("2026-02-01"), sale("2026-02-02"), sale("2026-08-10"), sale("1999-01-01")], NOW)
    assert [step.week for step in steps] == ["2026-02-02"]


@given(sold_rows)
def test_sold_steps_keep_every_piece_of_their_weeks_in_order(rows: list[SoldRow]) -> None:
    steps = sold_steps(rows, NOW)
    weeks = [date.fromisoformat(step.week) for step in steps]
    assert len(steps) <= 27
    assert weeks == sorted(set(weeks))
    assert all(week.weekday() == 0 for week in weeks)
    until = int(datetime(2026, 8, 10, tzinfo=UTC).timestamp()) * 1000
    counted = [
        row for row in rows if row.date_ordered is not None and until - 189 * DAY <= row.date_ordered < until
    ]
    assert sum(step.sales for step in steps) == len(counted)
    assert sum(step.pieces for step in steps) == sum(row.quantity for row in counted)
    assert all(step.min <= step.piece_average <= step.max for step in steps)


@given(st.datetimes(min_value=datetime(1970, 1, 5), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - naive, made UTC below
def test_every_day_falls_into_its_calendar_week(when: datetime) -> None:
    at = int(when.replace(tzinfo=UTC).timestamp()) * 1000
    (step,) = sold_steps([SoldRow(Decimal(1), 1, None, None, at)], at)
    assert step.week == (when.date() - timedelta(days=when.weekday())).isoformat()


def test_a_price_guide_on_the_wire_has_null_for_no_market() -> None:
    one = Decimal("0.0525")
    market = SoldMarket(
        lots=1,
        pieces=2,
        min=one,
        average=one,
        piece_average=one,
        median=one,
        max=one,
        fetched_at=NOW,
        steps=(SoldStep("2026-08-03", 1, 2, one, one, one),),
    )
    guide = PriceGuide(
        part_number="3001",
        color_id=11,
        currency="USD",
        vat="without",
        region=None,
        new_stock=None,
        new_sold=market,
        used_stock=None,
        used_sold=None,
    )
    wire = msgspec.json.decode(msgspec.json.encode(guide))
    assert wire == {
        "partNumber": "3001",
        "colorId": 11,
        "currency": "USD",
        "vat": "without",
        "region": None,
        "newStock": None,
        "newSold": wire["newSold"],
        "usedStock": None,
        "usedSold": None,
    }
    step = {
        "week": "2026-08-03",
        "sales": 1,
        "pieces": 2,
        "min": "0.0525",
        "pieceAverage": "0.0525",
        "max": "0.0525",
    }
    prices = dict.fromkeys(("min", "average", "pieceAverage", "median", "max"), "0.0525")
    assert wire["newSold"] == {"lots": 1, "pieces": 2, "fetchedAt": NOW, "steps": [step], **prices}
