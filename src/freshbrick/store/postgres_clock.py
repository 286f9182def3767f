"""The database server's time: hosts whose own clocks disagree agree by it."""

from typing import Final, Protocol

from freshbrick.model.clock import SECOND, Clock, Event
from freshbrick.store.postgres_tx import Connection

BELIEVED: Final = SECOND
"""Ms for which an answer is carried on by this host's monotonic clock: asking costs a round trip."""
EXACT: Final = 10
"""An answer that took longer (ms) leaves open when it was given: the next transaction asks again."""

_NOW: Final = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"


class AskedClock(Clock, Protocol):
    """A clock that a database server is asked for."""

    async def ask(self, connection: Connection, /) -> int:
        """The server's time, ms UTC: every transaction begins by asking."""
        ...

    def heard(self, now: int, /) -> None:
        """Another process, by the same server's clock, was at `now` when it told us something: so are we."""
        ...


class ServerClock:
    """What the server said last, carried on; `host` tells until it was asked.

    Carried on by two processes it may differ by what their answers took. But no transaction is earlier than one before
    it in this process, nor than one whose notice brought it about: a hybrid logical clock.
    """

    def __init__(self, host: Clock) -> None:
        self._host = host
        self._said = host.now()
        self._said_at = host.monotonic()
        self._believed_until = self._said_at
        self._reached = 0

    async def ask(self, connection: Connection) -> int:
        asked_at = self._host.monotonic()
        if asked_at >= self._believed_until:
            said = int(await connection.fetchval(_NOW))
            answered_at = self._host.monotonic()
            self._said, self._said_at = said, (asked_at + answered_at) // 2
            exact = answered_at - asked_at <= EXACT
            self._believed_until = answered_at + BELIEVED if exact else answered_at
        self._reached = self.now()
        return self._reached

    def heard(self, now: int) -> None:
        self._reached = max(self.now(), now)

    def now(self) -> int:
        now = self._said + self._host.monotonic() - self._said_at
        # By more than that one of us was wrong, or the server's own clock was set back.
        return self._reached if now < self._reached <= now + BELIEVED else now

    def monotonic(self) -> int:
        return self._host.monotonic()

    async def wait(self, event: Event, timeout_ms: int | None) -> bool:
        return await self._host.wait(event, timeout_ms)
