"""The live connection of a client: one socket for all that it watches, and HTTP where no socket can be had."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from random import Random
from typing import TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from freshbrick.client.errors import ClientError, not_signed_in, unreachable
from freshbrick.client.events import Event, Offline
from freshbrick.client.http import Http
from freshbrick.client.mailbox import Mailbox
from freshbrick.client.polling import poll
from freshbrick.client.queries import Query
from freshbrick.client.server import Server
from freshbrick.client.session import LiveSession
from freshbrick.client.subscription import Subscription
from freshbrick.model.clock import SECOND

T = TypeVar("T")

SUBPROTOCOL = Subprotocol("freshbrick.live.v1")
BACKOFF_BASE = SECOND // 2
BACKOFF_MAX = 30 * SECOND
PATIENCE = 3
"""Sockets in a row that bring nothing before the values are read over HTTP."""
TOO_LARGE = 1009
LONGEST_FRAME = 8 * 2**20
"""Bytes. What is told at once shares a frame: with two pages of lots more than the 1 MiB that sockets take unasked."""
NOT_ALLOWED = 4503


class LiveConnection:
    """Open while anything is watched. `clock` tells ms UTC, `dice` spread the clients that come back to a server."""

    def __init__(self, server: Server, http: Http, *, clock: Callable[[], int], dice: Random) -> None:
        self._server = server
        self._http = http
        self._clock = clock
        self._dice = dice
        self._session = LiveSession()
        self._mailboxes: dict[int, Mailbox] = {}
        self._wake = asyncio.Event()
        self._reached = False
        self._running: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def now(self) -> int:
        """The server's clock, ms UTC, as far as it has told it."""
        return self._session.server_time(self._clock())

    async def events(
        self, query: Query[T], *, refresh: bool = True, first_ask: Mapping[str, bool] | None = None
    ) -> AsyncGenerator[Event]:
        """Whatever happens to the value, for ever. ClientError if there is no server, or coming back is no use."""
        rule = self._session.rule(query)
        subscription = Subscription(query, refresh=refresh, first_ask=first_ask, rule=rule)
        number = self._session.add(subscription)
        mailbox = self._mailboxes[number] = Mailbox()
        self._wake.set()
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        try:
            while True:
                yield await mailbox.take()
        finally:
            self._leave(number)

    async def close(self) -> None:
        """End every watch."""
        self._end_all(ClientError("ended", "The client was closed."))
        self._stop()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _leave(self, number: int) -> None:
        self._session.drop(number)
        self._mailboxes.pop(number, None)
        self._wake.set()
        if not self._mailboxes:
            self._stop()

    def _stop(self) -> None:
        """Let the connection end; whoever watches again has another."""
        if self._running is not None:
            self._running.cancel()
            self._ending.add(self._running)
            self._running.add_done_callback(self._ending.discard)
            self._running = None

    async def _run(self) -> None:
        """One connection after the other, until nothing is watched or no other would be better."""
        failures = 0
        try:
            while True:
                failures = 0 if await self._connection() else failures + 1
                wait = backoff(failures, self._dice)
                self._tell_all(Offline(wait))
                if failures >= PATIENCE:
                    await self._poll()
                await asyncio.sleep(wait / 1000)
        except ClientError as error:
            self._end_all(error)
        except Exception as error:
            self._end_all(ClientError("internal", f"The client broke: {type(error).__name__}."))
            raise

    async def _connection(self) -> bool:
        """A connection from its beginning to its end; whether it brought anything."""
        socket = await self._connect()
        if socket is None:
            return False
        self._reached = True
        try:
            await self._talk(socket)
        except ConnectionClosed as closed:
            self._stop_if_final(closed)
        finally:
            await socket.close()
        return self._session.told

    async def _connect(self) -> ClientConnection | None:
        """None if no socket can be had now. ClientError if the server was never there, or does not let us in."""
        try:
            return await connect(
                self._server.live_url,
                subprotocols=[SUBPROTOCOL],
                additional_headers=self._server.headers(),
                proxy=None,
                max_size=LONGEST_FRAME,
                close_timeout=1,  # seconds, which Ctrl-C would wait for a server that hangs
            )
        except (OSError, TimeoutError) as error:
            if not self._reached:
                raise unreachable(self._server.url) from error
        except WebSocketException as error:
            if isinstance(error, InvalidStatus) and error.response.status_code in (401, 403):
                raise not_signed_in(token_given=self._server.token_given) from error
        return None

    async def _talk(self, socket: ClientConnection) -> None:
        """Send what there is to send and read what comes, until the connection ends."""
        self._session.begin()
        reading = asyncio.create_task(self._read(socket))
        reading.add_done_callback(lambda _: self._wake.set())
        try:
            while not reading.done():
                self._wake.clear()
                frames = list(self._session.frames(self._clock()))  # while one is sent others may come and go
                for frame in frames:
                    await socket.send(frame)
                await self._rest(self._session.wait_ms(self._clock()))
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self, socket: ClientConnection) -> None:
        while True:
            for number, event in self._session.receive(await socket.recv(), self._clock()):
                self._tell(number, event)
            self._wake.set()

    async def _rest(self, wait_ms: int | None) -> None:
        """Until something happens, or that time has passed."""
        try:
            async with asyncio.timeout(None if wait_ms is None else wait_ms / 1000):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _poll(self) -> None:
        """Look at everything once over HTTP: a proxy that lets no socket through may let that through."""
        try:
            for number, subscription in list(self._session.subscriptions.items()):
                async for event in poll(self._http, subscription, self.now):
                    self._tell(number, event)
        except ClientError:  # no server answers: the others would only wait for the same
            return

    def _tell(self, number: int, event: Event | ClientError) -> None:
        if (mailbox := self._mailboxes.get(number)) is not None:
            mailbox.put(event)
        if isinstance(event, ClientError):
            self._session.drop(number)

    def _tell_all(self, event: Event) -> None:
        for mailbox in self._mailboxes.values():
            mailbox.put(event)

    def _end_all(self, error: ClientError) -> None:
        for mailbox in self._mailboxes.values():
            mailbox.put(error)

    def _stop_if_final(self, closed: ConnectionClosed) -> None:
        code, reason = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (0, "")
        if code == NOT_ALLOWED:
            raise not_signed_in(token_given=self._server.token_given) from closed
        if final(code):
            raise ClientError("ended", f"The server ended the watch: {reason or f'code {code}'}.") from closed


def final(code: int) -> bool:
    """Whether a connection that ended with `code` would end so again."""
    return code == TOO_LARGE or 4500 <= code <= 4999


def backoff(failures: int, dice: Random) -> int:
    """Milliseconds until the next try after `failures` in a row, with full jitter."""
    return round(dice.uniform(0, min(BACKOFF_MAX, BACKOFF_BASE << min(failures, 16))))
