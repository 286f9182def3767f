"""The whole application: what is true of every request, and who answers it."""

import re
from collections.abc import Callable
from functools import cache
from secrets import token_hex
from typing import Final

import structlog
from structlog.contextvars import bound_contextvars

from freshbrick.accounts.signin import SignIn
from freshbrick.api.actions import Actions
from freshbrick.api.asgi import App, Message, Receive, Send, header, respond
from freshbrick.api.framework import framework
from freshbrick.api.guard import Guard, Headers, Scope, is_preflight
from freshbrick.api.health import Health
from freshbrick.api.problems import send_problem
from freshbrick.api.reads import Reads, segments
from freshbrick.catalog.policy import Policy
from freshbrick.live.hub import Hub
from freshbrick.model.clock import Clock
from freshbrick.store.database import Database

_DEFAULTS: Final = {
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
"""Headers of every answer that does not say otherwise."""
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")

log = structlog.get_logger(__name__)


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
    migrated: Callable[[], bool],
    worker_alive: Callable[[], bool] | None = None,
    on_demand: bool = False,
) -> App:
    """The ASGI application; whoever builds it starts and stops the hub and the socket.

    `live` answers the socket; `migrated` and `worker_alive` (None: another process works) are asked by `/readyz`. With
    `on_demand` the framework's part is built by the first request for it: a tenth of a second that many do not need.
    """
    given = {
        "database": database,
        "hub": hub,
        "guard": guard,
        "doorkeeper": sign_in,
        "actions": actions,
        "policy": policy,
        "health": Health(database, migrated, worker_alive),
    }
    routed = _OnDemand(lambda: framework(guard, given)) if on_demand else framework(guard, given)
    return Application(routed, live, Reads(hub, guard), guard, clock)


class Application:
    """Sends each request to whoever answers it, and sees to what all answers have in common."""

    def __init__(self, routed: App, live: App, reads: Reads, guard: Guard, clock: Clock) -> None:
        self._routed = routed
        self._live = live
        self._reads = reads
        self._guard = guard
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._routed(scope, receive, send)
        elif scope["path"] == "/api/live":
            await self._live(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens, and log it: never its query string, headers or body."""
        begun = self._clock.monotonic()
        request_id = _request_id(scope)
        with bound_contextvars(request_id=request_id):
            answer = _Answer(send, scope, [(b"x-request-id", request_id.encode())])
            try:
                answer.extra += self._guard.cors_headers(scope)
                await self._dispatch(answer.scope, receive, answer)
            except Exception as error:
                if answer.status is not None:
                    raise
                await send_problem(answer, error)
            write = scope["method"] not in ("GET", "HEAD", "OPTIONS")
            (log.info if write else log.debug)(
                "request.answered",
                method=scope["method"],
                path=scope["path"],
                status=answer.status,
                ms=self._clock.monotonic() - begun,
            )

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/healthz":  # whoever looks after the process may not know its name
            self._guard.check_host(scope)
        path = segments(scope) if scope["method"] == "GET" else None
        if is_preflight(scope):
            await respond(send, 204, [])
        elif path is not None:
            await self._reads.answer(scope, send, path)
        else:
            await self._routed(scope, receive, send)


class _OnDemand:
    """An application that is built when it is first asked."""

    def __init__(self, build: Callable[[], App]) -> None:
        self._application = cache(build)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application()(scope, receive, send)


class _Answer:
    """Sends on, with the headers that every answer has; a HEAD is answered as its GET: the server drops the body."""

    def __init__(self, send: Send, scope: Scope, extra: Headers) -> None:
        self._send = send
        self.scope = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        self.extra = extra
        self.status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            told = [(bytes(name).lower(), value) for name, value in message["headers"]]
            names = {name for name, _ in told}
            defaults = [pair for pair in _DEFAULTS.items() if pair[0] not in names]
            message = {**message, "headers": [*told, *defaults, *self.extra]}
        await self._send(message)


def _request_id(scope: Scope) -> str:
    """The one that a proxy gave it, or a new one."""
    given = header(scope, b"x-request-id")
    return given if _REQUEST_ID.fullmatch(given) else token_hex(8)
