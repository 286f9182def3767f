"""One open socket: reads what the client asks for, and one task that writes what it is owed."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from freshbrick.accounts.people import Person
from freshbrick.live.hub import Hub, Watch
from freshbrick.live.protocol import (
    ACTIONS,
    HEARTBEAT_MS,
    Act,
    CloseCode,
    Ping,
    ProtocolError,
    Result,
    Welcome,
)
from freshbrick.live.query import Answer
from freshbrick.live.session import Session, Start, Step, Stop
from freshbrick.model.clock import SECOND, Clock
from freshbrick.model.errors import RequestError

STALL = 10 * SECOND
"""A send that takes longer than this ends the connection."""
BACKLOG = 1_024
"""With so much unsent nothing more is read."""

RunAction = Callable[[Act, Person], Awaitable[Result]]


class Socket(Protocol):
    """A WebSocket after its handshake."""

    async def receive(self) -> str | bytes | None:
        """The next frame; None once the connection has ended."""
        ...

    async def send(self, frame: str) -> None:
        """Send a text frame, as soon as the one before has left. Raises OSError if the peer is gone."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Send a close frame after all others. Raises OSError if the peer is gone."""
        ...

    def takes_more(self) -> bool:
        """Whether it may be given a frame without waiting."""
        ...

    def send_now(self, frame: bytes) -> None:
        """Send a text frame without waiting, where it takes more."""
        ...

    def drop(self, code: int) -> None:
        """End it now, whatever has not left."""
        ...


class Connection:
    """`person` may be replaced while it lasts, by a newer state of the same one; `soon` sees to it that it is flushed.

    What the peer takes is sent by `flush`; where it reads too slowly for that, a task waits for it.
    """

    def __init__(
        self,
        socket: Socket,
        hub: Hub,
        clock: Clock,
        person: Person,
        run_action: RunAction,
        soon: Callable[["Connection"], None],
    ) -> None:
        self.person = person
        self._soon = soon
        self._socket = socket
        self._hub = hub
        self._clock = clock
        self._run_action = run_action
        self._session = Session()
        self._watches: dict[int, Watch] = {}
        self._actions = asyncio.Semaphore(ACTIONS)
        self._work = asyncio.Event()  # the writer has something to do
        self._idle = asyncio.Event()  # the writer has nothing to do
        self._closing: tuple[CloseCode, str] | None = None
        self._writer: asyncio.Task[None] | None = None
        self._sending_since: int | None = None
        self._sent_at = clock.monotonic()
        self._cause: int | None = None  # when the first commit returned that the next update tells of

    async def run(self, welcome: Welcome) -> None:
        """Serve it until it ends; actions under way are finished first."""
        self._owe(welcome)
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(self._read(tasks))
            self._writer = tasks.create_task(self._write())
            try:
                await asyncio.wait({reader, self._writer}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                reader.cancel()
                self._writer.cancel()
                for watch in self._watches.values():
                    watch.close()

    def close(self, code: CloseCode, reason: str = "") -> None:
        """End it with `code`; what is owed is not sent any more."""
        self._closing = self._closing or (code, reason)
        self._work.set()

    def tend(self) -> None:
        """Look after it every second: a ping after a silence, the end for who does not read."""
        now = self._clock.monotonic()
        if self._sending_since is not None:
            if now - self._sending_since >= STALL:
                self._drop()
        elif now - self._sent_at >= HEARTBEAT_MS:
            self._owe(Ping(self._clock.now()))

    def flush(self, now: int, at: int) -> None:
        """Send what is owed as far as the peer takes it, and leave the rest to the writer."""
        if self._closing is None and self._sending_since is None:
            while self._socket.takes_more() and (frame := self._session.next_frame(now)):
                self._socket.send_now(frame)
                self._sent_at = at
        if self._session.backlog:
            self._work.set()
        else:
            self._all_has_left()

    def _drop(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
        self._socket.drop(CloseCode.TOO_SLOW)

    async def _read(self, tasks: asyncio.TaskGroup) -> None:
        while (frame := await self._socket.receive()) is not None:
            if self._closing is not None:
                continue
            try:
                steps = self._session.receive(frame)
            except ProtocolError as error:
                self.close(error.code, str(error))
                continue
            for step in steps:
                await self._take(step, tasks)
            self._soon(self)
            if self._session.backlog >= BACKLOG:
                await self._written()

    async def _take(self, step: Step, tasks: asyncio.TaskGroup) -> None:
        match step:
            case Start(id_, query, args):
                try:
                    self._watches[id_] = self._hub.watch(query, args, self.person, partial(self._notice, id_))
                except RequestError as error:
                    self._session.refuse(id_, error)
            case Stop(id_):
                if id_ in self._watches:
                    self._watches.pop(id_).close()
            case Act():
                await self._actions.acquire()
                tasks.create_task(self._act(step))

    async def _written(self) -> None:
        """Wait until the peer has taken all that it is owed."""
        self._idle.clear()
        self._work.set()
        await self._idle.wait()

    async def _act(self, act: Act) -> None:
        self._owe(await self._run_action(act, self.person))
        self._actions.release()

    def _owe(self, message: Welcome | Result | Ping) -> None:
        self._session.owe(message)
        self._soon(self)

    def _notice(self, id_: int, answer: Answer) -> None:
        if self._session.notice(id_, answer) and self._cause is None:
            self._cause = self._hub.cause
        self._soon(self)

    async def _write(self) -> None:
        try:
            while self._closing is None:
                await self._send_all()
                self._idle.set()
                await self._work.wait()
                self._work.clear()
            await self._socket.close(*self._closing)
        except OSError:
            pass  # the peer is gone

    async def _send_all(self) -> None:
        while self._closing is None and (frame := self._session.next_frame(self._clock.now())):
            self._sending_since = self._clock.monotonic()
            await self._socket.send(frame.decode())
            self._sending_since = None
            self._sent_at = self._clock.monotonic()
        self._all_has_left()

    def _all_has_left(self) -> None:
        if (
            self._cause is not None and self._sent_at >= self._cause
        ):  # else it was taken back before it was told
            self._hub.pushes.add(self._sent_at - self._cause)
        self._cause = None
