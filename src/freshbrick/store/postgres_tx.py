"""A transaction on PostgreSQL: what its functions call waits for the server, and the event loop goes on meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, cast

from asyncpg.protocol import Record
from sqlalchemy import Executable
from sqlalchemy.util import await_only

from freshbrick.store.database import Row
from freshbrick.store.statements import Statements

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


class Connection(Protocol):
    """What is asked of a driver connection, on its own or out of a pool."""

    async def execute(self, query: str, /, *args: Any) -> str: ...

    async def executemany(self, command: str, args: Any, /) -> None: ...

    async def fetch(self, query: str, /, *args: Any) -> list[Record]: ...

    async def fetchval(self, query: str, /, *args: Any) -> Any: ...


class PostgresTx:
    """For functions that run inside `greenlet_spawn`: each statement is one round trip."""

    __slots__ = ("_connection", "_statements", "depended", "now", "touched")
    dialect: Final = "postgresql"

    def __init__(self, connection: Connection, statements: Statements, now: int) -> None:
        self._connection = connection
        self._statements = statements
        self.now = now
        self.touched: set[str] = set()
        self.depended: set[str] = set()

    def all(self, statement: Executable, /, **params: object) -> Sequence[Row]:
        sql = self._statements.of(statement)
        rows = await_only(self._connection.fetch(sql.text, *sql.arguments(params)))
        return cast("Sequence[Row]", rows)

    def one(self, statement: Executable, /, **params: object) -> Row | None:
        rows = self.all(statement, **params)
        return rows[0] if rows else None

    def run(self, statement: Executable, /, **params: object) -> int:
        sql = self._statements.of(statement)
        done = await_only(self._connection.execute(sql.text, *sql.arguments(params)))
        return int(done.rpartition(" ")[2])  # such as `UPDATE 3`, `INSERT 0 1`

    def run_many(self, statement: Executable, rows: Iterable[Mapping[str, object]], /) -> None:
        sql = self._statements.of(statement)
        await_only(self._connection.executemany(sql.text, [sql.arguments(row) for row in rows]))

    def hold(self, name: str) -> None:
        await_only(self._connection.execute(_HOLD, name))

    def touch(self, *keys: str) -> None:
        self.touched.update(keys)

    def depends(self, *keys: str) -> None:
        self.depended.update(keys)
