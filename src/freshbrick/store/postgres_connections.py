"""Connections to PostgreSQL: a pool, opened as they are needed; while the server is away, tried ever more rarely."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random
from typing import Any, Final

import asyncpg

from freshbrick.model.clock import SECOND, Clock
from freshbrick.store.database import DatabaseUnavailableError
from freshbrick.store.postgres_errors import LOST, is_lost

CONNECT_S: Final = 5.0
"""How long opening a connection may take, and waiting for one that is free."""
ANSWER_S: Final = 30.0
"""How long one answer may take: longer than the server lets a statement run, so only where the network is gone."""
CLOSE_S: Final = 5.0
STATEMENTS_KEPT: Final = 500
"""Prepared statements a connection: more than there are."""


class Backoff:
    """How long to leave a server alone that did not answer: ever longer, and not all processes for the same time."""

    FIRST: Final = 100
    LONGEST: Final = 5 * SECOND

    def __init__(self, clock: Clock, dice: Random) -> None:
        self._clock = clock
        self._dice = dice
        self._failures = 0
        self._until = 0

    def failed(self) -> int:
        """It did not answer, once more: the wait in ms."""
        longest = min(self.LONGEST, self.FIRST << min(self._failures, 10))
        wait = round(self._dice.uniform(longest / 2, longest))
        self._failures += 1
        self._until = self._clock.monotonic() + wait
        return wait

    def answered(self) -> None:
        self._failures = self._until = 0

    @property
    def waits(self) -> bool:
        """Whether it is still to be left alone."""
        return self._clock.monotonic() < self._until


class Connections:
    """At most `most` connections to the server at `url`; `prepare` says whether it keeps statements for us."""

    def __init__(self, url: str, *, most: int, prepare: bool, backoff: Backoff) -> None:
        kept = STATEMENTS_KEPT if prepare else 0
        self._options: dict[str, Any] = {
            "dsn": url,
            "timeout": CONNECT_S,
            "command_timeout": ANSWER_S,
            "statement_cache_size": kept,
            "max_cached_statement_lifetime": 0,
        }
        self._most = most
        self._backoff = backoff
        self._pool: asyncpg.Pool[Any] | None = None
        self._closed = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Any]:
        """A connection outside a transaction; whatever it is left in is rolled back. DatabaseUnavailableError."""
        pool, connection = await self._taken()
        try:
            yield connection
        except BaseException as error:
            if is_lost(error):
                connection.terminate()
            raise
        finally:
            await _returned(pool, connection)

    async def apart(self) -> "asyncpg.Connection[Any]":
        """A connection of the caller's own, to listen on. Raises what the driver raises."""
        connection: asyncpg.Connection[Any] = await asyncpg.connect(**self._options)
        return connection

    async def close(self) -> None:
        """Let those finish that are in use."""
        self._closed = True
        if self._pool is not None:
            try:
                async with asyncio.timeout(CLOSE_S):
                    await self._pool.close()
            except (TimeoutError, *LOST):
                self._pool.terminate()

    async def _taken(self) -> tuple["asyncpg.Pool[Any]", Any]:
        if self._closed:
            raise DatabaseUnavailableError("the database is closed")
        if self._backoff.waits:
            raise DatabaseUnavailableError("the server did not answer a moment ago")
        try:
            if self._pool is None:
                self._pool = asyncpg.create_pool(
                    **self._options, min_size=0, max_size=self._most, reset=_left_as_it_is
                )
                await self._pool
            connection = await self._pool.acquire(timeout=CONNECT_S)
        except Exception as error:
            self._backoff.failed()
            raise DatabaseUnavailableError(f"no connection: {str(error) or type(error).__name__}") from error
        self._backoff.answered()
        return self._pool, connection


async def _returned(pool: "asyncpg.Pool[Any]", connection: Any) -> None:
    with suppress(*LOST, asyncpg.PostgresError):
        if connection.is_in_transaction():
            await connection.execute("ROLLBACK")
    with suppress(*LOST, asyncpg.PostgresError):
        await pool.release(connection)  # shielded by the pool itself


async def _left_as_it_is(_connection: Any) -> None:
    """Nothing that we do outlives its transaction: the driver's own clean-up is a round trip for nothing."""
