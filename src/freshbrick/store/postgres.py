"""PostgreSQL behind the seam: the same functions, for as many processes as there are."""

import asyncio
import secrets
from collections.abc import Callable
from random import Random
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.util import greenlet_spawn

from freshbrick.store.database import Commits, DatabaseUnavailableError, Listener, NotNowError, Tx
from freshbrick.store.listeners import Listeners
from freshbrick.store.postgres_clock import AskedClock
from freshbrick.store.postgres_connections import Backoff, Connections
from freshbrick.store.postgres_errors import is_again, is_lost, may_pass
from freshbrick.store.postgres_notices import Listener as NoticeListener
from freshbrick.store.postgres_notices import Poller
from freshbrick.store.postgres_tx import PostgresTx, Session
from freshbrick.store.postgres_writer import LOCK_MS, PostgresWriter, begin
from freshbrick.store.statements import Statements

P = ParamSpec("P")
T = TypeVar("T")

DIALECT: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]
CONNECTIONS: Final = 10
LANES: Final = 4
"""Writes at once: more would only wait for each other's locks."""
_SNAPSHOT: Final = begin("ISOLATION LEVEL REPEATABLE READ READ ONLY", LOCK_MS)


class PostgresDatabase:
    """A database behind a server, between `start` and `close`; the schema must be there already.

    `poll` (ms) says how often to look for other processes' commits where notices do not get through; None: listen.
    """

    def __init__(
        self,
        url: str,
        clock: AskedClock,
        dice: Random,
        *,
        connections: int = CONNECTIONS,
        poll: int | None = None,
    ) -> None:
        self._clock = clock
        self._statements = Statements(DIALECT)
        self._listeners = Listeners()
        self.commits = Commits()
        self._connections = Connections(
            url, most=connections, prepare=poll is None, backoff=Backoff(clock, dice)
        )
        name = secrets.token_hex(4)
        self._writer = PostgresWriter(
            self._connections,
            self._statements,
            clock,
            name,
            self._listeners.tell,
            self.commits,
            lanes=min(LANES, max(1, connections // 2)),
        )
        self._watch = (
            NoticeListener(self._connections, clock, Backoff(clock, dice), name, self._listeners.tell)
            if poll is None
            else Poller(self._connections, clock, poll, self._listeners.tell)
        )
        self._watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to hear of others' commits; from here on the clock is the server's. DatabaseUnavailableError."""
        try:
            await self._watch.start()
            await self._snapshot(lambda tx: tx.now)
        except Exception as error:
            raise DatabaseUnavailableError(str(error) or type(error).__name__) from error
        self._watching = asyncio.create_task(self._watch.run())

    def read_now(self, fn: Callable[Concatenate[Tx, P], T], /, *_args: P.args, **_kwargs: P.kwargs) -> T:
        raise NotNowError(f"{fn} waits for the server")

    async def read(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._snapshot(fn, *args, **kwargs)
        except Exception as error:
            if not may_pass(error):
                raise
            if not (is_lost(error) or is_again(error)):
                raise DatabaseUnavailableError(str(error)) from error
        try:  # a connection that died while it was idle shows that only when it is used
            return await self._snapshot(fn, *args, **kwargs)
        except Exception as error:
            if not may_pass(error):
                raise
            raise DatabaseUnavailableError(str(error)) from error

    async def scan(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.read(fn, *args, **kwargs)

    async def write(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._writer.submit(lambda tx: fn(tx, *args, **kwargs))

    def subscribe(self, listener: Listener, /) -> None:
        self._listeners.add(listener)

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._writer.close()
        await self._connections.close()

    async def _snapshot(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._connections.one() as connection:
            await connection.execute(_SNAPSHOT)
            tx = PostgresTx(Session(connection, self._statements), await self._clock.ask(connection))
            return await greenlet_spawn(lambda: fn(tx, *args, **kwargs))
