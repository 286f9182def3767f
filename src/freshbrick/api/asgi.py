"""The little of ASGI that answers without a framework are made of."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from freshbrick.api.guard import Headers, Scope

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


async def respond(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a whole answer; its length is added, except where there may be none."""
    if status not in (204, 304):
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def header(scope: Scope, name: bytes) -> str:
    """The header's values joined by commas, "" without any."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)
