"""A transaction on PostgreSQL: what its functions call waits for the server, and the event loop goes on meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, cast

from asyncpg.protocol import Record
from sqlalchemy import Executable
from sqlalchemy.util import await_only

from freshbrick.store.database import Row
from freshbrick.store.statements import Sql, Statements

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"


class Connection(Protocol):
    """What is asked of a driver connection, on its own or out of a pool."""

    async def execute(self, query: str, /, *args: Any) -> str: ...

    async def executemany(self, command: str, args: Any, /) -> None: ...

    async def fetch(self, query: str, /, *args: Any) -> list[Record]: ...

    async def fetchmany(self, query: str, args: Any, /) -> list[Record]: ...

    async def fetchval(self, query: str, /, *args: Any) -> Any: ...


class Session:
    """What the functions of one transaction share: the connection, and writes that nobody has asked about yet."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self.connection = connection
        self.statements = statements
        self._owed: Sql | None = None
        self._arguments: list[list[object]] = []
        self._errors: list[Exception] = []

    def owe(self, sql: Sql, arguments: list[object], error: Exception) -> None:
        """Write later, together with others by the same statement."""
        if self._owed is not sql:
            self.settle()
            self._owed = sql
        self._arguments.append(arguments)
        self._errors.append(error)

    def settle(self) -> None:
        """Write what is owed, all in one round trip. Raises the error of one that wrote nothing, if there is any."""
        if self._owed is None:
            return
        sql, arguments, errors = self._owed, self._arguments, self._errors
        self._owed, self._arguments, self._errors = None, [], []
        if len(await_only(self.connection.fetchmany(sql.text, arguments))) < len(arguments):
            raise errors[0]  # perhaps another's: whoever wrote in company is told when each goes by itself


class PostgresTx:
    """For functions that run inside `greenlet_spawn`: each statement is one round trip."""

    __slots__ = ("_session", "depended", "now", "touched")
    dialect: Final = "postgresql"

    def __init__(self, session: Session, now: int) -> None:
        self._session = session
        self.now = now
        self.touched: set[str] = set()
        self.depended: set[str] = set()

    def all(self, statement: Executable, /, **params: object) -> Sequence[Row]:
        connection, sql = self._next(statement)
        return cast("Sequence[Row]", await_only(connection.fetch(sql.text, *sql.arguments(params))))

    def one(self, statement: Executable, /, **params: object) -> Row | None:
        rows = self.all(statement, **params)
        return rows[0] if rows else None

    def run(self, statement: Executable, /, **params: object) -> int:
        connection, sql = self._next(statement)
        done = await_only(connection.execute(sql.text, *sql.arguments(params)))
        return int(done.rpartition(" ")[2])  # such as `UPDATE 3`, `INSERT 0 1`

    def must(self, statement: Executable, error: Exception, /, **params: object) -> None:
        sql = self._session.statements.of(statement)
        self._session.owe(sql, sql.arguments(params), error)

    def run_many(self, statement: Executable, rows: Iterable[Mapping[str, object]], /) -> None:
        connection, sql = self._next(statement)
        await_only(connection.executemany(sql.text, [sql.arguments(row) for row in rows]))

    def hold(self, name: str) -> None:
        self._session.settle()
        await_only(self._session.connection.execute(_HOLD, name))

    def touch(self, *keys: str) -> None:
        self.touched.update(keys)

    def depends(self, *keys: str) -> None:
        self.depended.update(keys)

    def _next(self, statement: Executable) -> tuple[Connection, Sql]:
        self._session.settle()
        return self._session.connection, self._session.statements.of(statement)
