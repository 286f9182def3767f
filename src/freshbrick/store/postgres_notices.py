"""How processes learn of each other's commits: PostgreSQL tells, or, behind a proxy that drops notices, they look."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

import asyncpg
import msgspec
import structlog
from asyncpg import PostgresError

from freshbrick.model.clock import SECOND, Clock
from freshbrick.store.database import EVERYTHING, DatabaseUnavailableError
from freshbrick.store.postgres_clock import AskedClock
from freshbrick.store.postgres_connections import Backoff, Connections
from freshbrick.store.postgres_errors import LOST

CHANNEL: Final = "freshbrick"
LONGEST: Final = 7_900
"""Bytes of keys in a notice; PostgreSQL refuses 8,000 in all."""
MOST: Final = 8
"""Notices of one commit: more keys than that are everything."""
PING: Final = 5 * SECOND
PONG_S: Final = 5.0

Publish = Callable[[Collection[str]], None]

log = structlog.get_logger()


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """Keys that a commit of process `by` touched, whose transaction was at `now` (ms UTC)."""

    by: str
    now: int
    keys: list[str]


_decoder = msgspec.json.Decoder(Notice)


def statement(by: str, now: int, touched: Iterable[str]) -> str:
    """The SQL that tells the others of `touched` once it is committed; nothing where nothing was touched."""
    payloads = [msgspec.json.encode(Notice(by, now, keys)).decode() for keys in _portions(sorted(touched))]
    if len(payloads) > MOST:
        payloads = [msgspec.json.encode(Notice(by, now, [EVERYTHING])).decode()]
    return "".join(f"NOTIFY {CHANNEL}, {_literal(payload)}; " for payload in payloads)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _portions(keys: Iterable[str]) -> list[list[str]]:
    """The keys in as few lists as there have to be notices."""
    portions: list[list[str]] = []
    room = 0
    for key in keys:
        size = len(msgspec.json.encode(key)) + 1
        if size > room:
            portions.append([])
            room = LONGEST
        portions[-1].append(key)
        room -= size
    return portions


class Listener:
    """Publishes what other processes touched, everything whenever it may have missed something."""

    def __init__(
        self, connections: Connections, clock: AskedClock, backoff: Backoff, own: str, publish: Publish
    ) -> None:
        self._connections = connections
        self._clock = clock
        self._backoff = backoff
        self._own = own
        self._publish = publish
        self._connection: asyncpg.Connection[Any] | None = None

    async def start(self) -> None:
        """Listen before anybody reads, so that nothing is missed. Raises what the driver raises."""
        self._connection = await self._listening()

    async def run(self) -> None:
        """Listen for ever, on a connection of its own that is replaced as soon as it is dead."""
        never = asyncio.Event()
        while True:
            try:
                await self._hear(self._connection or await self._listening_again())
            except (PostgresError, *LOST) as error:
                wait = self._backoff.failed()
                log.warning(
                    "database.listener_lost", reason=str(error) or type(error).__name__, retry_ms=wait
                )
                await self._clock.wait(never, wait)

    async def _hear(self, connection: "asyncpg.Connection[Any]") -> None:
        """Until it is dead: one that died silently does not answer. Raises one of LOST."""
        self._connection = None
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            while not await self._clock.wait(lost, PING):
                async with asyncio.timeout(PONG_S):
                    await connection.execute("SELECT 1")
            raise ConnectionError("the server closed the connection")
        finally:
            connection.terminate()

    async def _listening_again(self) -> "asyncpg.Connection[Any]":
        connection = await self._listening()
        self._backoff.answered()
        self._publish([EVERYTHING])  # nobody knows what was said meanwhile
        return connection

    async def _listening(self) -> "asyncpg.Connection[Any]":
        connection = await self._connections.apart()
        try:
            await connection.add_listener(CHANNEL, self._heard)
        except BaseException:
            connection.terminate()
            raise
        return connection

    def _heard(self, _connection: Any, _process: int, _channel: str, payload: object) -> None:
        try:
            notice = _decoder.decode(str(payload))
        except msgspec.MsgspecError:
            self._publish([EVERYTHING])  # of another release of ours
            return
        if notice.by != self._own:
            self._clock.heard(notice.now)
            self._publish(notice.keys)


class Poller:
    """Publishes everything whenever anybody has committed anything since the last look."""

    SNAPSHOT: Final = "SELECT pg_current_snapshot()::text"

    def __init__(self, connections: Connections, clock: Clock, every: int, publish: Publish) -> None:
        self._connections = connections
        self._clock = clock
        self._every = every
        self._publish = publish
        self._seen: str | None = None

    async def start(self) -> None:
        """The first look."""
        self._seen = await self._looked()

    async def run(self) -> None:
        """Look for ever."""
        never = asyncio.Event()
        while True:
            await self._clock.wait(never, self._every)
            snapshot = await self._looked()
            if snapshot is not None and snapshot != self._seen:
                self._publish([EVERYTHING])
            self._seen = snapshot  # after an outage everything is looked at again

    async def _looked(self) -> str | None:
        """The transactions that are done, as PostgreSQL writes them; None where it does not answer."""
        try:
            async with self._connections.one() as connection:
                return str(await connection.fetchval(self.SNAPSHOT))
        except (DatabaseUnavailableError, PostgresError, *LOST):
            return None
