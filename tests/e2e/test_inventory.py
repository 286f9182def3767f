"""Lots as two people on one server watch them: each their own, and live."""

from typing import Any

import pytest
import websockets

from e2e.house import House, eventually

LOTS = "/api/inventory/lots"
LOT = {"partNumber": "3001", "colorId": 5, "condition": "new", "quantity": 4, "price": "0.05"}


async def bens_token(house: House) -> dict[str, str]:
    await house.run("user", "add", "Ben")
    _, out, _ = await house.run("token", "create", "bens", "--person", "Ben")
    return {"Authorization": f"Bearer {out.splitlines()[-1]}"}


async def test_each_page_shows_its_persons_lots_and_nothing_of_the_other(house: House) -> None:
    ben = await bens_token(house)
    async with house.live() as hers, house.live(additional_headers=ben) as his:
        for live in (hers, his):
            await live.subscribe("getLots")
            assert (await live.value())["items"] == []
        added = (await house.post(LOTS, json=LOT)).json()
        assert [lot["id"] for lot in (await hers.value())["items"]] == [added["id"]]
        own = (await house.post(LOTS, json={**LOT, "partNumber": "3002"}, headers=ben)).json()
        assert [lot["id"] for lot in (await his.value())["items"]] == [own["id"]], "the first that he is told"
        assert (await house.http.delete(f"{house.url}{LOTS}/{added['id']}")).status_code == 204
        assert (await hers.value())["totals"]["lots"] == 0
        assert (await house.run("user", "remove", "Ben", "--yes"))[0] == 0
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await his.receive("never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4503


async def test_a_watched_lot_gets_its_name_and_its_market_when_they_are_fetched(house: House) -> None:
    async with house.live() as live:
        await house.post(LOTS, json=LOT)
        await live.subscribe("getLots")
        shown = await live.value()
        assert (shown["items"][0]["name"], shown["totals"]["withoutGuide"]) == (None, 1)
        asked = await house.post("/api/catalog/refresh", json={"of": "inventory"})
        assert asked.json()["calls"] == 5

        async def complete() -> Any:
            shown = await live.value()
            (lot,) = shown["items"]
            return lot["name"] == "Brick 2 x 4" and lot["guide"] and shown["totals"]["withoutGuide"] == 0

        await eventually(complete)
