"""Lots over HTTP: two people on one server, by token and by cookie."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from api.site import Site
from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import add_person, find_person, remove_person
from freshbrick.accounts.tokens import create_token
from freshbrick.model.clock import SECOND
from support.inventory import save_guide

LOTS = "/api/inventory/lots"
LOT = {"partNumber": "3001", "colorId": 11, "condition": "new", "quantity": 4}


async def by_token(site: Site) -> httpx2.AsyncClient:
    return await site.client(authorization=f"Bearer {site.tokens['Ben']}")


async def by_cookie(site: Site) -> httpx2.AsyncClient:
    account = await site.database.read(find_person, "Ben")
    link = (await site.database.write(create_link, account.id)).reveal()
    browser = await site.client(origin=site.url)
    assert (await browser.post("/api/session", json={"link": link})).status_code == 200
    return browser


@pytest.fixture(params=[by_token, by_cookie])
async def ben(site: Site, request: pytest.FixtureRequest) -> httpx2.AsyncClient:
    sign_in: Callable[[Site], Awaitable[httpx2.AsyncClient]] = request.param
    return await sign_in(site)


async def add(http: httpx2.AsyncClient, **fields: object) -> dict[str, Any]:
    answer = await http.post(LOTS, json={**LOT, **fields})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_lot_is_added_shown_changed_and_removed(site: Site) -> None:
    lot = await add(site.http, price="0.0550")
    assert lot.items() >= {**LOT, "price": "0.0550", "currency": "USD", "guide": None}.items()
    path = f"{LOTS}/{lot['id']}"
    assert (await site.http.get(path)).json() == lot
    changed = await site.http.patch(path, json={"quantity": 3, "price": None})
    assert (changed.status_code, changed.json()) == (
        200,
        {**lot, "quantity": 3, "price": None, "currency": None},
    )
    removed = await site.http.delete(path)
    assert (removed.status_code, removed.content) == (204, b"")
    assert (await site.http.get(path)).json()["code"] == "not_found"


async def test_the_list_says_what_all_is_worth(site: Site) -> None:
    await site.database.write(save_guide, price="0.0525")
    await site.save("3001")
    lot = await add(site.http, quantity=100, price="0.05")
    told = (await site.http.get(LOTS)).json()
    assert told["totals"] == {
        "lots": 1,
        "pieces": 100,
        "currency": "USD",
        "yours": "5.0000",
        "market": "5.2500",
        "withoutPrice": 0,
        "inOtherCurrencies": 0,
        "withoutGuide": 0,
    }
    assert lot["suggested"] == {"price": "0.0525", "source": "sold"}
    assert told["items"] == [{name: lot[name] for name in lot if name != "suggested"}]
    assert told["items"][0]["guide"] == {"price": "0.0525", "fetchedAt": site.clock.now()}


async def test_the_list_is_read_a_page_at_a_time_and_known_by_its_etag(site: Site) -> None:
    first, second = await add(site.http), await add(site.http)
    page = await site.http.get(LOTS, params={"limit": "1"})
    assert [lot["id"] for lot in page.json()["items"]] == [first["id"]]
    rest = await site.http.get(LOTS, params={"cursor": page.json()["nextCursor"]})
    assert [lot["id"] for lot in rest.json()["items"]] == [second["id"]]
    held = {"if-none-match": page.headers["etag"]}
    again = await site.http.get(LOTS, params={"limit": "1"}, headers=held)
    assert (again.status_code, again.content) == (304, b"")
    assert "Authorization" in page.headers["vary"]
    assert "private" in page.headers["cache-control"]


async def test_a_lot_may_ask_for_the_suggested_price(site: Site) -> None:
    await site.database.write(save_guide, price="0.0525")
    answer = await site.http.post(LOTS, params={"price": "suggested"}, json=LOT)
    assert answer.json()["price"] == "0.0525"


WRONG: dict[str, tuple[Any, ...]] = {
    "price": (0.05, 5, "cheap", ""),
    "quantity": ("4", 1.5, -1, None),
    "condition": ("mint", None),
    "colorId": (True, "11"),
    "part number": ("", "no spaces"),
    "remarks": ("a\nb", 1),
    "currency": ("EUR",),
    "personId": (2,),
    "id": (7,),
}


async def test_a_wrong_field_is_named_and_nothing_is_written(site: Site) -> None:
    lot = await add(site.http)
    for named, values in WRONG.items():
        field = "partNumber" if named == "part number" else named
        for value in values:
            added = await site.http.post(LOTS, json={**LOT, field: value})
            changed = await site.http.patch(f"{LOTS}/{lot['id']}", json={field: value})
            for answer in (added, changed):
                assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), (field, value)
                assert named in answer.json()["detail"]
    assert (await site.http.get(LOTS)).json()["items"] == [{n: v for n, v in lot.items() if n != "suggested"}]


async def test_a_wrong_parameter_is_named(site: Site) -> None:
    for query in ("limit=0", "limit=1001", "cursor=x", "cursor=", "price=suggested"):
        answer = await site.http.get(f"{LOTS}?{query}")
        assert answer.status_code == 400, query
        assert query.partition("=")[0] in answer.json()["detail"]


class TestTwoPeople:
    async def test_neither_finds_what_is_the_others(self, site: Site, ben: httpx2.AsyncClient) -> None:
        lot = await add(site.http, remarks="secret")
        path = f"{LOTS}/{lot['id']}"
        nowhere = await ben.get(f"{LOTS}/999")
        for method, body in (("GET", None), ("PATCH", {"quantity": 0}), ("PATCH", {}), ("DELETE", None)):
            answer = await ben.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
            assert answer.json()["detail"] == nowhere.json()["detail"].replace("999", str(lot["id"]))
        assert (await site.http.get(path)).json() == lot

    async def test_the_kept_list_of_one_is_never_answered_to_the_other(
        self, site: Site, ben: httpx2.AsyncClient
    ) -> None:
        await add(site.http, remarks="secret")
        hers = await site.http.get(LOTS)
        his = await ben.get(LOTS, headers={"if-none-match": hers.headers["etag"]})
        assert (his.status_code, his.json()["items"]) == (200, [])
        assert his.headers["etag"] != hers.headers["etag"]
        own = await add(ben)
        site.clock.advance(SECOND)
        assert [lot["id"] for lot in (await ben.get(LOTS)).json()["items"]] == [own["id"]]
        assert (await site.http.get(LOTS)).json() == hers.json()

    async def test_a_cursor_leads_to_nobody_elses_lots(self, site: Site, ben: httpx2.AsyncClient) -> None:
        for _ in range(3):
            await add(site.http)
        assert (await ben.get(LOTS, params={"cursor": "0"})).json()["items"] == []

    async def test_an_inventory_to_refresh_is_the_askers(self, site: Site, ben: httpx2.AsyncClient) -> None:
        await add(site.http, partNumber="3001")
        await add(ben, partNumber="3002")
        asked = await ben.post("/api/catalog/refresh", json={"of": "inventory"})
        assert (asked.json()["enqueued"], asked.json()["calls"]) == (2, 5)
        keys = {item["key"] for item in (await site.http.get("/api/outbox")).json()["items"]}
        assert keys == {"3002", "3002/11"}

    async def test_who_is_removed_is_shut_out_and_whoever_comes_next_starts_empty(
        self, site: Site, ben: httpx2.AsyncClient
    ) -> None:
        lot = await add(ben)
        await site.database.write(remove_person, "Ben")
        assert (await ben.get(LOTS)).status_code == 401
        account = await site.database.write(add_person, "Cid")
        token = (await site.database.write(create_token, account.id, "tests")).reveal()
        cid = await site.client(authorization=f"Bearer {token}")
        assert (await cid.get(LOTS)).json()["totals"]["lots"] == 0
        assert (await cid.get(f"{LOTS}/{lot['id']}")).status_code == 404
