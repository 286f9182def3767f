"""The schema of a PostgreSQL database, brought up to date in one transaction under an advisory lock."""

from typing import Any, Final

import asyncpg
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from freshbrick.store.migrations import HEAD, run

LOCK: Final = (
    0x46524553_48425249  # "FRESHBRI": an advisory lock is a number that nobody else of this database takes
)
CONNECT_S: Final = 5.0
WAIT_MS: Final = 120_000
"""How long to wait for another process that migrates, or for one that holds a table."""


async def migrate(url: str) -> bool:
    """Create or upgrade the schema; whether there was anything to do.

    All in one transaction: of several processes one does it, the others wait and find it done, and after a crash nothing
    of it is there. Raises what the driver raises where the server does not answer or refuses.
    """
    if await revision(url) == HEAD:
        return False
    engine = create_async_engine("postgresql+asyncpg://", async_creator=_connect(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WAIT_MS}")
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            await connection.run_sync(run)
    finally:
        await engine.dispose()
    return True


async def revision(url: str) -> str | None:
    """The revision that the database is at; None for an empty one."""
    connection = await _connect(url)()
    try:
        found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    else:
        return found
    finally:
        await connection.close()


def _connect(url: str) -> Any:
    """Opens a connection without statements kept between transactions, so that a proxy may stand between."""

    async def connect() -> "asyncpg.Connection[Any]":
        connection: asyncpg.Connection[Any] = await asyncpg.connect(
            url, timeout=CONNECT_S, statement_cache_size=0
        )
        return connection

    return connect
