"""The live socket against a real server."""

import asyncio
from contextlib import aclosing
from random import Random
from typing import Any

import pytest

from client.dice import AtOnce
from freshbrick import Client, ClientError
from freshbrick.client import queries
from freshbrick.client.events import Answered, Event, Offline, Updated
from freshbrick.client.live import BACKOFF_MAX, backoff, final
from support.shop import BRICK, TOKEN, Shop, answer, refresh

PART = "/api/catalog/parts/3001"


async def watched(shop: Shop, count: int, token: str = TOKEN, dice: AtOnce | None = None) -> list[Event]:
    """The first events of a watch."""
    seen: list[Event] = []
    async with (
        Client(shop.url, token, dice=dice or AtOnce()) as client,
        aclosing(client.events(queries.part("3001"))) as events,
    ):
        async for event in events:
            seen.append(event)
            if len(seen) == count:
                break
    return seen


def statuses(events: list[Event]) -> list[Any]:
    return [event.answer.status if isinstance(event, Updated) else type(event).__name__ for event in events]


async def test_a_missing_part_arrives_step_by_step(shop: Shop) -> None:
    shop.answers[PART] = answer(None, "missing")
    shop.after_ask = [answer(None, "refreshing", refresh=refresh()), answer(BRICK, "fresh")]
    seen = await watched(shop, 4)
    assert statuses(seen) == ["missing", "Answered", "refreshing", "fresh"]
    assert isinstance(seen[1], Answered)
    assert len(shop.asks) == 1


async def test_all_watches_share_one_socket_and_each_ends_alone(shop: Shop) -> None:
    numbers = ("3001", "3002", "3003")
    for number in numbers:
        shop.answers[f"/api/catalog/parts/{number}"] = answer({**BRICK, "partNumber": number}, "fresh")
    async with Client(shop.url, TOKEN) as client:
        watches = [client.watch_part(number) for number in numbers]
        firsts = [await anext(watch) for watch in watches]
        assert [first.data and first.data.part_number for first in firsts] == list(numbers)
        await watches[0].aclose()
        await anext(client.watch_part("3001"))  # the connection has heard of the end before this
        assert shop.ended == [1]
    assert shop.connections == 1


async def test_two_watches_of_one_part_ask_once(shop: Shop) -> None:
    shop.answers |= {PART: answer(None, "missing"), "/api/outbox": {"items": []}}
    async with Client(shop.url, TOKEN) as client:
        first, second = client.watch_part("3001"), client.watch_part("3001")
        for watch in (first, second):
            assert (await anext(watch)).status == "missing"
        await anext(client.watch_outbox())  # whatever was asked for was asked before this
    assert len(shop.asks) == 1


async def test_who_watches_again_after_the_last_has_left_is_served(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    async with Client(shop.url, TOKEN) as client:
        for _ in range(3):
            async with aclosing(client.watch_part("3001")) as watch:
                assert (await anext(watch)).status == "fresh"
    assert shop.connections == 3


async def test_a_lost_connection_comes_back_and_names_what_it_holds(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    shop.hang_ups = [4001, 4008, 1011]
    seen = await watched(shop, 4)
    assert statuses(seen) == ["fresh", "Offline", "Offline", "Offline"]
    assert isinstance(seen[1], Offline)
    first, *later = shop.subscriptions
    assert "rev" not in first
    assert all("rev" in item for item in later)


async def test_a_server_that_does_not_answer_is_tried_less_and_less_often(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    shop.hang_ups = [4001, -4013, -4013, 4001, -4013]
    dice = AtOnce()
    await watched(shop, 6, dice=dice)
    assert dice.longest[:5] == [500, 1000, 2000, 500, 1000]


async def test_where_no_socket_can_be_had_values_are_read_over_http(shop: Shop) -> None:
    shop.no_sockets = True
    shop.answers[PART] = answer(None, "missing")
    shop.answers[f"{PART}/refresh"] = shop.outcome
    async with (
        Client(shop.url, TOKEN, dice=AtOnce()) as client,
        aclosing(client.events(queries.part("3001"))) as events,
    ):
        told = [event async for event in _until(events, Answered)]
        assert [event.answer.status for event in told if isinstance(event, Updated)] == ["missing"]
        shop.answers[PART] = answer(BRICK, "fresh")
        told = [event async for event in _until(events, Updated)]
        assert isinstance(told[-1], Updated)
        assert told[-1].answer.data.name == "Brick 2 x 4"
        shop.held.clear()
        while not any(shop.held):
            await anext(events)
    assert f'"{shop.rev(PART)}"' in shop.held
    assert shop.requests.count(f"POST {PART}/refresh") == 1


async def test_after_three_sockets_in_vain_values_are_read_over_http(shop: Shop) -> None:
    shop.no_sockets = True
    shop.answers[PART] = answer(BRICK, "fresh")
    assert statuses(await watched(shop, 4)) == ["Offline", "Offline", "Offline", "fresh"]


async def test_a_server_that_does_not_answer_is_tried_once_a_round_however_much_is_watched() -> None:
    tried: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        if b"/api/live" in request:  # no sockets, and nothing behind it
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
        else:
            tried.append(request.split()[1])
        writer.close()

    async with (
        await asyncio.start_server(proxy, "127.0.0.1", 0) as server,
        Client(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", TOKEN, dice=AtOnce()) as client,
    ):
        watches = [client.events(queries.part(number)) for number in ("3001", "3002", "3003")]
        for _ in range(6):  # of which the last four end a round
            for watch in watches:
                assert isinstance(await anext(watch), Offline)
        assert len(tried) >= 3
        assert set(tried) == {PART.encode()}


async def _until(events: Any, kind: type) -> Any:
    async for event in events:
        yield event
        if isinstance(event, kind):
            return


async def test_a_proxy_of_the_environment_is_not_told_the_token(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "ws_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    shop.answers[PART] = answer(BRICK, "fresh")
    assert statuses(await watched(shop, 1)) == ["fresh"]
    async with Client(shop.url, TOKEN) as client:
        assert (await client.get_part("3001")).status == "fresh"


@pytest.mark.parametrize(("code", "reason"), [(4501, "ended"), (4503, "not_signed_in"), (1009, "ended")])
async def test_a_connection_that_would_end_so_again_is_not_repeated(
    shop: Shop, code: int, reason: str
) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    shop.hang_ups = [code]
    with pytest.raises(ClientError) as ended:
        await watched(shop, 2)
    assert ended.value.code == reason
    assert len(shop.subscriptions) == 1


async def test_a_token_that_is_not_accepted_is_not_tried_again_and_not_repeated(shop: Shop) -> None:
    with pytest.raises(ClientError, match="does not accept this token") as ended:
        await watched(shop, 1, token="fbk_wrong")
    assert ended.value.code == "not_signed_in"
    assert "fbk_wrong" not in str(ended.value)


async def test_a_server_that_was_never_there_is_said_at_once() -> None:
    async with Client("http://127.0.0.1:9", TOKEN) as client:
        with pytest.raises(ClientError, match=r"No server answers at http://127\.0\.0\.1:9") as ended:
            await anext(client.watch_part("3001"))
        assert ended.value.code == "unreachable"


async def test_a_watcher_that_does_not_read_still_gets_the_last_value(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "stale")
    steps = [answer(BRICK, "refreshing", refresh=refresh(attempt=n)) for n in range(200)]
    shop.after_ask = [*steps, answer(BRICK, "fresh")]
    async with Client(shop.url, TOKEN) as client:
        watch = client.watch_part("3001")
        seen = [(await anext(watch)).status for _ in ("stale", "refreshing")]
        async with aclosing(client.watch_outbox()) as other:  # answered after all of those
            shop.answers["/api/outbox"] = {"items": []}
            async with asyncio.timeout(5):
                assert (await anext(other)).items == []
        while seen[-1] != "fresh":
            seen.append((await anext(watch)).status)
    assert len(seen) < 100


def test_close_codes_say_whether_to_come_back() -> None:
    assert [code for code in (1001, 1006, 1009, 4001, 4499, 4500, 4501, 4999) if final(code)] == [
        1009,
        4500,
        4501,
        4999,
    ]


def test_coming_back_is_spread_over_a_growing_time() -> None:
    dice = Random(1)
    longest = [max(backoff(failures, dice) for _ in range(200)) for failures in (0, 3, 100)]
    assert longest[0] <= 500 < longest[1] <= 4_000 < longest[2] <= BACKOFF_MAX
    assert min(backoff(100, dice) for _ in range(200)) < BACKOFF_MAX / 10
