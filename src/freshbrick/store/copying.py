"""A whole database moved: a SQLite file, as one snapshot of it, into PostgreSQL, in one transaction."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg
import msgspec
from sqlalchemy import Boolean, Table

from freshbrick.model.clock import SECOND
from freshbrick.store.database import EVERYTHING
from freshbrick.store.migrations import HEAD
from freshbrick.store.migrations.postgres import CONNECT_S, LOCK
from freshbrick.store.migrations.sqlite import revision
from freshbrick.store.postgres_notices import statement as notices
from freshbrick.store.tables import metadata, workers

CHUNK: Final = 5_000
"""Rows at once."""
WAIT_MS: Final = 10_000
"""How long to wait for whoever holds a table."""
WORKS: Final = 10 * SECOND
"""Who was seen so lately still works: each says every five seconds that it does."""

TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    **{table.name: (*table.columns.keys(),) for table in metadata.sorted_tables if table is not workers},
    "part_words": ("rowid", "words"),
}
"""What is copied, each table's columns, in an order that foreign keys allow. Who works there is nobody's elsewhere."""

MADE_BY_A_START: Final = frozenset({"buckets", "upstreams", "crons", "people", "sign_in_links"})
"""What holds rows before anybody has used a database: of people then only an owner who never signed in."""

_NUMBERED: Final = [
    table.name
    for table in metadata.sorted_tables
    if "id" in table.c and table.c.id is table.autoincrement_column
]
_USED: Final = "SELECT 1 FROM people WHERE password_hash IS NOT NULL OR signed_in_at IS NOT NULL"
_SEEN: Final = (
    "SELECT 1 FROM workers WHERE seen_at > (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1"
)

Progress = Callable[[int, int], None]
"""Told how many rows are there, of how many."""


class CopyError(Exception):
    """The copy cannot be made, or is not what it should be; nothing of it is there."""


class Copied(msgspec.Struct, frozen=True):
    """How many rows each table has, here as there."""

    tables: dict[str, int]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


class Source:
    """One snapshot of a SQLite file, whatever is written to it meanwhile."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.counts = {name: self._one(f"SELECT count(*) FROM {name}") for name in TABLES}  # noqa: S608 - our names

    def works(self, now: int) -> bool:
        """Whether a worker was seen just now (ms UTC)."""
        return bool(self._one(f"SELECT count(*) FROM workers WHERE seen_at > {now - WORKS}"))  # noqa: S608

    def chunks(self, name: str) -> Iterator[list[tuple[Any, ...]]]:
        """Every row as PostgreSQL takes it: SQLite has no booleans but 0 and 1."""
        columns = TABLES[name]
        cursor = self._connection.execute(f"SELECT {_list(columns)} FROM {name} ORDER BY 1")  # noqa: S608
        flags = _flags(metadata.tables.get(name), columns)
        while rows := cursor.fetchmany(CHUNK):
            yield [_with_booleans(row, flags) for row in rows] if flags else rows

    def last_ids(self) -> dict[str, int]:
        """The highest id that was ever used: no row may get it a second time."""
        used = dict(self._connection.execute("SELECT name, seq FROM sqlite_sequence"))
        return {
            name: max(used.get(name, 0), self._one(f"SELECT coalesce(max(id), 0) FROM {name}"))  # noqa: S608
            for name in _NUMBERED
        }

    def _one(self, sql: str) -> int:
        return int(self._connection.execute(sql).fetchone()[0])


@contextmanager
def snapshot(path: Path) -> Iterator[Source]:
    """Open a file that is there and current. CopyError, sqlite3.Error."""
    if not path.exists():
        raise CopyError(f"There is no database at {path}.")
    if revision(path) != HEAD:
        raise CopyError(
            f"The schema of {path} is not this Freshbrick's: run `freshbrick migrate` on it first."
        )
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")  # the first read takes the snapshot; closing gives it back
        yield Source(connection)


async def copy(source: Source, url: str, *, replace: bool, progress: Progress) -> Copied:
    """Write all of it into a current PostgreSQL database, which holds nothing yet, or whose rows give way.

    Raises CopyError, and what the driver raises: nothing is there then, as after a crash.
    """
    connection: asyncpg.Connection[Any] = await asyncpg.connect(
        url, timeout=CONNECT_S, statement_cache_size=0
    )
    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL lock_timeout = {WAIT_MS}")
            await connection.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
            await connection.execute(f"LOCK TABLE {', '.join([*TABLES, 'workers'])} IN EXCLUSIVE MODE")
            await _check(connection, replace=replace)
            for name in reversed([*TABLES, "workers"]):
                await connection.execute(f"DELETE FROM {name}")  # noqa: S608 - our names
            await _fill(connection, source, progress)
            await _compare(connection, source)
            await connection.execute(notices("copy", 0, [EVERYTHING]))  # later than nobody
    finally:
        await connection.close()
    return Copied(source.counts)


async def _check(connection: "asyncpg.Connection[Any]", *, replace: bool) -> None:
    if await connection.fetchval(_SEEN, WORKS):
        raise CopyError("A Freshbrick works on the database that is to be written: stop it first.")
    if replace:
        return
    used = [
        name
        for name in TABLES
        if name not in MADE_BY_A_START and await connection.fetchval(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608
    ]
    if await connection.fetchval(_USED):
        used.append("people")
    if used:
        raise CopyError(
            f"The database that is to be written is not empty ({', '.join(used)}): --replace removes what it holds."
        )


async def _fill(connection: "asyncpg.Connection[Any]", source: Source, progress: Progress) -> None:
    done, total = 0, sum(source.counts.values())
    for name, columns in TABLES.items():
        for rows in source.chunks(name):
            await connection.copy_records_to_table(name, records=rows, columns=columns)
            done += len(rows)
            progress(done, total)
    for name, last in source.last_ids().items():
        # Unlike setval() this is undone with the transaction.
        await connection.execute(f"ALTER SEQUENCE {name}_id_seq RESTART WITH {last + 1}")


async def _compare(connection: "asyncpg.Connection[Any]", source: Source) -> None:
    for name, count in source.counts.items():
        found = await connection.fetchval(f"SELECT count(*) FROM {name}")  # noqa: S608
        if found != count:
            raise CopyError(f"{name} has {found:,} rows there and {count:,} here; nothing was copied.")


def _flags(table: Table | None, columns: Sequence[str]) -> list[int]:
    if table is None:
        return []
    return [n for n, name in enumerate(columns) if isinstance(table.c[name].type, Boolean)]


def _with_booleans(row: tuple[Any, ...], flags: Sequence[int]) -> tuple[Any, ...]:
    values = [*row]
    for n in flags:
        values[n] = None if values[n] is None else bool(values[n])
    return (*values,)


def _list(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
