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
}


class Shop:
    """`answers` by path. An ask is answered with `outcome`, then `after_ask` becomes the value, one after the other.

    The first connections end with the codes in `hang_ups`, each once its watcher holds a value, or at once if negative.
    """

    def __init__(self) -> None:
        self.url = ""
        self.answers: dict[str, Any] = {}
        self.outcome: dict[str, Any] = {"outcome": "enqueued", "messageId": 1, "retryAfterMs": None}
        self.after_ask: list[dict[str, Any]] = []
        self.hang_ups: list[int] = []
        self.asks: list[dict[str, Any]] = []
        self.asked = threading.Event()
        self.subscriptions: list[dict[str, Any]] = []
        self.requests: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        known = headers.get("authorization") == f"Bearer {TOKEN}"
        if scope["type"] == "websocket":
            await receive()
            await (self._live(receive, send) if known else send({"type": "websocket.close"}))
        else:
            await receive()
            self.requests.append(f"{scope['method']} {scope['path']}")
            answer = self.answers.get(scope["path"])
            status = 401 if not known else 404 if answer is None else 200
            problem = {"code": "not_found" if known else "not_signed_in", "detail": "There is no such thing."}
            await _respond(send, status, answer if status == 200 else problem)

    async def _live(self, receive: Receive, send: Send) -> None:
        async def tell(**message: Any) -> None:
            await send({"type": "websocket.send", "text": json.dumps(message)})

        await send({"type": "websocket.accept", "subprotocol": "freshbrick.live.v1"})
        if self.hang_ups and self.hang_ups[0] < 0:
            await send({"type": "websocket.close", "code": -self.hang_ups.pop(0), "reason": "a test"})
            return
        await tell(type="welcome", protocol=1, now=NOW, heartbeatMs=25_000, limits={})
        path = ""
        while (frame := await receive())["type"] == "websocket.receive":
            message = json.loads(frame["text"])
            if message["type"] == "subscribe":
                (item,) = message["items"]
                self.subscriptions.append(item)
                path = PATHS[item["query"]].format(**item["args"])
                await tell(type="update", now=NOW, items=[self._news(path, item.get("rev"))])
                if self.hang_ups:
                    await send({"type": "websocket.close", "code": self.hang_ups.pop(0), "reason": "a test"})
                    return
            else:
                self.asks.append(message)
                self.asked.set()
                await tell(type="result", id=message["id"], value=self.outcome)
                for value in self.after_ask:
                    self.answers[path] = value
                    await tell(type="update", now=NOW, items=[self._news(path, None)])

    def _news(self, path: str, held: str | None) -> dict[str, Any]:
        rev = f"{hash(json.dumps(self.answers[path])):x}"
        return {"id": 1, "rev": rev} | ({} if rev == held else {"value": self.answers[path]})


async def _respond(send: Send, status: int, body: object) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})


@contextmanager
def running(shop: Shop) -> Iterator[Shop]:
    """Serve in a thread of its own, since a command has an event loop of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    shop.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(shop, lifespan="off", ws="websockets-sansio", log_config=None))
    thread = threading.Thread(target=asyncio.run, args=[server.serve([listener])])
    thread.start()
    try:
        yield shop
    finally:
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
