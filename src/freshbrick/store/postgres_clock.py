"""The database server's time: hosts whose own clocks disagree agree by it."""

from typing import Final, Protocol

from freshbrick.model.clock import Clock, Event
from freshbrick.store.postgres_tx import Connection

_NOW: Final = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"


class AskedClock(Clock, Protocol):
    """A clock that a database server is asked for."""

    async def ask(self, connection: Connection, /) -> int:
        """The server's time, ms UTC: every transaction begins by asking."""
        ...


class ServerClock:
    """What the server said last, carried on by this host's monotonic clock; `host` tells until it was asked."""

    def __init__(self, host: Clock) -> None:
        self._host = host
        self._said = host.now()
        self._said_at = host.monotonic()

    async def ask(self, connection: Connection) -> int:
        self._said = int(await connection.fetchval(_NOW))
        self._said_at = self._host.monotonic()
        return self._said

    def now(self) -> int:
        return self._said + self._host.monotonic() - self._said_at

    def monotonic(self) -> int:
        return self._host.monotonic()

    async def wait(self, event: Event, timeout_ms: int | None) -> bool:
        return await self._host.wait(event, timeout_ms)
