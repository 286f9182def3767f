"""Bad input gets a clear error with a closed code, and harms neither the connection nor the server."""

import json
from typing import Any

import pytest
import websockets

from e2e.house import House

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize("number", ["-3001", "30 01", "3001;drop", "a" * 33, "%00", "..%2f..", "30%E4"])
async def test_a_part_number_of_the_wrong_form(house: House, number: str) -> None:
    for path in (f"/api/catalog/parts/{number}", f"/api/catalog/parts/{number}/colors"):
        reply = await house.http.get(house.url + path)
        assert reply.status_code in (400, 404), (path, reply.text)
        assert reply.json()["code"] in ("bad_request", "not_found")
        assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("color", ["red", "-1", "1.5", "99999999999999999999"])
async def test_a_color_id_that_is_no_number(house: House, color: str) -> None:
    reply = await house.http.get(f"{house.url}/api/catalog/parts/3001/colors/{color}/price-guide")
    assert (reply.status_code, reply.json()["code"]) == (400, "bad_request")


BODIES = {
    "no JSON": ("{", 400),
    "deep": (DEEP, 400),
    "huge": (json.dumps({"items": ["x" * 100] * 30_000}), 413),
    "unknown field": ('{"items":[],"itms":1}', 400),
    "unknown resource": ('{"items":[{"resource":"set","key":"1"}]}', 400),
    "both": ('{"items":[],"of":"stale"}', 400),
    "neither": ("{}", 400),
    "bad key": ('{"items":[{"resource":"price_guide","key":"3001"}]}', 400),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_batch_that_makes_no_sense(house: House, name: str) -> None:
    body, status = BODIES[name]
    reply = await house.post(
        "/api/catalog/refresh", content=body, headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == status, reply.text[:300]
    assert reply.json()["code"] in ("bad_request", "too_large")
    assert (await house.get("/api/outbox"))["items"] == []


async def test_bad_items_are_errors_of_their_own_and_the_socket_stays(house: House) -> None:
    async with house.live() as live:
        items: list[dict[str, Any]] = [
            {"id": 1, "query": "getParts", "args": {}},
            {"id": 2, "query": "getPart", "args": {"partNumber": "30 01"}},
            {"id": 3, "query": "getPart", "args": {"partNumber": "3001", "colour": 1}},
            {"id": 4, "query": "getPriceGuide", "args": {"partNumber": "3001", "colorId": "red"}},
            {"id": 5, "query": "getPart", "args": {"partNumber": "3001"}},
        ]
        await live.send({"type": "subscribe", "items": items})
        seen: dict[int, Any] = {}
        while len(seen) < 5:
            for item in (await live.receive("update"))["items"]:
                seen[item["id"]] = item
        assert [seen[n]["error"]["code"] for n in (1, 2, 3, 4)] == ["unknown_query", *["bad_request"] * 3]
        assert seen[5]["value"]["status"] == "missing"
        await live.act("deleteEverything")
        assert (await live.receive("result"))["error"]["code"] == "unknown_action"
        await live.act("enqueueRefreshPart", partNumber="3001", colour=1)
        assert (await live.receive("result"))["error"]["code"] == "bad_request"


@pytest.mark.parametrize(
    "frame", ["{", '"hello"', '{"type":"sing"}', '{"type":"subscribe"}', DEEP[:30_000], "\x00"]
)
async def test_a_frame_that_is_no_message_closes_with_4501(house: House, frame: str) -> None:
    async with house.live() as live:
        await live.receive("welcome")
        await live.send(frame)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await live.receive("never")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4501


async def test_ten_thousand_subscriptions_are_refused_beyond_the_limit_and_nothing_breaks(
    house: House,
) -> None:
    async with house.live() as live:
        limit = (await live.receive("welcome"))["limits"]["subscriptions"]
        errors = values = 0
        for start in range(0, 10_000, 500):
            items = [
                {"id": n, "query": "getPart", "args": {"partNumber": f"n{n}"}}
                for n in range(start, start + 500)
            ]
            await live.send({"type": "subscribe", "items": items})
        while errors + values < 10_000:
            for item in (await live.receive("update"))["items"]:
                errors += item.get("error", {}).get("code") == "limit_exceeded"
                values += "value" in item
        assert (values, errors) == (limit, 10_000 - limit)
        assert (await house.get("/api/status"))["quota"]["limit"] == 5_000


async def test_a_frame_over_64_kib_closes_with_1009(house: House) -> None:
    async with house.live() as live:
        await live.send({"type": "subscribe", "items": [], "padding": "x" * 70_000})
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await live.receive("never")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
