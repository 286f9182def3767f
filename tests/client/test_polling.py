"""Looks over HTTP, one at a time, against a real server."""

from typing import Any

from freshbrick.client import queries
from freshbrick.client.errors import ClientError
from freshbrick.client.events import Answered, Event, Trouble, Updated
from freshbrick.client.http import Http
from freshbrick.client.polling import poll
from freshbrick.client.server import Server
from freshbrick.client.subscription import Subscription
from freshbrick.model.clock import SECOND
from support.shop import BRICK, NOW, TOKEN, Shop, answer

PART = "/api/catalog/parts/3001"
REFRESH = f"{PART}/refresh"


async def look(shop: Shop, subscription: Subscription[Any], now: int = NOW) -> list[Event | ClientError]:
    """What a look brings."""
    http = Http(Server.chosen(shop.url, TOKEN))
    try:
        return [event async for event in poll(http, subscription, lambda: now)]
    finally:
        await http.close()


def unavailable(**more: Any) -> dict[str, Any]:
    return {"code": "unavailable", "detail": "The database does not answer now.", **more}


def missing(shop: Shop) -> Subscription[Any]:
    shop.answers |= {PART: answer(None, "missing"), REFRESH: shop.outcome}
    return Subscription(queries.part("3001"))


async def test_an_ask_that_failed_is_repeated_at_the_next_look(shop: Shop) -> None:
    part = missing(shop)
    shop.refusals[REFRESH] = [unavailable()]
    first, trouble = await look(shop, part)
    assert isinstance(first, Updated)
    assert trouble == Trouble("The database does not answer now.")
    assert [type(event) for event in await look(shop, part)] == [Answered]
    assert await look(shop, part) == []
    assert shop.requests.count(f"POST {REFRESH}") == 2


async def test_an_ask_that_came_too_soon_is_repeated_when_the_server_said(shop: Shop) -> None:
    part = missing(shop)
    shop.refusals[REFRESH] = [unavailable(retryAfterMs=5 * SECOND)]
    assert len(await look(shop, part)) == 2
    assert await look(shop, part, NOW + 4 * SECOND) == []
    assert [type(event) for event in await look(shop, part, NOW + 5 * SECOND)] == [Answered]


async def test_an_ask_that_a_lost_socket_left_unanswered_is_repeated(shop: Shop) -> None:
    part = missing(shop)
    list(
        part.holds(
            "a1",
            b'{"data":null,"status":"missing","lastFetched":null,"staleAt":null,"refresh":null,"error":null}',
        )
    )
    part.ask()
    assert Answered in [type(event) for event in await look(shop, part)]


async def test_what_is_held_is_named_although_a_proxy_made_its_rev_weak(shop: Shop) -> None:
    shop.weak = True
    shop.answers[PART] = answer(BRICK, "fresh")
    part = Subscription(queries.part("3001"))
    assert len(await look(shop, part)) == 1
    assert await look(shop, part) == []
    assert shop.held[-1] == f'"{shop.rev(PART)}"'
