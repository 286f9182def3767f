"""The client as a program uses it, against a small real server."""

import subprocess
import sys

import pytest

import freshbrick
from freshbrick import Client, ClientError
from support.shop import BRICK, STATUS, TOKEN, Shop, answer

PART = "/api/catalog/parts/3001"
GUIDE = {"partNumber": "3001", "colorId": 11, "currency": "EUR", "vat": "with", "region": None}
MARKETS = dict.fromkeys(("newStock", "newSold", "usedStock", "usedSold"))
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
