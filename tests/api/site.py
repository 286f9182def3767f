"""The whole API on a real port over real SQLite, and the people who use it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from freshbrick.accounts.attempts import Attempts
from freshbrick.accounts.passwords import Passwords
from freshbrick.accounts.people import add_person
from freshbrick.accounts.signin import SignIn
from freshbrick.accounts.tokens import create_token
from freshbrick.api.actions import Actions
from freshbrick.api.application import build_application
from freshbrick.api.asgi import App, Receive, Send
from freshbrick.api.demo import DemoControl
from freshbrick.api.guard import Guard, Scope
from freshbrick.api.metrics import Metrics
from freshbrick.api.queries import queries
from freshbrick.api.ui import WebUi
from freshbrick.catalog.policy import Policy
from freshbrick.live.hub import PACE, Hub
from freshbrick.model.outbox import Fail, Failure, Priority
from freshbrick.model.parts import Part
from freshbrick.store import leases, parts
from freshbrick.store.database import Tx
from freshbrick.store.leases import Work
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

TOOLS = "https://tools.example"
PASSWORD = "correct horse"


class Site:
    """`http` asks as the owner; `anybody` as nobody. `worker_alive` is what the rest of it reports.

    `built` is the folder of the web UI, `demo` its switches, if any.
    """

    def __init__(
        self,
        database: SqliteDatabase,
        clock: VirtualClock,
        policy: Policy,
        built: Path | None = None,
        demo: DemoControl | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.policy = policy
        self.ui = WebUi(built or Path("nowhere"), pictures=policy.pictures == "bricklink")
        self.demo = demo
        self.hub = Hub(database, clock, queries(policy))
        self.worker_alive = True
        self.tokens: dict[str, str] = {}
        self.url = ""
        self._clients = AsyncExitStack()

    def application(self) -> App:
        guard = Guard(self.database, self.clock, public_url=None, allowed_origins=[TOOLS])
        return build_application(
            database=self.database,
            hub=self.hub,
            guard=guard,
            sign_in=SignIn(self.database, Passwords(), Attempts(self.clock)),
            actions=Actions(self.database, self.policy),
            policy=self.policy,
            clock=self.clock,
            live=_accepts,
            metrics=Metrics(self.database, self.hub, self.policy),
            ui=self.ui,
            demo=self.demo,
            worker_alive=lambda: self.worker_alive,
            on_demand=True,  # three quarters of what a test took, and many a read comes without
        )

    async def open(self, url: str) -> None:
        self.url = url
        for name, role in (("Ana", "owner"), ("Ben", "member")):
            account = await self.database.write(add_person, name, role)
            self.tokens[name] = (await self.database.write(create_token, account.id, "tests")).reveal()
        self.http = await self.client(authorization=f"Bearer {self.tokens['Ana']}")
        self.anybody = await self.client()
        self.hub.start()

    async def close(self) -> None:
        await self._clients.aclose()
        await self.hub.stop()

    async def client(self, **headers: str) -> httpx2.AsyncClient:
        """A client with a cookie jar of its own."""
        http = httpx2.AsyncClient(base_url=self.url, headers=headers, timeout=5, verify=False)
        return await self._clients.enter_async_context(http)

    async def save(self, number: str, *, name: str = "Brick 2 x 4", age: int = 0) -> None:
        """A part that was fetched `age` ms ago."""
        part = Part(part_number=number, name=name, category_id=5)
        await self.database.write(parts.save, part, last_fetched=self.clock.now() - age)

    async def ask(self, path: str, **query: str) -> dict[str, Any]:
        """POST a refresh; what it answers."""
        answer = await self.http.post(f"/api/catalog/parts/{path}/refresh", params=query)
        assert answer.is_success, answer.text
        return dict(answer.json())

    async def finish(self, name: str = "Brick 2 x 4") -> None:
        """Do a worker's work on the next message, which is for a part."""
        await self.database.write(_finish, name)
        self.clock.advance(PACE)  # what is watched is read again no sooner

    async def fail(self, *, retry_at: int) -> None:
        """BrickLink does not know the next message's part."""
        await self.database.write(_fail, retry_at)
        self.clock.advance(PACE)


@asynccontextmanager
async def site_of(
    database: SqliteDatabase,
    clock: VirtualClock,
    policy: Policy,
    built: Path | None = None,
    demo: DemoControl | None = None,
) -> AsyncIterator[Site]:
    site = Site(database, clock, policy, built, demo)
    async with running(site.application()) as url:
        try:
            await site.open(url)
            yield site
        finally:
            await site.close()


@asynccontextmanager
async def running(app: App) -> AsyncIterator[str]:
    """The application behind uvicorn; yields its origin."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.force_exit = True  # or it looks every 100 ms whether the connections have gone
        server.leave.set()
        await serving


class _Server(uvicorn.Server):
    """Leaves signals to pytest and ends at once, instead of looking every 100 ms whether it should."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.leave = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        await self.leave.wait()


async def _accepts(_scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": 4001})


def _finish(tx: Tx, name: str) -> None:
    found = next(found for p in Priority if (found := leases.claimable(tx, p)))
    (lease,) = leases.claim(tx, found, "by-hand", 60_000)
    parts.save(tx, Part(part_number=lease.key, name=name), last_fetched=tx.now)
    leases.succeed(tx, lease, Work())


def _fail(tx: Tx, retry_at: int) -> None:
    found = next(found for p in Priority if (found := leases.claimable(tx, p)))
    (lease,) = leases.claim(tx, found, "by-hand", 60_000)
    failure = Failure("not_found", "not_found", "BrickLink has no such part.")
    leases.fail(tx, lease, Work(), Fail("not_found", retry_at), failure, streak=1)
