"""The lists of colors and categories, and the rows behind a price guide."""

from decimal import Decimal
from typing import Any

import pytest

from api.site import Site
from freshbrick.model.parts import NOT_APPLICABLE, Category, Color
from freshbrick.model.prices import MarketReport, Quarter, StockRow
from freshbrick.store import price_guides, reference

DETAILS = "/api/catalog/parts/3001/colors/11/price-guide/details"
NEW_STOCK = {"condition": "new", "market": "stock"}


async def save_rows(site: Site, count: int) -> None:
    rows = tuple(StockRow(Decimal(n) / 1000, n, shipping_available=None) for n in range(1, count + 1))
    report = MarketReport(site.clock.now(), None, rows)
    await site.database.write(
        price_guides.save, "3001", 11, Quarter("new", "stock"), report, site.policy.terms, 1
    )


async def page(site: Site, **query: str) -> dict[str, Any]:
    answer = await site.http.get(DETAILS, params={**NEW_STOCK, **query})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_the_rows_come_in_pages_of_a_hundred(site: Site) -> None:
    await save_rows(site, 250)
    cursor, seen, pages = None, [], 0
    while pages == 0 or (cursor is not None and pages < 5):
        told = await page(site, **({"cursor": cursor} if cursor else {}))
        assert told["total"] == 250
        seen += [row["quantity"] for row in told["items"]]
        cursor, pages = told["nextCursor"], pages + 1
    assert (seen, pages) == (list(range(1, 251)), 3)
    assert (await page(site))["items"][0]["unitPrice"] == "0.001"


async def test_a_full_last_page_ends_the_list(site: Site) -> None:
    await save_rows(site, 100)
    told = await page(site)
    assert (len(told["items"]), told["nextCursor"]) == (100, None)


async def test_an_empty_market_has_no_rows_and_an_unknown_one_is_not_found(site: Site) -> None:
    await save_rows(site, 0)
    assert (await page(site))["items"] == []
    answer = await site.http.get(DETAILS, params={"condition": "used", "market": "stock"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("market=stock", "condition"),
        ("condition=new", "market"),
        ("condition=old&market=stock", "condition"),
        ("condition=new&market=stock&cursor=-1", "cursor"),
        ("condition=new&market=stock&cursor=1e3", "cursor"),
        ("condition=new&market=stock&cursor=", "cursor"),
        ("condition=new&market=stock&page=2", "page"),
    ],
)
async def test_a_wrong_parameter_is_named(site: Site, query: str, named: str) -> None:
    answer = await site.http.get(f"{DETAILS}?{query}")
    assert answer.status_code == 400
    assert named in answer.json()["detail"]
    assert DETAILS not in answer.json()["detail"]


async def test_the_lists_say_how_fresh_they_are(site: Site) -> None:
    for name in ("colors", "categories"):
        told = (await site.http.get(f"/api/catalog/{name}")).json()
        assert (told["status"], told["data"]) == ("missing", None)
    await site.database.write(reference.save_colors, [Color(11, "Black", "212121", "Solid"), NOT_APPLICABLE])
    await site.database.write(reference.save_categories, [Category(5, "Brick", None)])
    colors = (await site.http.get("/api/catalog/colors")).json()
    assert colors["status"] == "fresh"
    assert colors["data"][1] == {"colorId": 11, "name": "Black", "hexCode": "212121", "type": "Solid"}
    categories = await site.http.get("/api/catalog/categories")
    assert categories.json()["data"] == [{"categoryId": 5, "name": "Brick", "parentId": None}]
    again = await site.http.get(
        "/api/catalog/categories", headers={"if-none-match": categories.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
