"""The references: bare ASGI applications on the same uvicorn, set up as Freshbrick's own server."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from freshbrick.api.websocket import MAX_SIZE, ImmediateProtocol


class Bytes:
    """Answers every request with the same headers and body; echoes frames, or sends the body to all on `all`."""

    def __init__(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        self._body = body
        self._headers = headers
        self._sockets: set[Any] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await self._socket(receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})

    async def _socket(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self._sockets.add(send)
        while (message := await receive())["type"] == "websocket.receive":
            if message["text"] == "all":
                text = self._body.decode()
                for other in self._sockets:
                    await other({"type": "websocket.send", "text": text})
            else:
                await send({"type": "websocket.send", "text": message["text"]})
        self._sockets.discard(send)


async def _serve(answer: Path) -> None:
    """`answer` holds headers, an empty line, and the body."""
    head, _, body = answer.read_bytes().partition(b"\n\n")
    headers = [(name, value) for name, _, value in (line.partition(b": ") for line in head.splitlines())]
    config = uvicorn.Config(
        Bytes(body, headers),
        port=0,
        http="httptools",
        ws=ImmediateProtocol,
        ws_max_size=MAX_SIZE,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=8192,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # uvicorn gives no other sign
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    print(f"http://{host}:{port}", flush=True)  # noqa: T201 - its address, for whoever started it
    await serving


if __name__ == "__main__":
    uvloop.run(_serve(Path(sys.argv[1])))
