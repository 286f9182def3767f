"""A database that is away for a moment, on either engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from freshbrick.store.database import Database
from freshbrick.store.sqlite import SqliteDatabase
from support.postgres import PostgresServer

SHARED = "shared"


@asynccontextmanager
async def outage(database: Database, server: PostgresServer | None) -> AsyncIterator[None]:
    """Inside, nothing can be written: PostgreSQL lets nobody in, SQLite's file is read-only."""
    if isinstance(database, SqliteDatabase):
        writing = database._writer._connection
        writing.execute("PRAGMA query_only = ON")
        yield
        writing.execute("PRAGMA query_only = OFF")
        return
    assert server is not None
    refuse = f"ALTER DATABASE {SHARED} ALLOW_CONNECTIONS false"
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{SHARED}'"
    await asyncio.to_thread(server.run, refuse, end)
    try:
        yield
    finally:
        await asyncio.to_thread(server.run, f"ALTER DATABASE {SHARED} ALLOW_CONNECTIONS true")
