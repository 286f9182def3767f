"""The live socket `/api/live`: handshakes, and everything that concerns all connections."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Final, Protocol

import structlog
from msgspec import Raw

from freshbrick.accounts.people import Person
from freshbrick.api.asgi import Message, Receive, Send
from freshbrick.api.guard import Guard, Handshake, Scope
from freshbrick.api.problems import problem, send_problem
from freshbrick.api.websocket import immediate
from freshbrick.live.connection import Connection
from freshbrick.live.flushing import Flushing
from freshbrick.live.hub import Hub
from freshbrick.live.protocol import Act, CloseCode, Limits, LiveError, Result, Welcome
from freshbrick.model.clock import SECOND, Clock
from freshbrick.model.errors import RequestError
from freshbrick.store.database import EVERYTHING, Database, DatabaseUnavailableError
from freshbrick.store.keys import PEOPLE

CONNECTIONS_PER_TOKEN: Final = 10_000
TICK: Final = SECOND
RECHECK: Final = 10 * SECOND
"""Where anything may have changed, the people behind open connections are looked at no more often than this."""
GOODBYE_SECONDS: Final = 2.0
KNOWN_CODES: Final = frozenset({1000, 1001, 1005, 1006, 1011, *CloseCode})
"""Ours and what peers end with (RFC 6455, 7.4.1). They may name any number, so others are counted as one."""
REASON_BYTES: Final = 123
"""A close frame has no room for more (RFC 6455, 5.5)."""

log = structlog.get_logger(__name__)


class Actions(Protocol):
    """Whatever runs actions by name."""

    async def run(self, name: str, args: Raw, person: Person, /) -> object:
        """Run it with its arguments as JSON. Raises `RequestError`."""
        ...


class LiveSocket:
    """An ASGI application for WebSocket scopes. Lives on one event loop, between `start` and `stop`."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        guard: Guard,
        actions: Actions,
        clock: Clock,
        *,
        connections_per_person: int = 50,
    ) -> None:
        self._hub = hub
        self._guard = guard
        self._actions = actions
        self._clock = clock
        self._per_person = connections_per_person
        self._flushing = Flushing(clock)
        self._open: dict[Connection, Scope] = {}  # the handshake's scope still tells who it is
        self.closed: Counter[str] = Counter()
        """Connections that ended, by close code."""
        self._held: Counter[tuple[int, str]] = Counter()
        self._touches = 0
        self._recheck_at: int | None = None
        self._rechecked = clock.monotonic()
        self._stopping = asyncio.Event()
        self._empty = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        database.subscribe(self._touched)

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._open)

    def start(self) -> None:
        """Begin to look after what is open."""
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Tell everybody to come back to another process; call this before the server closes its sockets."""
        self._stopping.set()
        for connection in self._open:
            connection.close(CloseCode.GOING_AWAY)
        if self._open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), GOODBYE_SECONDS)
        if self._keeper is not None:
            await self._keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection from its handshake to its end."""
        await receive()  # websocket.connect
        touches = self._touches
        try:
            handshake = await self._shake_hands(scope)
        except (RequestError, DatabaseUnavailableError) as error:
            code = error.code if isinstance(error, RequestError) else "unavailable"
            log.info("live.refused", code=code)
            await _refuse(scope, send, error)
            return
        if touches != self._touches:  # perhaps this person was read before it
            self._recheck_by(self._clock.monotonic())
        socket = _Socket(scope, receive, send)
        connection = Connection(
            socket, self._hub, self._clock, handshake.person, self._act, self._flushing.add
        )
        with self._registered(connection, scope), self._told(socket, handshake.person), suppress(OSError):
            await send({"type": "websocket.accept", "subprotocol": handshake.subprotocol})
            await connection.run(self._welcome(handshake.person))

    async def _shake_hands(self, scope: Scope) -> Handshake:
        if self._stopping.is_set():
            raise RequestError("unavailable", "This server is about to stop.", SECOND)
        return await self._guard.handshake(scope)

    @contextmanager
    def _registered(self, connection: Connection, scope: Scope) -> Iterator[None]:
        holder = (connection.person.id, connection.person.via)
        self._open[connection] = scope
        self._held[holder] += 1
        if self._held[holder] > self._limit(connection.person):
            connection.close(CloseCode.OVERLOADED, "Too many connections of one person.")
        try:
            yield
        finally:
            del self._open[connection]
            self._held[holder] -= 1
            if not self._open:
                self._empty.set()

    @contextmanager
    def _told(self, socket: "_Socket", person: Person) -> Iterator[None]:
        """Log its beginning and its end, and count that by its code."""
        begun = self._clock.monotonic()
        log.debug("live.opened", person=person.name, via=person.via)
        try:
            yield
        finally:
            known = socket.code in KNOWN_CODES
            self.closed[str(int(socket.code)) if known else "other"] += 1
            ms = self._clock.monotonic() - begun
            log.info("live.closed", code=int(socket.code), person=person.name, via=person.via, ms=ms)

    def _limit(self, person: Person) -> int:
        return CONNECTIONS_PER_TOKEN if person.via == "token" else self._per_person

    def _welcome(self, person: Person) -> Welcome:
        return Welcome(self._clock.now(), Limits(self._limit(person)))

    async def _act(self, act: Act, person: Person) -> Result:
        try:
            return Result(act.id, value=await self._actions.run(act.action, act.args, person))
        except Exception as error:  # noqa: BLE001 - told to the asker; `problem` logs what nobody foresaw
            told = problem(error)
            return Result(act.id, error=LiveError(told.code, told.detail, told.retry_after_ms))

    # --- looking after everybody ---

    def _touched(self, keys: Collection[str]) -> None:
        if PEOPLE in keys:
            self._touches += 1
            self._recheck_by(self._clock.monotonic())
        elif EVERYTHING in keys:
            self._touches += 1
            self._recheck_by(self._rechecked + RECHECK)

    def _recheck_by(self, at: int) -> None:
        self._recheck_at = at if self._recheck_at is None else min(at, self._recheck_at)

    async def _keep(self) -> None:
        while not await self._clock.wait(self._stopping, TICK):
            for connection in list(self._open):
                connection.tend()
            await self._recheck()

    async def _recheck(self) -> None:
        """End what its person may not have any more, because of a write or because of time."""
        everybody = self._recheck_at is not None and self._recheck_at <= self._clock.monotonic()
        if everybody:
            self._recheck_at, self._rechecked = None, self._clock.monotonic()
        now = self._clock.now()
        for connection, scope in list(self._open.items()):
            ends = connection.person.expires_at
            if everybody or (ends is not None and ends <= now):
                await self._look_again(connection, scope)

    async def _look_again(self, connection: Connection, scope: Scope) -> None:
        try:
            connection.person = await self._guard.person(scope)
        except RequestError as error:
            connection.close(CloseCode.NOT_ALLOWED, error.message)
        except DatabaseUnavailableError as error:  # ends nobody
            log.warning("live.recheck_failed", reason=str(error))
            self._recheck_by(self._clock.monotonic())
        except Exception as error:  # nor does what nobody foresaw, nor this
            log.warning("live.recheck_failed", exc_info=error)
            self._recheck_by(self._clock.monotonic())
        await asyncio.sleep(0)  # reads may be inline: let others go on between thousands of them


class _Socket:
    """An accepted ASGI WebSocket; `code` is what it ended with, 1006 if nobody said."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._server = immediate(scope)
        self.takes_more = self._server.takes_more
        self.send_now = self._server.send_now
        self.code = 1006

    async def receive(self) -> str | bytes | None:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            self._ended(message.get("code") or 1005)
            return None
        text: str | None = message.get("text")
        return text if text is not None else b""

    async def send(self, frame: str) -> None:
        await self._send({"type": "websocket.send", "text": frame})

    async def close(self, code: int, reason: str) -> None:
        self._ended(code)
        short = reason.encode()[:REASON_BYTES].decode(errors="ignore")
        await self._send({"type": "websocket.close", "code": code, "reason": short})

    def drop(self, code: int) -> None:
        self._ended(code)
        self._server.drop(code)

    def _ended(self, code: int) -> None:
        """Whoever says so first has ended it; the answer to a close repeats its code."""
        if self.code == 1006:
            self.code = code


async def _refuse(scope: Scope, send: Send, error: Exception) -> None:
    """Answer a handshake over HTTP; a server that cannot do so answers 403 by itself."""

    async def send_refusal(message: Message) -> None:
        await send({**message, "type": f"websocket.{message['type']}"})

    if "websocket.http.response" in (scope.get("extensions") or {}):
        await send_problem(send_refusal, error)
    else:
        await send({"type": "websocket.close"})
