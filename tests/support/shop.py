"""A small real server that speaks just enough of Freshbrick: answers that the test sets, asks that it records."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

TOKEN = "fbk_the-token-of-the-test"
NOW = time.time_ns() // 1_000_000
PATHS = {
    "getPart": "/api/catalog/parts/{partNumber}",
    "getPartColors": "/api/catalog/parts/{partNumber}/colors",
    "getPriceGuide": "/api/catalog/parts/{partNumber}/colors/{colorId}/price-guide",
    "getLots": "/api/inventory/lots",
    "getOutbox": "/api/outbox",
    "getProgress": "/api/outbox/progress",
    "getStatus": "/api/status",
}
ACTIONS = {
    "getPart": "enqueueRefreshPart",
    "getPartColors": "enqueueRefreshPartColors",
    "getPriceGuide": "enqueueRefreshPriceGuide",
}


class Shop:
    """`answers` by path, or by path and query.

    An ask is answered with `outcome`, then `after_ask` becomes the value, one after the other.

    The first connections end with the codes in `hang_ups`, each once its watcher holds a value, or at once if negative.
    `no_sockets`: as behind a proxy that lets none through; `weak`: as behind one that compresses, revs are weak ETags.
    `refusals`, by path: the problems that the first requests are answered with. `later`, by path: what
    follows once that is watched.
    """

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, Any] = {}
        self.outcome: dict[str, Any] = {"outcome": "enqueued", "messageId": 1, "retryAfterMs": None}
        self.after_ask: list[dict[str, Any]] = []
        self.hang_ups: list[int] = []
        self.no_sockets = False
        self.weak = False
        self.refusals: dict[str, list[dict[str, Any]]] = {}
        self.later: dict[str, list[dict[str, Any]]] = {}
        self.bodies: list[dict[str, Any]] = []
        self.connections = 0
        self.ended: list[int] = []
        self.held: list[str] = []
        self.asks: list[dict[str, Any]] = []
        self.asked = threading.Event()
        self.watched = threading.Event()
        self.subscriptions: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.queries: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        known = headers.get("authorization") == f"Bearer {TOKEN}"
        if scope["type"] == "websocket":
            await receive()
            welcome = known and not self.no_sockets
            await (self._live(receive, send) if welcome else self._turn_away(known, send))
        else:
            body = (await receive()).get("body")
            self.bodies += [json.loads(body)] if body else []
            self.requests.append(f"{scope['method']} {scope['path']}")
            self.queries += [query] if (query := scope["query_string"].decode()) else []
            answer = self.answers.get(f"{scope['path']}?{query}", self.answers.get(scope["path"]))
            status = 401 if not known else 404 if answer is None else 200
            problem = {"code": "not_found" if known else "not_signed_in", "detail": "There is no such thing."}
            rev = self.rev(scope["path"])
            etag = f'W/"{rev}"' if self.weak else f'"{rev}"'
            self.held.append(headers.get("if-none-match", ""))
            if refusals := self.refusals.get(scope["path"]):
                await _respond(send, 503, refusals.pop(0))
            elif status == 200 and headers.get("if-none-match") == f'"{rev}"':
                await _respond(send, 304, None, etag)
            else:
                await _respond(send, status, answer if status == 200 else problem, etag)

    def rev(self, path: str) -> str:
        return f"{hash(json.dumps(self.answers.get(path))):x}"

    async def _turn_away(self, known: bool, send: Send) -> None:
        """As a proxy does that knows nothing of sockets, or as the server does without a token."""
        if known:
            await send({"type": "websocket.http.response.start", "status": 404, "headers": []})
            await send({"type": "websocket.http.response.body", "body": b""})
        else:
            await send({"type": "websocket.close"})

    async def _live(self, receive: Receive, send: Send) -> None:
        async def tell(**message: Any) -> None:
            await send({"type": "websocket.send", "text": json.dumps(message)})

        await send({"type": "websocket.accept", "subprotocol": "freshbrick.live.v1"})
        if self.hang_ups and self.hang_ups[0] < 0:
            await send({"type": "websocket.close", "code": -self.hang_ups.pop(0), "reason": "a test"})
            return
        await tell(type="welcome", protocol=1, now=NOW, heartbeatMs=25_000, limits={})
        self.connections += 1
        watched: dict[str, int] = {}
        while (frame := await receive())["type"] == "websocket.receive":
            message = json.loads(frame["text"])
            if message["type"] == "unsubscribe":
                self.ended += message["ids"]
            elif message["type"] == "subscribe":
                items = message["items"]
                self.subscriptions += items
                self.watched.set()
                paths = [PATHS[item["query"]].format(**item["args"]) for item in items]
                watched |= {path: item["id"] for path, item in zip(paths, items, strict=True)}
                news = [
                    self._news(path, item["id"], item.get("rev"))
                    for path, item in zip(paths, items, strict=True)
                ]
                await tell(type="update", now=NOW, items=news)
                for path, number in watched.items():
                    for value in self.later.pop(path, ()):
                        self.answers[path] = value
                        await tell(type="update", now=NOW, items=[self._news(path, number, None)])
                if self.hang_ups:
                    await send({"type": "websocket.close", "code": self.hang_ups.pop(0), "reason": "a test"})
                    return
            else:
                self.asks.append(message)
                self.asked.set()
                await tell(type="result", id=message["id"], value=self.outcome)
                query = next(name for name, action in ACTIONS.items() if action == message["action"])
                path = PATHS[query].format(**message["args"])
                for value in self.after_ask:
                    self.answers[path] = value
                    await tell(type="update", now=NOW, items=[self._news(path, watched[path], None)])

    def _news(self, path: str, number: int, held: str | None) -> dict[str, Any]:
        if path not in self.answers:
            return {"id": number, "error": {"code": "bad_request", "message": "There is no such thing."}}
        rev = self.rev(path)
        return {"id": number, "rev": rev} | ({} if rev == held else {"value": self.answers[path]})


async def _respond(send: Send, status: int, body: object, etag: str = "") -> None:
    headers = [(b"etag", etag.encode())] if status in (200, 304) else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if status == 304 else json.dumps(body).encode()})


class Street:
    """One server for all tests, since it takes a while to end; each test opens a shop of its own there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.shop = Shop()

    def open(self) -> Shop:
        self.shop = Shop()
        self.shop.url = self.url
        return self.shop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.shop(scope, receive, send)


@contextmanager
def running() -> Iterator[Street]:
    """Serve in a thread of its own, since a command has an event loop of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    street = Street(f"http://127.0.0.1:{listener.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(street, lifespan="off", ws="websockets-sansio", log_config=None))
    thread = threading.Thread(target=asyncio.run, args=[server.serve([listener])])
    thread.start()
    try:
        yield street
    finally:
        server.force_exit = True
        server.should_exit = True
        thread.join()
        listener.close()


def answer(data: object, status: str, **more: Any) -> dict[str, Any]:
    """An answer as the server writes it, at NOW."""
    fetched = {"fresh": NOW - 3 * 86_400_000, "stale": NOW - 41 * 86_400_000}.get(status)
    stale_at = None if fetched is None else fetched + 30 * 86_400_000
    rest = {"lastFetched": fetched, "staleAt": stale_at, "refresh": None, "error": None}
    return {"data": data, "status": status, **rest, **more}


def refresh(state: str = "inflight", **more: Any) -> dict[str, Any]:
    return {
        "messageId": 1,
        "state": state,
        "priority": "high",
        "attempt": 0,
        "maxAttempts": 8,
        "nextAttemptAt": None,
        "callsDone": 0,
        "callsTotal": 1,
        "waitingFor": None,
        **more,
    }


def error(
    code: str = "unreachable", message: str = "BrickLink did not answer in time.", **more: Any
) -> dict[str, Any]:
    return {"code": code, "message": message, "temporary": True, "at": NOW, "retryAt": None, **more}


BRICK = {
    "partNumber": "3001",
    "name": "Brick 2 x 4",
    "categoryId": 5,
    "categoryName": "Brick",
    "alternateNumbers": ["3001old"],
    "yearReleased": 1958,
    "weight": "2.32",
    "size": {"x": "2", "y": "4", "z": "1"},
    "description": None,
    "imageUrl": None,
    "thumbnailUrl": None,
    "isObsolete": False,
    "source": "bricklink",
}
STATUS: dict[str, Any] = {
    "quota": {"limit": 8, "used": 1, "remaining": 7, "reserved": {"normal": 1, "low": 4}, "slots": []},
    "upstream": {"state": "ok", "code": None, "since": None, "probeAt": None, "detail": None},
    "worker": {"alive": True, "inflight": []},
    "drain": {"lastAt": None, "nextAt": 1, "everyMs": 600_000, "batch": 10},
    "crons": [{"name": "prune", "lastAt": None, "nextAt": 1}],
    "outbox": {"pending": 2, "inflight": 0, "failed": 0, "oldestPendingAt": 1},
    "catalog": {"parts": 3, "fresh": 1, "stale": 1, "neverFetched": 1},
    "settings": {
        "currency": "EUR",
        "vat": "with",
        "region": None,
        "pictures": "off",
        "staleAfterMs": {"part": 1},
    },
}
