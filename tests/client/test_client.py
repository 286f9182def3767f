"""The client as a program uses it, against a small real server."""

import asyncio
import subprocess
import sys
from contextlib import aclosing
from decimal import Decimal
from typing import Any

import pytest

import freshbrick
from freshbrick import Client, ClientError
from support.shop import BRICK, STATUS, TOKEN, Shop, answer

PART = "/api/catalog/parts/3001"
LOTS = "/api/inventory/lots"
GUIDE = {"partNumber": "3001", "colorId": 11, "currency": "EUR", "vat": "with", "region": None}
MARKETS = dict.fromkeys(("newStock", "newSold", "usedStock", "usedSold"))
TOTALS = {
    "lots": 3,
    "pieces": 12,
    "currency": "EUR",
    "yours": "0.6",
    "market": "0.72",
    "withoutPrice": 1,
    "inOtherCurrencies": 0,
    "withoutGuide": 1,
}
COLOR = {"colorId": 11, "name": "Black", "hexCode": "212121", "type": "Solid", "quantity": 4}


async def test_what_it_reads_has_types(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "stale")
    shop.answers[f"{PART}/colors"] = answer([COLOR], "fresh")
    shop.answers[f"{PART}/colors/11/price-guide"] = answer(GUIDE | MARKETS, "fresh")
    shop.answers["/api/status"] = STATUS
    shop.answers["/api/outbox"] = {"items": []}
    async with Client(shop.url, TOKEN) as client:
        part = await client.get_part("3001")
        assert (part.status, part.data and part.data.name) == ("stale", "Brick 2 x 4")
        colors = await client.get_part_colors("3001")
        assert [color.name for color in colors.data or ()] == ["Black"]
        guide = await client.get_price_guide("3001", 11)
        assert guide.data is not None
        assert guide.data.currency == "EUR"
        assert (await client.get_status()).quota.remaining == 7
        assert (await client.get_outbox("failed", 5)).items == []
    assert shop.asks == [], "reading asks BrickLink for nothing"


def lot(lot_id: int, **more: Any) -> dict[str, Any]:
    part = {"partNumber": "3001", "name": "Brick 2 x 4", "colorId": 5, "colorName": "Red", "hexCode": None}
    kept = {"condition": "new", "quantity": 4, "price": "0.05", "currency": "EUR", "remarks": None}
    rest = {"storage": "A1", "createdAt": 1, "updatedAt": 2, "guide": {"price": "0.06", "fetchedAt": 3}}
    return {"id": lot_id, **part, **kept, **rest, **more}


async def test_lots_are_read_to_the_last_page_with_the_totals_of_all(shop: Shop) -> None:
    shop.answers[LOTS] = {"items": [lot(1)], "totals": TOTALS, "nextCursor": "1"}
    shop.answers[f"{LOTS}?cursor=1"] = {"items": [lot(2)], "totals": None, "nextCursor": "2"}
    shop.answers[f"{LOTS}?cursor=2"] = {"items": [lot(3)], "totals": None, "nextCursor": None}
    async with Client(shop.url, TOKEN) as client:
        lots = await client.get_lots()
    assert [one.id for one in lots.items] == [1, 2, 3]
    assert lots.next_cursor is None
    assert (lots.totals.yours, lots.totals.market) == (Decimal("0.6"), Decimal("0.72"))
    assert (lots.items[0].price, lots.items[0].guide and lots.items[0].guide.price) == (
        Decimal("0.05"),
        Decimal("0.06"),
    )


async def test_lots_are_watched_by_their_first_page_however_large_its_frame(shop: Shop) -> None:
    many = [lot(n, remarks="x" * 1_200) for n in range(1_000)]
    shop.answers[LOTS] = {"items": many, "totals": TOTALS, "nextCursor": "999"}
    shop.later[LOTS] = [{"items": [], "totals": {**TOTALS, "lots": 0}, "nextCursor": None}]
    async with Client(shop.url, TOKEN) as client, aclosing(client.watch_lots()) as watch:
        async with asyncio.timeout(10):
            seen = [await anext(watch) for _ in range(2)]
    assert [(len(lots.items), lots.totals.lots) for lots in seen] == [(1_000, 3), (0, 0)]
    assert shop.requests == shop.asks == []


async def test_a_lot_is_added_looked_at_changed_and_removed(shop: Shop) -> None:
    suggested = {"price": "0.06", "source": "sold"}
    shop.answers[LOTS] = shop.answers[f"{LOTS}/7"] = lot(7, suggested=suggested)
    async with Client(shop.url, TOKEN) as client:
        added = await client.add_lot("3001", 5, "new", 4, price=Decimal("1E+2"), storage="A1")
        assert (added.id, added.suggested and added.suggested.price) == (7, Decimal("0.06"))
        await client.add_lot("3001", 5, "used", 1, suggested=True)
        assert (await client.get_lot(7)).storage == "A1"
        await client.change_lot(7, quantity=3, price=None)
        await client.change_lot(7, price=Decimal("0.0500"))
        await client.remove_lot(7)
    new, with_suggested, *changes = shop.bodies
    assert new == {
        "partNumber": "3001",
        "colorId": 5,
        "condition": "new",
        "quantity": 4,
        "price": "100",
        "remarks": None,
        "storage": "A1",
    }
    assert (with_suggested["price"], shop.queries) == (None, ["price=suggested"])
    assert changes == [{"quantity": 3, "price": None}, {"price": "0.0500"}]
    assert shop.requests == [
        f"POST {LOTS}",
        f"POST {LOTS}",
        f"GET {LOTS}/7",
        f"PATCH {LOTS}/7",
        f"PATCH {LOTS}/7",
        f"DELETE {LOTS}/7",
    ]


async def test_a_lot_that_is_not_there_is_said_in_the_servers_words(shop: Shop) -> None:
    async with Client(shop.url, TOKEN) as client:
        for asked in (client.get_lot(8), client.change_lot(8, quantity=1), client.remove_lot(8)):
            with pytest.raises(ClientError, match="There is no such thing") as failed:
                await asked
            assert failed.value.code == "not_found"


async def test_a_refresh_says_what_became_of_it(shop: Shop) -> None:
    shop.answers[f"{PART}/refresh"] = shop.outcome
    async with Client(shop.url, TOKEN) as client:
        asked = await client.refresh_part("3001", wait="20s", force=True)
    assert (asked.outcome, asked.accepted) == ("enqueued", True)
    assert shop.queries == ["force=true&wait=20s"]


async def test_server_and_token_come_from_the_environment(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRESHBRICK_SERVER", f"{shop.url}/")
    monkeypatch.setenv("FRESHBRICK_TOKEN", f" {TOKEN}\n")
    shop.answers[PART] = answer(BRICK, "fresh")
    async with Client() as client:
        assert (await client.get_part("3001")).status == "fresh"
        assert TOKEN not in repr(client)
        assert TOKEN not in repr(vars(client))


async def test_every_failure_is_of_one_family_and_names_what_was_meant(shop: Shop) -> None:
    async def code(client: Client, number: str) -> str:
        with pytest.raises(ClientError) as failed:
            await client.get_part(number)
        assert "fbk_" not in str(failed.value)
        return failed.value.code

    shop.answers[PART] = ["no", "answer"]
    async with Client(shop.url, TOKEN) as client:
        assert await code(client, "no/part") == "bad_request"
        assert await code(client, "3002") == "not_found"
        assert await code(client, "3001") == "not_freshbrick"
    async with Client(shop.url, "fbk_wrong") as client:
        assert await code(client, "3001") == "not_signed_in"
    async with Client("http://127.0.0.1:9") as client:
        assert await code(client, "3001") == "unreachable"


@pytest.mark.parametrize(
    "url", ["ftp://bricks", "bricks", "http://", "http://ana:geheim@bricks", "http://[::1"]
)
def test_an_address_that_is_none_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ClientError, match="starts with https://") as failed:
        Client(url)
    assert "geheim" not in str(failed.value)


def test_a_token_that_cannot_be_one_is_refused_and_not_repeated() -> None:
    with pytest.raises(ClientError, match="copy it again") as failed:
        Client("http://127.0.0.1:9", "fbk_gehëim")
    assert "gehëim" not in str(failed.value)


def test_it_is_loaded_on_first_use_and_brings_nothing_of_the_server_with_it() -> None:
    script = (
        "import sys, freshbrick; early = set(sys.modules)\n"
        "from freshbrick import Client; print(*early, '|', *sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    early, late = (set(part.split()) for part in ran.stdout.split("|"))
    assert not early & {"freshbrick.client", "asyncio", "msgspec"}
    assert not late & {"litestar", "sqlalchemy", "pydantic", "uvicorn", "rich", "typer", "freshbrick.store"}


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="Klient"):
        freshbrick.Klient  # noqa: B018 - looking it up is the test
