"""SQLite behind the seam: reads at once on the event loop, writes through one thread that commits many together."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar, cast

from sqlalchemy import Executable
from sqlalchemy.dialects import sqlite

from freshbrick.model.clock import Clock
from freshbrick.store.database import Commits, DatabaseUnavailableError, Listener, NotNowError, Row, Tx
from freshbrick.store.listeners import Listeners
from freshbrick.store.sqlite_errors import may_pass
from freshbrick.store.sqlite_writer import SqliteWriter
from freshbrick.store.statements import Statements

P = ParamSpec("P")
T = TypeVar("T")

BUSY_MS = 5_000
"""How long a connection off the event loop waits for a lock of another process."""

MAPPED_BYTES = 256 * 2**20
"""How much of the file is read in place. A connection's own cache is emptied by every commit of another one."""
CACHE_KIB = 32 * 1024
"""What a connection may keep of the file in memory: the index of 60,000 parts; with SQLite's 2 MiB it is read anew and
anew (a search takes half as long again, filling the index twice as long)."""

DIALECT = sqlite.dialect(paramstyle="named")


class SqliteTx:
    """A transaction on one driver connection."""

    __slots__ = ("_connection", "_statements", "depended", "now", "touched")
    dialect: Final = "sqlite"

    def __init__(self, connection: sqlite3.Connection, statements: Statements, now: int) -> None:
        self._connection = connection
        self._statements = statements
        self.now = now
        self.touched: set[str] = set()
        self.depended: set[str] = set()

    def all(self, statement: Executable, /, **params: object) -> Sequence[Row]:
        return cast("Sequence[Row]", self._execute(statement, params).fetchall())

    def one(self, statement: Executable, /, **params: object) -> Row | None:
        rows = self._execute(statement, params).fetchall()  # an open cursor would pin its snapshot
        return rows[0] if rows else None

    def run(self, statement: Executable, /, **params: object) -> int:
        return self._execute(statement, params).rowcount

    def must(self, statement: Executable, error: Exception, /, **params: object) -> None:
        if self.one(statement, **params) is None:
            raise error

    def run_many(self, statement: Executable, rows: Iterable[Mapping[str, object]], /) -> None:
        sql, _, own = self._statements.of(statement)
        self._connection.executemany(sql, [{**own, **row} for row in rows])

    def hold(self, name: str) -> None:
        """Nobody else writes meanwhile."""

    def touch(self, *keys: str) -> None:
        self.touched.update(keys)

    def depends(self, *keys: str) -> None:
        self.depended.update(keys)

    def _execute(self, statement: Executable, params: Mapping[str, object]) -> sqlite3.Cursor:
        sql, _, own = self._statements.of(statement)
        return self._connection.execute(sql, {**own, **params} if own else params)


def connect(path: Path, *, busy_ms: int) -> sqlite3.Connection:
    """A connection whose transactions are ours to begin and end: the driver's own way gives torn reads."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute(
        f"PRAGMA busy_timeout = {busy_ms}"
    )  # only now: after a crash the first to open recovers
    return connection


class SqliteDatabase:
    """One file. Build it on the event loop that will use it; the schema must be there already."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        self._statements = Statements(DIALECT)
        self._listeners = Listeners()
        self._closed = False
        self.commits = Commits()
        self._inline = connect(path, busy_ms=0)
        self._scanning = connect(path, busy_ms=BUSY_MS)
        self._scanner = ThreadPoolExecutor(1, thread_name_prefix="sqlite-scan")
        self._writer = SqliteWriter(
            connect(path, busy_ms=BUSY_MS),
            self._begin,
            self._listeners.tell,
            asyncio.get_running_loop(),
            self.commits,
            clock.monotonic,
        )

    def read_now(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        self._check_open()
        try:
            return self._snapshot(self._inline, fn, *args, **kwargs)
        except sqlite3.Error as error:
            if not may_pass(error):
                raise
            raise NotNowError(str(error)) from error

    async def read(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return self.read_now(fn, *args, **kwargs)
        except NotNowError:
            return await self.scan(fn, *args, **kwargs)

    async def scan(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        self._check_open()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._scanner, lambda: self._snapshot(self._scanning, fn, *args, **kwargs)
            )
        except sqlite3.Error as error:
            if not may_pass(error):
                raise
            raise DatabaseUnavailableError(str(error)) from error

    async def write(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._writer.submit(lambda tx: fn(tx, *args, **kwargs))

    def subscribe(self, listener: Listener, /) -> None:
        self._listeners.add(listener)

    async def close(self) -> None:
        self._closed = True
        await self._writer.close()
        await asyncio.to_thread(self._scanner.shutdown)
        self._inline.close()
        self._scanning.close()

    def _check_open(self) -> None:
        if self._closed:
            raise DatabaseUnavailableError("the database is closed")

    def _begin(self, connection: sqlite3.Connection) -> SqliteTx:
        return SqliteTx(connection, self._statements, self._clock.now())

    def _snapshot(
        self,
        connection: sqlite3.Connection,
        fn: Callable[Concatenate[Tx, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        connection.execute("BEGIN")
        try:
            return fn(self._begin(connection), *args, **kwargs)
        finally:
            if connection.in_transaction:  # an I/O error has ended it already
                connection.execute("ROLLBACK")
