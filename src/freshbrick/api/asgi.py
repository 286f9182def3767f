"""The little of ASGI that answers without a framework are made of."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from freshbrick.api.guard import Headers, Scope

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_NOT_MODIFIED: Final = 304
STANDARD: Final[dict[bytes, bytes]] = {
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
"""Headers of every answer that does not say otherwise."""


class Answer:
    """One answer on its way: a `Send` that adds what every answer has, and remembers the status."""

    __slots__ = ("_extra", "_send", "status")

    def __init__(self, send: Send, extra: Headers) -> None:
        self._send = send
        self._extra = extra
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            told = [(bytes(name).lower(), value) for name, value in message["headers"]]
            names = {name for name, _ in told}
            standard = [pair for pair in STANDARD.items() if pair[0] not in names]
            message = {**message, "headers": [*told, *standard, *self._extra]}
            self.status = message["status"]
        await self._send(message)

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """Send an answer; `headers`, a list of its own, are complete but for those of this request and its length."""
        self.status = status
        headers += self._extra
        if status != _NOT_MODIFIED:
            headers.append((b"content-length", b"%d" % len(body)))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


async def respond(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a whole answer; its length is added, except where there may be none."""
    if status not in (204, 304):
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def header(scope: Scope, name: bytes) -> str:
    """The header's values joined by commas, "" without any."""
    if name not in dict(scope["headers"]):
        return ""
    return b", ".join(value for key, value in scope["headers"] if key == name).decode("latin-1")
