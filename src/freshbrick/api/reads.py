"""The three reads of the catalog, bare: routing by the framework would cost more than the answer."""

from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from litestar import Response
from msgspec import Struct

from freshbrick.api.asgi import STANDARD, Answer, header
from freshbrick.api.guard import Guard, Scope
from freshbrick.api.parameters import parameters
from freshbrick.api.waits import settled, wait_ms
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.live.hub import Hub
from freshbrick.live.query import Snapshot
from freshbrick.model.parts import parse_color_id

_PARTS: Final = b"/api/catalog/parts/"
_PART: Final = "/api/catalog/parts/{partNumber}"
_CACHING: Final = ((b"cache-control", b"private, no-cache"), (b"vary", b"Cookie, Authorization, Origin"))
_COMPLETE: Final = (*{**STANDARD, **dict(_CACHING)}.items(), (b"content-type", b"application/json"))


class Read(NamedTuple):
    """One of the three, by the name of its query, and its route as the framework would name it."""

    query: str
    route: str
    number: str
    color: str | None = None

    def args(self) -> Struct:
        """What the query takes. RequestError where the path is not well-formed."""
        if self.color is None:
            return _part_args(self.number)
        return PriceGuideArgs(self.number, parse_color_id(self.color))


class Reads:
    """Answers what `read_of` recognises."""

    def __init__(self, hub: Hub, guard: Guard) -> None:
        self._hub = hub
        self._guard = guard

    async def answer(self, scope: Scope, answer: Answer, read: Read) -> None:
        """Answer with the snapshot, or 304 to who holds it. RequestError as the guard and the hub raise it."""
        scope["path_template"] = read.route
        person = await self._guard.person(scope)
        query, args = read.query, read.args()
        asked = scope["query_string"]
        if wait := wait_ms(parameters(asked, ("wait",)).get("wait")) if asked else 0:
            snapshot = await self._hub.until(query, args, person, settled, wait)
        else:
            snapshot = await self._hub.get(query, args, person)
        headers = [*_COMPLETE, _etag(snapshot)]
        if holds(scope, snapshot.rev):
            await answer.whole(304, headers, b"")
        else:
            await answer.whole(200, headers, snapshot.body)


def read_of(scope: Scope) -> Read | None:
    """Which of the three this asks for, if any; the path is taken apart before it is decoded, as %2F is no slash."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if not raw.startswith(_PARTS):
        return None
    match [unquote(part) for part in raw[len(_PARTS) :].decode("latin-1").split("/") if part]:
        case [number]:
            return Read("getPart", _PART, number)
        case [number, "colors"]:
            return Read("getPartColors", f"{_PART}/colors", number)
        case [number, "colors", color, "price-guide"]:
            return Read("getPriceGuide", f"{_PART}/colors/{{colorId}}/price-guide", number, color)
    return None


@lru_cache(4_096)
def _part_args(number: str) -> PartArgs:
    """Only those that are well-formed, and so short, are remembered."""
    return PartArgs(number)


def holds(scope: Scope, rev: str) -> bool:
    """Whether the asker says that it has this very answer (`If-None-Match`: a list, weak ones too, or `*`)."""
    told = header(scope, b"if-none-match")
    return bool(told) and any(tag.strip().removeprefix("W/") in ("*", f'"{rev}"') for tag in told.split(","))


def snapshot_response(scope: Scope, snapshot: Snapshot) -> Response[Any]:
    """The same answer by way of the framework."""
    headers = {name.decode(): value.decode() for name, value in (_etag(snapshot), *_CACHING)}
    if holds(scope, snapshot.rev):
        return Response(None, status_code=304, headers=headers)
    return Response(snapshot.body, headers=headers, media_type="application/json")


def _etag(snapshot: Snapshot) -> tuple[bytes, bytes]:
    return b"etag", f'"{snapshot.rev}"'.encode()
