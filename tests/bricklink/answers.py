"""Answers in the shapes that BrickLink sends, and the folder of published recordings."""

import json
from pathlib import Path
from typing import Any

import pytest

RECORDINGS = Path(__file__).parents[2].parent / "shared" / "recordings"
recorded = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the published recordings are not part of the project"
)

PART = {
    "no": "4276a",
    "name": "Hinge Plate 1 x 2 &#40;2 Fingers&#41;",
    "type": "PART",
    "category_id": 22,
    "image_url": "//img.bricklink.com/PL/4276a.jpg",
    "thumbnail_url": "//img.bricklink.com/P/9/4276a.jpg",
    "weight": "0.42",
    "dim_x": "1.00",
    "dim_y": "2.00",
    "dim_z": "0.00",
    "year_released": 1981,
    "is_obsolete": False,
}

STOCK_ROW = {"quantity": 3, "qunatity": 3, "unit_price": "0.0525", "shipping_available": True}
SOLD_ROW = {
    "quantity": 1,
    "unit_price": "0.6384",
    "seller_country_code": "UK",
    "buyer_country_code": "US",
    "date_ordered": "2026-08-05T23:58:22.797Z",
}


def price(**changes: Any) -> dict[str, Any]:
    """A market of 3001 in new condition and US dollars, one lot of 3."""
    return {
        "item": {"no": "3001", "type": "PART"},
        "new_or_used": "N",
        "currency_code": "USD",
        "min_price": "0.0525",
        "max_price": "0.0525",
        "avg_price": "0.0525",
        "qty_avg_price": "0.0525",
        "unit_quantity": 1,
        "total_quantity": 3,
        "price_detail": [STOCK_ROW],
    } | changes


def envelope(data: Any, code: Any = 200, message: Any = "OK", description: Any = "OK") -> bytes:
    return json.dumps(
        {"meta": {"description": description, "message": message, "code": code}, "data": data}
    ).encode()


def failed(code: Any, message: Any, description: Any = None) -> bytes:
    """An envelope without data."""
    return json.dumps({"meta": {"description": description, "message": message, "code": code}}).encode()


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


def data_of(name: str) -> bytes:
    """What stands under `data` in a recording."""
    return as_json(json.loads((RECORDINGS / name).read_text())["data"])
