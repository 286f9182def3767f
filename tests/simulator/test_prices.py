"""Price guides: exact figures, honest emptiness, and the parameters that BrickLink does and does not check."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from freshbrick.simulator import World
from freshbrick.simulator.prices import Ask, price_guide
from simulator.customer import Customer
from support.clock import VirtualClock

DAY = 86_400_000
SOLD = "/items/part/3001/price?color_id=5&guide_type=sold&new_or_used=U&currency_code=USD&vat=N"
STOCK = "/items/part/3001/price?color_id=5&guide_type=stock&new_or_used=N&currency_code=USD&vat=N"


def figures(guide: dict[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    return Decimal(guide["min_price"]), Decimal(guide["avg_price"]), Decimal(guide["max_price"])


async def test_statistics_follow_from_the_rows(customer: Customer) -> None:
    guide = await customer.data(SOLD)
    rows = guide["price_detail"]
    prices = [Decimal(row["unit_price"]) for row in rows]
    assert guide["item"] == {"no": "3001", "type": "PART"}
    assert (guide["new_or_used"], guide["currency_code"]) == ("U", "USD")
    assert guide["unit_quantity"] == len(rows)
    assert guide["total_quantity"] == sum(row["quantity"] for row in rows)
    assert figures(guide)[::2] == (min(prices), max(prices))
    exact = sum(prices) / len(prices)
    assert exact <= figures(guide)[1] < exact + Decimal("0.0001")


async def test_every_price_has_four_decimals(customer: Customer) -> None:
    guide = await customer.data(STOCK)
    prices = [guide[name] for name in ("min_price", "max_price", "avg_price", "qty_avg_price")]
    for price in prices + [row["unit_price"] for row in guide["price_detail"]]:
        assert len(price.partition(".")[2]) == 4


async def test_a_common_part_has_hundreds_of_rows_from_the_last_six_months(customer: Customer) -> None:
    rows = (await customer.data(SOLD))["price_detail"]
    assert len(rows) > 100
    assert rows == sorted(rows, key=lambda row: row["date_ordered"])
    assert rows[0]["date_ordered"] < "2025-12-20"
    assert rows[-1]["date_ordered"] <= "2026-05-28T20:26:40.000Z"
    assert {"seller_country_code", "buyer_country_code"} <= rows[0].keys()


async def test_nothing_was_sold_in_the_future(customer: Customer, clock: VirtualClock) -> None:
    clock.step(-clock.now() % DAY - DAY + 3_600_000)
    now = datetime.fromtimestamp(clock.now() / 1000, UTC).isoformat()
    for no in (3001, 3002, 3003, 3004, 3005, 3010):
        guide = await customer.data(f"/items/part/{no}/price?color_id=5&guide_type=sold")
        assert all(row["date_ordered"] < now for row in guide["price_detail"])


async def test_stock_rows_misspell_quantity(customer: Customer) -> None:
    row = (await customer.data(STOCK))["price_detail"][0]
    assert row["qunatity"] == row["quantity"]
    assert row["shipping_available"] in {True, False, "true", "false"}


async def test_a_market_without_offers_is_all_zero(customer: Customer) -> None:
    guide = await customer.data("/items/part/973/price?color_id=11&new_or_used=U&currency_code=USD")
    assert {guide["min_price"], guide["max_price"], guide["avg_price"], guide["qty_avg_price"]} == {"0.0000"}
    assert (guide["unit_quantity"], guide["total_quantity"], guide["price_detail"]) == (0, 0, [])


async def test_some_markets_of_known_colors_are_empty_too(customer: Customer) -> None:
    sizes = [
        (await customer.data(f"/items/part/{no}/price?color_id=11&guide_type={market}"))["unit_quantity"]
        for no in (3001, 3002, 3003, 3004, 3005, 3008, 3009, 3010, 3020, 3021, 3022, 3023, 3024, 3040)
        for market in ("stock", "sold")
    ]
    assert 0 < sizes.count(0) < len(sizes) / 4


async def test_the_same_moment_gives_the_same_prices_in_any_process(clock: VirtualClock) -> None:
    def guide(seed: int) -> object:
        world = World(seed)
        return price_guide(seed, world.part("3001"), Ask(5, "stock", "N", "USD", "N"), clock.now())

    assert guide(1) == guide(1)
    assert guide(1) != guide(2)


async def test_offers_drift_within_minutes(customer: Customer, clock: VirtualClock) -> None:
    before = figures(await customer.data(STOCK))[1]
    clock.advance(150_000)
    after = figures(await customer.data(STOCK))[1]
    assert after != before
    assert abs(after - before) < before / 10


async def test_what_was_sold_stays_sold(customer: Customer, clock: VirtualClock) -> None:
    before = (await customer.data(SOLD))["price_detail"]
    clock.advance(3 * DAY)
    after = (await customer.data(SOLD))["price_detail"]
    kept = [row for row in before if row["date_ordered"] > "2026-01-01"]
    assert [row for row in after if "2026-01-01" < row["date_ordered"] <= before[-1]["date_ordered"]] == kept
    assert after[-1]["date_ordered"] > before[-1]["date_ordered"]


async def test_without_a_currency_it_is_the_accounts_own(customer: Customer) -> None:
    guide = await customer.data("/items/part/3001/price?color_id=5")
    assert guide["currency_code"] == "EUR"


async def test_prices_are_converted(customer: Customer) -> None:
    dollars = figures(await customer.data(STOCK))[1]
    yen = figures(await customer.data(STOCK.replace("USD", "JPY")))[1]
    assert yen > dollars * 100


async def test_vat_makes_it_dearer(customer: Customer) -> None:
    without, with_vat, norway = [
        figures(await customer.data(STOCK.replace("vat=N", f"vat={vat}")))[1] for vat in "NYO"
    ]
    assert without < with_vat < norway


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("color_id", "400000000000000000"),
        ("color_id", "red"),
        ("color_id", "-1"),
        ("vat", "maybe"),
        ("guide_type", "both"),
        ("new_or_used", "X"),
        ("currency_code", "XYZ"),
    ],
)
async def test_a_bad_parameter_is_refused(customer: Customer, parameter: str, value: str) -> None:
    reply = await customer.get(f"/items/part/3001/price?{parameter}={value}")
    assert reply.status_code == 400
    assert reply.json() == {
        "meta": {
            "description": f"Unparseable data [{value}] for [{parameter}].",
            "message": "PARAMETER_MISSING_OR_INVALID",
            "code": 400,
        },
        "data": {},
    }


async def test_a_region_has_fewer_offers_and_a_nonsense_region_has_all(customer: Customer) -> None:
    everywhere = await customer.data(STOCK)
    europe = await customer.data(STOCK + "&region=europe")
    assert 0 < europe["unit_quantity"] < everywhere["unit_quantity"]
    assert await customer.data(STOCK + "&region=atlantis") == everywhere


async def test_the_united_kingdom_is_uk(customer: Customer) -> None:
    sellers = {
        row["seller_country_code"] for row in (await customer.data(SOLD + "&country_code=UK"))["price_detail"]
    }
    assert sellers == {"UK"}
    assert (await customer.data(SOLD + "&country_code=GB"))["unit_quantity"] == 0


async def test_region_and_country_exclude_each_other(customer: Customer) -> None:
    meta = await customer.meta(STOCK + "&region=europe&country_code=DE")
    assert meta["message"] == "PARAMETER_MISSING_OR_INVALID"
