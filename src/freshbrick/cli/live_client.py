"""The live socket: one session over as many connections as it takes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Subprotocol

from freshbrick.cli.failures import CommandError, ExitCode, not_ours, not_signed_in, unreachable
from freshbrick.cli.live_session import Event, LiveSession, Offline
from freshbrick.cli.server_client import Server
from freshbrick.model.clock import SECOND

SUBPROTOCOL = Subprotocol("freshbrick.live.v1")
BACKOFF_BASE = SECOND // 2
BACKOFF_MAX = 30 * SECOND
TOO_LARGE = 1009
NOT_ALLOWED = 4503


class LiveClient:
    """`clock` tells ms UTC, `dice` spread the clients that come back to a server."""

    def __init__(self, server: Server, *, clock: Callable[[], int], dice: Random) -> None:
        self._server = server
        self._clock = clock
        self._dice = dice

    async def events(self, session: LiveSession[Any]) -> AsyncGenerator[Event]:
        """Whatever happens to the session, for ever. CommandError if there is no server, or coming back is no use."""
        socket: ClientConnection | None = await self._first()
        failures = 0
        while True:
            if socket is not None:
                try:
                    async for event in self._talk(socket, session):
                        yield event
                except ConnectionClosed as closed:
                    self._stop_if_final(closed)
                finally:
                    await socket.close()
                failures = 0 if session.told else failures
            wait = backoff(failures, self._dice)
            failures += 1
            yield Offline(wait)
            await asyncio.sleep(wait / 1000)
            socket = await self._again()

    async def _talk(self, socket: ClientConnection, session: LiveSession[Any]) -> AsyncIterator[Event]:
        await socket.send(session.hello())
        while True:
            wait = session.wait_ms(self._clock())
            if wait == 0:
                await socket.send(session.ask())
            elif (frame := await _frame(socket, wait)) is not None:
                for event in session.receive(frame, self._clock()):
                    yield event

    async def _first(self) -> ClientConnection:
        try:
            return await self._connect()
        except (OSError, TimeoutError) as error:
            raise unreachable(self._server.url) from error
        except WebSocketException as error:
            self._stop_if_refused(error)
            raise not_ours(f"{self._server.url}/api/live") from error

    async def _again(self) -> ClientConnection | None:
        """None if the server is still away."""
        try:
            return await self._connect()
        except (OSError, TimeoutError):
            return None
        except WebSocketException as error:
            self._stop_if_refused(error)
            return None

    async def _connect(self) -> ClientConnection:
        return await connect(
            self._server.live_url,
            subprotocols=[SUBPROTOCOL],
            additional_headers=self._server.headers(),
            proxy=None,
            close_timeout=1,  # seconds, which Ctrl-C would wait for a server that hangs
        )

    def _stop_if_refused(self, error: WebSocketException) -> None:
        if isinstance(error, InvalidStatus) and error.response.status_code in (401, 403):
            raise not_signed_in(token_given=self._server.token_given) from error

    def _stop_if_final(self, closed: ConnectionClosed) -> None:
        code, reason = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (0, "")
        if code == NOT_ALLOWED:
            raise not_signed_in(token_given=self._server.token_given) from closed
        if final(code):
            raise CommandError(
                f"The server ended the watch: {reason or f'code {code}'}.", ExitCode.FAILED
            ) from closed


async def _frame(socket: ClientConnection, wait_ms: int | None) -> str | bytes | None:
    """The next frame; None if there was none in that time."""
    try:
        async with asyncio.timeout(None if wait_ms is None else wait_ms / 1000):
            return await socket.recv()
    except TimeoutError:
        return None


def final(code: int) -> bool:
    """Whether a connection that ended with `code` would end so again."""
    return code == TOO_LARGE or 4500 <= code <= 4999


def backoff(failures: int, dice: Random) -> int:
    """Milliseconds until the next try after `failures` in a row, with full jitter."""
    return round(dice.uniform(0, min(BACKOFF_MAX, BACKOFF_BASE << min(failures, 16))))
