"""The live protocol, over real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from api.live_server import Client, World, item
from freshbrick.store.sqlite import SqliteDatabase
from live.colors import Person, eventually, paint, settle
from support.clock import VirtualClock

NOTHING = {"name": None}
SOMEBODY = Person()


@pytest.fixture
async def world(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[World]:
    async with World(database, clock).running() as world:
        yield world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with world.connected() as client:
        yield client


# --- the handshake ---


async def test_a_client_is_welcomed_with_the_limits(world: World) -> None:
    async with world.connected(welcomed=False) as client:
        assert client.socket.subprotocol == "freshbrick.live.v1"
        assert await client.receive() == {
            "type": "welcome",
            "protocol": 1,
            "now": world.clock.now(),
            "heartbeatMs": 25_000,
            "limits": {"connections": 3, "frameBytes": 65_536, "subscriptions": 256, "actions": 32},
        }


async def test_a_bearer_token_may_come_as_a_subprotocol_and_is_never_echoed(world: World) -> None:
    offered = [Subprotocol("freshbrick.live.v1"), Subprotocol(f"bearer.{world.token}")]
    async with world.connected(subprotocols=offered, additional_headers={}) as client:
        assert client.socket.subprotocol == "freshbrick.live.v1"
        assert client.socket.response is not None
        assert world.token not in str(client.socket.response.headers)


@pytest.mark.parametrize(
    ("headers", "origin", "status", "code"),
    [
        ({}, "own", 401, "not_signed_in"),
        ({"Authorization": "Bearer nonsense"}, "own", 401, "not_signed_in"),
        ("cookie", "https://evil.example", 403, "forbidden"),
        ("cookie", None, 403, "forbidden"),
    ],
)
async def test_a_handshake_is_refused_over_http(
    world: World, headers: dict[str, str] | str, origin: str | None, status: int, code: str
) -> None:
    who = {"Cookie": world.cookie} if isinstance(headers, str) else headers
    with pytest.raises(InvalidStatus) as refused:
        async with world.connected(
            additional_headers=who, origin=world.origin if origin == "own" else origin
        ):
            pass
    assert refused.value.response.status_code == status
    assert json.loads(refused.value.response.body)["code"] == code


async def test_a_person_has_so_many_connections_and_a_token_many_more(world: World) -> None:
    async with world.connected(), world.connected(), world.connected() as third:
        async with world.connected(welcomed=False) as fourth:
            assert await fourth.close_code() == 4013
        async with world.connected(bearer=True) as tool:
            await tool.silence()
        await third.silence()
        await third.socket.close()
        async with world.connected() as again:
            await again.silence()


# --- what ends a connection, and what does not ---


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "nonsense",
        "[]",
        "{}",
        '{"type":"dance"}',
        '{"type":"subscribe"}',
        '{"type":"subscribe","items":{}}',
        '{"type":"subscribe","items":[{"query":"getColor","args":{"colorId":1}}]}',
        '{"type":"subscribe","items":[{"id":-1,"query":"getColor","args":{"colorId":1}}]}',
        '{"type":"subscribe","items":' + "[" * 60_000,
        '{"type":"unsubscribe"}',
        '{"type":"action","action":"echo"}',
        b'{"type":"unsubscribe","ids":[]}',
    ],
)
async def test_a_frame_that_cannot_be_understood_ends_the_connection(
    client: Client, frame: str | bytes
) -> None:
    await client.socket.send(frame)
    assert await client.close_code() == 4501


async def test_a_developer_is_told_what_was_wrong_with_a_frame(client: Client) -> None:
    await client.socket.send('{"type":"dance"}')
    await client.close_code()
    assert "dance" in str(client.socket.close_reason)


@pytest.mark.parametrize(
    ("bad", "code", "says"),
    [
        ({"query": "getNothing", "args": {}}, "unknown_query", "getNothing"),
        ({"query": "getColor", "args": {"colorId": "red"}}, "bad_request", "colorId"),
        ({"query": "getColor", "args": {"colorId": 1, "shade": 2}}, "bad_request", "shade"),
        ({"query": "getColor", "args": None}, "bad_request", "getColor"),
        ({"query": "getColor"}, "bad_request", "colorId"),
        ({"query": "getColor", "args": {"colorId": 1}, "since": 3}, "bad_request", "since"),
        ({"args": {"colorId": 1}}, "bad_request", "query"),
    ],
)
async def test_a_bad_item_is_an_error_and_the_others_are_served(
    client: Client, bad: dict[str, object], code: str, says: str
) -> None:
    await client.send(type="subscribe", items=[{"id": 1, **bad}, item(2, 5)])
    told = {}
    while len(told) < 2:
        told |= {news["id"]: news for news in await client.items()}
    assert told[1]["error"]["code"] == code
    assert says in told[1]["error"]["message"]
    assert told[2]["value"] == NOTHING


async def test_ten_thousand_subscriptions_are_refused_beyond_the_limit_and_harm_nothing(
    world: World, client: Client
) -> None:
    told: dict[int, dict[str, object]] = {}

    async def listen() -> None:
        while len(told) < 10_000:
            told.update({news["id"]: news for news in await client.items()})

    listening = asyncio.create_task(listen())
    for start in range(0, 10_000, 1_000):
        await client.send(type="subscribe", items=[item(n, 5) for n in range(start, start + 1_000)])
    await listening
    refused = {id_: news["error"] for id_, news in told.items() if "error" in news}
    assert sorted(refused) == list(range(256, 10_000))
    assert {error["code"] for error in refused.values()} == {"limit_exceeded"}  # type: ignore[index]
    await settle(world.clock, ms=50)
    await world.database.write(paint, 5, "Red")
    assert len(await client.items()) == 256


async def test_a_frame_may_have_64_kib_and_no_more(client: Client) -> None:
    frame = json.dumps({"type": "unsubscribe", "ids": []})
    await client.socket.send(frame + " " * (65_536 - len(frame)))
    await client.silence()
    await client.socket.send(frame + " " * (65_537 - len(frame)))
    assert await client.close_code() == 1009


async def test_a_frame_of_a_megabyte_is_refused_in_the_same_words(client: Client) -> None:
    await client.socket.send("x" * 1_000_000)
    assert await client.close_code() == 1009


# --- subscriptions ---


async def test_a_subscriber_is_told_the_value_and_every_change(world: World, client: Client) -> None:
    await client.subscribe(1, 5)
    assert (await client.news())["value"] == NOTHING
    await settle(world.clock, ms=50)
    await world.database.write(paint, 5, "Red")
    update = await client.receive()
    rev = (await world.hub.get("getColor", {"colorId": 5}, SOMEBODY)).rev
    assert update == {
        "type": "update",
        "now": world.clock.now(),
        "items": [{"id": 1, "rev": rev, "value": {"name": "Red"}}],
    }


async def test_what_is_ready_comes_in_one_update(world: World, client: Client) -> None:
    for color in range(100):
        await world.hub.get("getColor", {"colorId": color}, SOMEBODY)
    await client.send(type="subscribe", items=[item(n, n) for n in range(100)])
    assert [news["id"] for news in await client.items()] == list(range(100))


async def test_two_hundred_sockets_cost_one_evaluation_a_change(world: World) -> None:
    async with asyncio.timeout(20):
        tools = [world.connected(bearer=True) for _ in range(200)]
        clients = [await tool.__aenter__() for tool in tools]
        for client in clients:
            await client.subscribe(1, 5)
            await client.news()
        await settle(world.clock, ms=50)
        await world.database.write(paint, 5, "Red")
        assert [(await client.news())["value"] for client in clients] == [{"name": "Red"}] * 200
        assert world.hub.evaluations == 2
        for tool in tools:
            await tool.__aexit__(None, None, None)


async def test_a_known_id_replaces_its_subscription(world: World, client: Client) -> None:
    await client.subscribe(1, 5)
    await client.news()
    await client.subscribe(1, 6)
    await client.news()
    await settle(world.clock, ms=50)
    await world.database.write(paint, 5, "Red")
    await settle(world.clock, ms=50)
    await world.database.write(paint, 6, "Blue")
    assert (await client.news())["value"] == {"name": "Blue"}
    await client.silence()


async def test_a_bad_item_with_a_known_id_ends_what_it_replaces(world: World, client: Client) -> None:
    await client.subscribe(1, 5)
    await client.news()
    await client.send(type="subscribe", items=[{"id": 1, "query": "getNothing"}])
    assert "error" in await client.news()
    await settle(world.clock, ms=50)
    await world.database.write(paint, 5, "Red")
    await client.silence()


async def test_who_unsubscribed_is_told_nothing(world: World, client: Client) -> None:
    await client.subscribe(1, 5)
    await client.news()
    await client.send(type="unsubscribe", ids=[1, 2])
    await client.silence()
    await world.database.write(paint, 5, "Red")
    await settle(world.clock, ms=50)
    await client.silence()


async def test_a_held_rev_is_confirmed_without_its_value(world: World) -> None:
    async with world.connected() as client:
        await client.subscribe(1, 5)
        rev = (await client.news())["rev"]
    async with world.connected() as client:
        await client.subscribe(7, 5, rev=rev)
        assert await client.news() == {"id": 7, "rev": rev}
        await settle(world.clock, ms=50)
        await world.database.write(paint, 5, "Red")
        assert (await client.news())["value"] == {"name": "Red"}
    async with world.connected() as client:
        await client.subscribe(8, 5, rev=rev)
        assert (await client.news())["value"] == {"name": "Red"}


async def test_a_write_that_changes_nothing_is_not_told(world: World, client: Client) -> None:
    await client.subscribe(1, 5)
    await client.news()
    await settle(world.clock, ms=50)
    await world.database.write(lambda tx: tx.touch("color:5"))
    await settle(world.clock, ms=50)
    assert world.hub.evaluations == 2
    await client.silence()


async def test_an_error_is_told_and_then_the_value_again(world: World, client: Client) -> None:
    await client.subscribe(1, 5)
    assert (await client.news())["value"] == NOTHING
    await settle(world.clock, ms=50)
    await world.database.write(paint, 5, "broken")
    assert await client.news() == {
        "id": 1,
        "error": {"code": "internal", "message": "Something went wrong here.", "retryAfterMs": 1_000},
    }
    await settle(world.clock, ms=50)
    await world.database.write(paint, 5, "Red")
    assert (await client.news())["value"] == {"name": "Red"}


async def test_who_disconnects_is_forgotten(world: World) -> None:
    async with world.connected() as client:
        await client.subscribe(1, 5)
        await client.news()
    await eventually(lambda: not world.live.connections)
    await world.database.write(paint, 5, "Red")
    await settle(world.clock, ms=1_000)
    assert world.hub.evaluations == 1
