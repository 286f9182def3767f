"""The database that the settings name: SQLite's file, or PostgreSQL behind an address."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import SystemRandom
from typing import NamedTuple
from urllib.parse import urlsplit

from freshbrick.app.clock import SystemClock
from freshbrick.model.clock import Clock
from freshbrick.settings import Settings, SettingsError
from freshbrick.store.database import Database, DatabaseUnavailableError
from freshbrick.store.migrations import HEAD
from freshbrick.store.sqlite import SqliteDatabase


class Opened(NamedTuple):
    """An open database, and the clock that everything on it goes by: this host's, or the database server's."""

    database: Database
    clock: Clock


async def migrate(settings: Settings) -> bool:
    """Create or upgrade the database; whether there was anything to do. DatabaseUnavailableError."""
    found = await revision(settings)
    if found == HEAD:
        return False
    if found is not None and found > HEAD:
        raise DatabaseUnavailableError(
            f"{place(settings)} is of a newer Freshbrick (its schema is at {found}, this one's is {HEAD}): use that one"
        )
    if settings.database_path is None:
        from freshbrick.store.migrations import postgres  # noqa: PLC0415 - a tenth of a second that SQLite spares

        with answering(settings):
            return await postgres.migrate(settings.database_url)
    from freshbrick.store.migrations import sqlite  # noqa: PLC0415 - likewise

    return sqlite.migrate(settings.database_path)


async def revision(settings: Settings) -> str | None:
    """What its schema is at; None where there is nothing yet. DatabaseUnavailableError."""
    if settings.database_path is None:
        from freshbrick.store.migrations import postgres  # noqa: PLC0415 - as above

        with answering(settings):
            return await postgres.revision(settings.database_url)
    from freshbrick.store.migrations import sqlite  # noqa: PLC0415 - likewise

    return sqlite.revision(settings.database_path)


@contextmanager
def answering(settings: Settings) -> Iterator[None]:
    """What the driver and the way to the server raise, as DatabaseUnavailableError, in words without the password."""
    import asyncpg  # noqa: PLC0415 - as above

    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise DatabaseUnavailableError(f"{place(settings)}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.errno and error.errno > 0:
        return os.strerror(error.errno)
    return str(error).rstrip(".") or type(error).__name__


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Opened]:
    """The database, its schema up to date, until the block is left. DatabaseUnavailableError."""
    await migrate(settings)
    opened = await _opened(settings)
    try:
        yield opened
    finally:
        await opened.database.close()


def database_file(settings: Settings) -> Path:
    """SQLite's file, for what only a file can do. SettingsError for a database behind a server."""
    if settings.database_path is None:
        raise SettingsError(["FRESHBRICK_DATABASE_URL names no file: for PostgreSQL use its own pg_dump."])
    return settings.database_path


def place(settings: Settings) -> str:
    """Where the database is, in words that hold no password."""
    if settings.database_path is not None:
        return str(settings.database_path)
    url = urlsplit(settings.database_url)
    port = f":{url.port}" if url.port else ""
    where = f" at {url.hostname}{port}" if url.hostname else ""
    return f"PostgreSQL{where}, database {url.path.strip('/') or 'by default'}"


async def _opened(settings: Settings) -> Opened:
    host = SystemClock()
    if settings.database_path is not None:
        return Opened(SqliteDatabase(settings.database_path, host), host)
    from freshbrick.store.postgres import PostgresDatabase  # noqa: PLC0415 - as above
    from freshbrick.store.postgres_clock import ServerClock  # noqa: PLC0415

    clock = ServerClock(host)
    database = PostgresDatabase(
        settings.database_url,
        clock,
        SystemRandom(),
        connections=settings.database_connections,
        poll=settings.poll if settings.notices == "poll" else None,
    )
    try:
        await database.start()
    except BaseException:
        await database.close()
        raise
    return Opened(database, clock)
