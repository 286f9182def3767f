"""The live socket on a real port, and clients of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from msgspec import Raw
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from freshbrick.accounts.people import Person, add_person
from freshbrick.accounts.sessions import start_session
from freshbrick.accounts.tokens import create_token
from freshbrick.api.guard import LIVE, Guard
from freshbrick.api.live import LiveSocket
from freshbrick.api.websocket import MAX_SIZE, ImmediateProtocol
from freshbrick.live.hub import Hub
from freshbrick.model.errors import RequestError
from freshbrick.store.sqlite import SqliteDatabase
from live.colors import queries, settle
from support.clock import VirtualClock


class Actions:
    """`echo` answers with its arguments, `wait` when it may."""

    def __init__(self) -> None:
        self.may_end = asyncio.Event()
        self.under_way = self.most = 0

    async def run(self, name: str, args: Raw, person: Person, /) -> object:
        match name:
            case "echo":
                return {"args": json.loads(bytes(args)), "by": person.name}
            case "wait":
                self.under_way += 1
                self.most = max(self.most, self.under_way)
                await self.may_end.wait()
                self.under_way -= 1
                return {}
            case "break":
                raise ZeroDivisionError("a secret")
        raise RequestError("unknown_action", f"There is no action {name!r}.")


class Client:
    """Speaks JSON, and never waits for ever."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, **message: object) -> None:
        await self.socket.send(json.dumps(message))

    async def subscribe(self, id_: int, color: int, **more: object) -> None:
        await self.send(type="subscribe", items=[item(id_, color, **more)])

    async def receive(self) -> Any:
        async with asyncio.timeout(5):
            return json.loads(await self.socket.recv())

    async def items(self) -> list[dict[str, Any]]:
        """What the next update brings."""
        message = await self.receive()
        assert message["type"] == "update", message
        return list(message["items"])

    async def news(self) -> dict[str, Any]:
        """The only item of the next update."""
        (only,) = await self.items()
        return only

    async def silence(self) -> None:
        """Nothing came before the answer to what is asked now."""
        await self.send(type="action", id=999, action="echo")
        assert (await self.receive())["type"] == "result"

    async def close_code(self) -> int | None:
        """Read until the server closes."""
        try:
            while True:
                await self.receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


def item(id_: int, color: int, **more: object) -> dict[str, object]:
    return {"id": id_, "query": "getColor", "args": {"colorId": color}, **more}


class World:
    def __init__(self, database: SqliteDatabase, clock: VirtualClock) -> None:
        self.database = database
        self.clock = clock
        self.actions = Actions()
        self.hub = Hub(database, clock, queries())
        guard = Guard(database, clock, public_url=None, allowed_origins=[])
        self.live = LiveSocket(database, self.hub, guard, self.actions, clock, connections_per_person=3)
        config = uvicorn.Config(
            self.live,
            port=0,
            ws=ImmediateProtocol,
            ws_max_size=MAX_SIZE,
            lifespan="off",
            log_config=None,
            ws_per_message_deflate=False,
        )
        self.server = uvicorn.Server(config)
        self.port = 0
        self.cookie = ""
        self.token = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["World"]:
        ana = await self.database.write(add_person, "Ana", "owner")
        session = await self.database.write(start_session, ana.id)
        self.token = (await self.database.write(create_token, ana.id, "tool")).reveal()
        self.server.config.load()
        self.server.lifespan = self.server.config.lifespan_class(self.server.config)
        self.hub.start()
        self.live.start()
        await self.server.startup()
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.cookie = f"freshbrick_{self.port}={session.secret.reveal()}"
        yield self
        await self.live.stop()
        for connection in list(self.server.server_state.connections):
            connection.shutdown()
        for server in self.server.servers:
            server.close()
        await asyncio.gather(*self.server.server_state.tasks)
        await self.hub.stop()

    @asynccontextmanager
    async def connected(
        self, *, welcomed: bool = True, bearer: bool = False, **more: Any
    ) -> AsyncIterator[Client]:
        who = {"Authorization": f"Bearer {self.token}"} if bearer else {"Cookie": self.cookie}
        options = {"additional_headers": who, "origin": self.origin, "subprotocols": [LIVE], **more}
        async with connect(self.url, compression=None, max_size=None, proxy=None, **options) as socket:
            client = Client(socket)
            if welcomed:
                await client.receive()
            yield client

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/api/live"

    async def tick(self, ms: int = 1_000) -> None:
        """Let time pass, and the keeper look after everybody."""
        await settle(self.clock, ms=ms)
