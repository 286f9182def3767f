"""The three reads of the catalog, bare: routing by the framework would cost more than the answer."""

from typing import Any, Final
from urllib.parse import unquote

from litestar import Response
from msgspec import Struct

from freshbrick.api.asgi import Send, header, respond
from freshbrick.api.guard import Guard, Headers, Scope
from freshbrick.api.parameters import parameters
from freshbrick.api.waits import settled, wait_ms
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.live.hub import Hub
from freshbrick.live.query import Snapshot
from freshbrick.model.parts import parse_color_id

_PARTS: Final = b"/api/catalog/parts/"
ROUTES: Final = {
    1: "/api/catalog/parts/{partNumber}",
    2: "/api/catalog/parts/{partNumber}/colors",
    4: "/api/catalog/parts/{partNumber}/colors/{colorId}/price-guide",
}
"""The route by the number of its segments, as the framework names it."""
_CACHING: Final = ((b"cache-control", b"private, no-cache"), (b"vary", b"Cookie, Authorization, Origin"))
_JSON: Final = (b"content-type", b"application/json")


class Reads:
    """Answers what `segments` recognises."""

    def __init__(self, hub: Hub, guard: Guard) -> None:
        self._hub = hub
        self._guard = guard

    async def answer(self, scope: Scope, send: Send, path: list[str]) -> None:
        """Answer with the snapshot, or 304 to who holds it. RequestError as the guard and the hub raise it."""
        person = await self._guard.person(scope)
        query, args = _read(path)
        wait = wait_ms(parameters(scope["query_string"], ("wait",)).get("wait"))
        if wait:
            snapshot = await self._hub.until(query, args, person, settled, wait)
        else:
            snapshot = await self._hub.get(query, args, person)
        if holds(scope, snapshot):
            await respond(send, 304, _validators(snapshot))
        else:
            await respond(send, 200, [_JSON, *_validators(snapshot)], snapshot.body)


def segments(scope: Scope) -> list[str] | None:
    """The path below `parts/` if it is one of the three; taken apart before it is decoded, as %2F is no slash."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if not raw.startswith(_PARTS):
        return None
    found = [unquote(part) for part in raw[len(_PARTS) :].decode("latin-1").split("/") if part]
    match found:
        case [_] | [_, "colors"] | [_, "colors", _, "price-guide"]:
            return found
    return None


def holds(scope: Scope, snapshot: Snapshot) -> bool:
    """Whether the asker says that it has this very answer (`If-None-Match`: a list, weak ones too, or `*`)."""
    told = header(scope, b"if-none-match")
    return bool(told) and any(
        tag.strip().removeprefix("W/") in ("*", f'"{snapshot.rev}"') for tag in told.split(",")
    )


def snapshot_response(scope: Scope, snapshot: Snapshot) -> Response[Any]:
    """The same answer by way of the framework."""
    headers = {name.decode(): value.decode() for name, value in _validators(snapshot)}
    if holds(scope, snapshot):
        return Response(None, status_code=304, headers=headers)
    return Response(snapshot.body, headers=headers, media_type="application/json")


def _read(path: list[str]) -> tuple[str, Struct]:
    match path:
        case [number]:
            return "getPart", PartArgs(number)
        case [number, _]:
            return "getPartColors", PartArgs(number)
        case [number, _, color, *_]:
            return "getPriceGuide", PriceGuideArgs(number, parse_color_id(color))
    raise LookupError(path)


def _validators(snapshot: Snapshot) -> Headers:
    return [(b"etag", f'"{snapshot.rev}"'.encode()), *_CACHING]
