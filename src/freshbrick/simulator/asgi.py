"""Requests in, replies out: the little of ASGI that the simulator needs."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl, unquote

from freshbrick.simulator.envelope import Reply

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_CHUNK = b" " * 65_536
_FLOOD_BYTES = 100 * 2**20


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is as it was sent, still percent-encoded; header names are lower case."""

    method: str
    path: str
    raw_query: str
    headers: dict[str, str]

    @classmethod
    def of(cls, scope: Scope) -> "Request":
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        return cls(scope["method"], path, scope["query_string"].decode("latin-1"), headers)

    @property
    def host(self) -> str:
        return self.headers.get("host", "")

    @property
    def query(self) -> dict[str, str]:
        """The parameters without those of OAuth; of a name that comes twice the last."""
        pairs = parse_qsl(self.raw_query, keep_blank_values=True)
        return {name: value for name, value in pairs if not name.startswith("oauth_")}

    def segments(self, base: str) -> list[str]:
        """What follows `base`, cut at slashes and decoded."""
        return [unquote(segment) for segment in self.path.removeprefix(base).split("/")[1:]]


async def read_body(receive: Receive, limit: int) -> bytes:
    """The request's body; raises ValueError if it is longer than `limit` bytes."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise ValueError(f"a body has at most {limit} bytes")
    return body


async def send_reply(send: Send, reply: Reply) -> None:
    await _start(send, reply, len(reply.body))
    await send({"type": "http.response.body", "body": reply.body})


async def send_cut(send: Send, reply: Reply) -> None:
    """Half of what was promised; the server closes the connection on an app that stops there."""
    await _start(send, reply, len(reply.body))
    await send({"type": "http.response.body", "body": reply.body[: len(reply.body) // 2], "more_body": True})


async def send_flood(send: Send, reply: Reply) -> None:
    """100 MB of white space before the reply, made while they are sent."""
    await _start(send, reply, _FLOOD_BYTES + len(reply.body))
    for _ in range(_FLOOD_BYTES // len(_CHUNK)):
        await send({"type": "http.response.body", "body": _CHUNK, "more_body": True})
        await asyncio.sleep(0)  # a client that went away is noticed only between writes
    await send({"type": "http.response.body", "body": reply.body})


def dated(send: Send, now: Callable[[], int]) -> Send:
    """Send with the Date that every answer has, by the world's clock (`now`, ms UTC)."""

    async def send_dated(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            date = formatdate(now() // 1000, usegmt=True).encode()
            message = {**message, "headers": [*message["headers"], (b"date", date)]}
        await send(message)

    return send_dated


async def disconnected(receive: Receive) -> None:
    """Wait until the client goes away."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(send: Send, reply: Reply, length: int) -> None:
    headers = [(b"content-type", reply.content_type.encode()), (b"content-length", str(length).encode())]
    if reply.retry_after is not None:
        headers.append((b"retry-after", str(reply.retry_after).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
