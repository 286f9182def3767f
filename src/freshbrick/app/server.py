"""The server: everything built, started, served and stopped in order."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import NamedTuple

import uvicorn

from freshbrick.accounts.attempts import Attempts
from freshbrick.accounts.passwords import Passwords
from freshbrick.accounts.signin import SignIn
from freshbrick.api.actions import Actions
from freshbrick.api.application import build_application
from freshbrick.api.demo import DemoControl
from freshbrick.api.guard import Guard, Insider, why_unsafe
from freshbrick.api.live import LiveSocket
from freshbrick.api.metrics import Metrics
from freshbrick.api.queries import queries
from freshbrick.api.ui import WebUi
from freshbrick.api.websocket import MAX_SIZE, ImmediateProtocol
from freshbrick.app.wiring import background, policy_of
from freshbrick.app.work import Work
from freshbrick.live.hub import Hub
from freshbrick.model.clock import SECOND, Clock
from freshbrick.settings import Settings, SettingsError
from freshbrick.store.database import Database
from freshbrick.worker.refresh_worker import STOP_GRACE

GRACE_SECONDS = 2
"""How long a stop waits for requests that are being answered."""
VISIT_GRACE = 3 * SECOND
"""How long a command that is done waits for the call that its worker has under way."""

GC_THRESHOLDS = (20_000, 20, 20)
"""Answers hold no cycles: by Python's own (700, 10, 10) thousands of connections are looked through all the time."""


class Running(NamedTuple):
    """A server that answers: where, its live queries, and what lets it work where it did not from its start."""

    url: str
    hub: Hub
    work: Callable[[], None]


def listen(settings: Settings) -> socket.socket:
    """The socket to serve on. SettingsError where that is not possible, or not safe."""
    unsafe = why_unsafe(settings.host, settings.public_url, insecure_http=settings.insecure_http)
    if unsafe:
        raise SettingsError([unsafe])
    host, port = settings.host, settings.port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SettingsError(
            [f"Cannot listen on {host}, port {port}: {reason}. Choose another with --port."]
        ) from None
    listener.setsockopt(
        socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
    )  # asyncio does so only for sockets that it made
    return listener


@asynccontextmanager
async def running(
    settings: Settings,
    database: Database,
    clock: Clock,
    listener: socket.socket,
    *,
    with_worker: bool,
    insider: Insider | None = None,
    demo: DemoControl | None = None,
) -> AsyncIterator[Running]:
    """Serve on `listener` until the block is left; then stop in the reverse order of the start.

    With an `insider` all of it serves one command, and ends with it. With a `demo` it has switches for that.
    """
    policy = policy_of(settings, demo=demo is not None)
    hub = Hub(database, clock, queries(policy))
    guard = Guard(
        database,
        clock,
        public_url=settings.public_url,
        allowed_origins=settings.allowed_origins,
        insider=insider,
    )
    actions = Actions(database, policy)
    live = LiveSocket(
        database, hub, guard, actions, clock, connections_per_person=settings.connections_per_person
    )
    visiting = insider is not None
    stopping = asyncio.Event()
    async with background(settings, policy, database, clock, visiting=visiting) as (worker, crons):
        work = Work(worker, crons, VISIT_GRACE if visiting else STOP_GRACE)
        application = build_application(
            database=database,
            hub=hub,
            guard=guard,
            sign_in=SignIn(database, Passwords(), Attempts(clock)),
            actions=actions,
            policy=policy,
            clock=clock,
            live=live,
            metrics=Metrics(database, hub, policy, live=live, worker=worker if with_worker else None),
            ui=WebUi(pictures=policy.pictures == "bricklink"),
            worker_alive=work.alive if with_worker else None,
            stopping=stopping.is_set,
            on_demand=visiting,
            demo=demo,
        )
        hub.start()
        live.start()
        server = _Server(application)
        gc.freeze()  # what was built so far stays: no collection needs to look at it again
        gc.set_threshold(*GC_THRESHOLDS)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        if with_worker:
            work.start()
        try:
            yield Running(_url(listener), hub, work.start)
        finally:
            stopping.set()
            await asyncio.sleep(settings.stop_delay / 1000)  # until whoever sends us people has seen it
            await live.stop()
            server.should_exit = True
            await serving
            await work.stop()
            await hub.stop()


class _Server(uvicorn.Server):
    """Leaves the signals to `until_told_to_stop`: they concern more than the sockets."""

    def __init__(self, application: Callable[..., object]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http="httptools",
                ws=ImmediateProtocol,
                ws_max_size=MAX_SIZE,
                ws_per_message_deflate=False,  # small frames, many sockets: memory is dearer than bandwidth
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,  # `api.peers` reads them, and says when they are believed
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - where it can be reached from here
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
