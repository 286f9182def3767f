"""What the simulator sends has the shape of what was recorded from BrickLink."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from freshbrick.simulator import DEFAULT_CREDENTIALS, Fault, Simulator
from simulator.customer import Customer

RECORDINGS = Path(__file__).parents[3] / "shared/recordings"

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the recordings lie beside the checkout, if at all"
)


@pytest.fixture
def recorded() -> Callable[[str], Any]:
    return lambda name: json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))


def types(value: dict[str, Any]) -> dict[str, type]:
    return {name: type(field) for name, field in value.items()}


async def test_a_part(customer: Customer, recorded: Callable[[str], Any]) -> None:
    real, ours = recorded("item-PART-4276a"), (await customer.get("/items/part/4276a")).json()
    assert ours["meta"] == real["meta"]
    assert types(ours["data"]).items() >= types(real["data"]).items()
    told = ("no", "name", "type", "category_id", "image_url", "year_released", "is_obsolete")
    assert {name: ours["data"][name] for name in told} == {name: real["data"][name] for name in told}


async def test_colors(customer: Customer, recorded: Callable[[str], Any]) -> None:
    real, ours = recorded("colors-list-2019")["data"], await customer.data("/colors")
    assert types(ours[0]) == types(real[0])
    same = {color["color_id"]: color["color_type"] for color in real if color["color_type"] != "BrickArms"}
    for color in ours:
        assert color["color_type"] == same.get(color["color_id"], color["color_type"])


async def test_sold_and_stock_guides(customer: Customer, recorded: Callable[[str], Any]) -> None:
    for market, name in (("sold", "price-3006-sold-N-2017"), ("stock", "price-42100-1-stock-U-EUR")):
        real = recorded(name)["data"]
        guides = [
            await customer.data(f"/items/part/{no}/price?color_id=5&guide_type={market}")
            for no in (3001, 3004, 3006)
        ]
        for ours in guides:
            assert types(ours) == types(real)
            assert ours["item"].keys() == real["item"].keys()
        assert real["price_detail"][0].keys() in [
            row.keys() for ours in guides for row in ours["price_detail"]
        ]


async def test_a_market_without_sales(customer: Customer, recorded: Callable[[str], Any]) -> None:
    real = recorded("price-zero-sales-sold-U")["data"]
    path = "/items/part/973/price?color_id=11&guide_type=sold&new_or_used=U&currency_code=USD"
    assert await customer.data(path) == real | {"item": {"no": "973", "type": "PART"}}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/items/part/99999x", "item-not-found-200-empty-data"),
        ("/no/such/address", "error-500-invalid-endpoint-uri-http200"),
        ("/items/part/3001/price?color_id=400000000000000000", "error-400-parameter-invalid-color"),
    ],
)
async def test_problems(customer: Customer, recorded: Callable[[str], Any], path: str, name: str) -> None:
    assert (await customer.get(path)).json() == recorded(name)


async def test_a_refused_token(
    customer: Customer, simulator: Simulator, recorded: Callable[[str], Any]
) -> None:
    simulator.faults.add(Fault(kind="token_refused"))
    ours = (await customer.get("/colors")).text.replace(DEFAULT_CREDENTIALS.consumer_key, "0" * 32)
    assert json.loads(ours) == recorded("error-401-token-ip-mismatched-http200")
