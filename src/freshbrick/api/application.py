"""The whole application: what is true of every request, and who answers it."""

import re
from collections.abc import Callable
from functools import cache
from random import getrandbits
from typing import Final

import structlog
from structlog.contextvars import bind_contextvars

from freshbrick.accounts.signin import SignIn
from freshbrick.api.actions import Actions
from freshbrick.api.asgi import Answer, App, Receive, Send, respond
from freshbrick.api.demo import DemoControl
from freshbrick.api.framework import framework
from freshbrick.api.guard import Guard, Scope, is_preflight
from freshbrick.api.health import Health
from freshbrick.api.metrics import Metrics
from freshbrick.api.problems import send_problem
from freshbrick.api.reads import Reads, read_of
from freshbrick.api.traffic import Traffic
from freshbrick.api.ui import WebUi
from freshbrick.catalog.policy import Policy
from freshbrick.live.hub import Hub
from freshbrick.model.clock import Clock
from freshbrick.store.database import Database

_REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")

_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def build_application(
    *,
    database: Database,
    hub: Hub,
    guard: Guard,
    sign_in: SignIn,
    actions: Actions,
    policy: Policy,
    clock: Clock,
    live: App,
    metrics: Metrics,
    ui: WebUi,
    worker_alive: Callable[[], bool] | None = None,
    stopping: Callable[[], bool] = lambda: False,
    on_demand: bool = False,
    demo: DemoControl | None = None,
) -> App:
    """The ASGI application; whoever builds it starts and stops the hub and the socket.

    `live` answers the socket; `worker_alive` (None: another process works) and `stopping` are asked by `/readyz`.
    With `on_demand` the framework's part is built by the first request for it: a tenth of a second that many do not
    need.
    With a `demo` its owner has switches for it, below `/api/demo`.
    """
    given = {
        "database": database,
        "hub": hub,
        "guard": guard,
        "doorkeeper": sign_in,
        "actions": actions,
        "policy": policy,
        "health": Health(database, worker_alive, stopping),
        "metrics": metrics,
        "ui": ui,
        **({"demo": demo} if demo else {}),
    }
    routed = _OnDemand(lambda: framework(guard, given)) if on_demand else framework(guard, given)
    return Application(routed, live, Reads(hub, guard), guard, clock, metrics.traffic)


class Application:
    """Sends each request to whoever answers it, and sees to what all answers have in common."""

    def __init__(
        self, routed: App, live: App, reads: Reads, guard: Guard, clock: Clock, traffic: Traffic
    ) -> None:
        self._routed = routed
        self._live = live
        self._reads = reads
        self._guard = guard
        self._clock = clock
        self._traffic = traffic
        self._log = structlog.get_logger(__name__).bind()  # bound once: doing so costs more than a read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._routed(scope, receive, send)
        elif scope["path"] == "/api/live":
            bind_contextvars(request_id=_request_id(scope))
            await self._live(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens, and log it: never its query string, headers or body."""
        begun = self._clock.monotonic()
        request_id = _request_id(scope)
        answer = Answer(send, [(b"x-request-id", request_id.encode()), *self._guard.cors_headers(scope)])
        method = scope["method"]
        if method == "HEAD":  # answered as its GET: the server drops the body
            scope = {**scope, "method": "GET"}
        try:
            read = read_of(scope) if scope["method"] == "GET" else None
            if read is not None:
                await self._reads.answer(scope, answer, read)
            else:
                await self._route(scope, receive, answer, request_id)
        except Exception as error:
            if answer.status is not None:
                raise
            bind_contextvars(request_id=request_id)
            await send_problem(answer, error)
        ms = self._clock.monotonic() - begun
        self._traffic.count(method, scope, answer.status, ms)
        (self._log.debug if method in _READS else self._log.info)(
            "request.answered",
            method=method,
            path=scope["path"],
            status=answer.status,
            ms=ms,
            request_id=request_id,
        )

    async def _route(self, scope: Scope, receive: Receive, answer: Answer, request_id: str) -> None:
        bind_contextvars(request_id=request_id)  # the server runs each request in a context of its own
        if scope["path"] != "/healthz":  # whoever looks after the process may not know its name
            self._guard.check_host(scope)
        if is_preflight(scope):
            await respond(answer, 204, [])
        else:
            await self._routed(scope, receive, answer)


class _OnDemand:
    """An application that is built when it is first asked."""

    def __init__(self, build: Callable[[], App]) -> None:
        self._application = cache(build)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application()(scope, receive, send)


def _request_id(scope: Scope) -> str:
    """The one that a proxy gave it, or a new one."""
    given = dict(scope["headers"]).get(b"x-request-id")
    if given is None or not _REQUEST_ID.fullmatch(given):
        return f"{getrandbits(64):016x}"
    return str(given, "ascii")
