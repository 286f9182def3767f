"""Servers and workers as processes of their own on one PostgreSQL, with the simulator as their BrickLink."""

import asyncio
import itertools
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any

from e2e.house import House
from freshbrick.app.clock import SystemClock
from freshbrick.store.database import Tx
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_clock import ServerClock
from support.patience import PATIENCE, eventually


class Front(House):
    """`freshbrick serve --no-worker`; what it has to show is the whole estate's."""

    command = ("serve", "--no-worker")


class Worker:
    """`freshbrick worker`; the log goes on where it is started again."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        folder.mkdir()
        self.environ = environ
        self._out = folder / "worker.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    @property
    def log(self) -> str:
        return self._out.read_text()

    async def start(self) -> None:
        with self._out.open("a") as out:
            before = out.tell()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "freshbrick", "worker",
                env=self.environ, stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip

        def works() -> bool:
            assert self.process.returncode is None, self.log
            return "Working on" in self.log[before:]

        await eventually(works)

    async def kill(self) -> None:
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            await self.kill()


class Estate:
    """All that works on one database. Settings are those of every process; `work` and `serve` add some of their own."""

    def __init__(self, folder: Path, database_url: str, bricklink_url: str, settings: dict[str, str]) -> None:
        self.database_url = database_url
        self.fronts: list[Front] = []
        self.workers: list[Worker] = []
        self._folder = folder
        self._bricklink_url = bricklink_url
        self._settings = {"DATABASE_URL": database_url, "POLL": "200ms"} | settings
        self._number = itertools.count()

    async def serve(self, count: int, environ: dict[str, str] | None = None, **settings: str) -> list[Front]:
        """So many servers more; all of them know the same token."""
        opened = [self._front(environ or {}, settings) for _ in range(count)]
        first = (self.fronts or opened)[0]
        await first.enter()
        for front in opened:
            front.token = first.token
        self.fronts += opened
        for front in opened:  # a start is a second of computing: all at once each takes as long as all
            await front.start()
        return opened

    async def work(self, count: int, environ: dict[str, str] | None = None, **settings: str) -> list[Worker]:
        """So many workers more."""
        opened = [Worker(self._new(), self._front(environ or {}, settings).environ) for _ in range(count)]
        self.workers += opened
        for worker in opened:
            await worker.start()
        return opened

    def logged(self, event: str) -> list[dict[str, Any]]:
        """The lines of all workers that tell of this event, in the order of their times."""
        lines = (line for worker in self.workers for line in worker.log.splitlines())
        found = (json.loads(line) for line in lines if f'"event": "{event}"' in line)
        return sorted(found, key=lambda line: str(line["timestamp"]))

    @asynccontextmanager
    async def database(self) -> AsyncIterator[PostgresDatabase]:
        """One more process on the database: the test itself."""
        database = PostgresDatabase(self.database_url, ServerClock(SystemClock()), SystemRandom())
        await database.start()
        try:
            yield database
        finally:
            await database.close()

    async def close(self) -> None:
        await asyncio.gather(*(one.close() for one in [*self.workers, *self.fronts]))

    def _front(self, environ: dict[str, str], settings: dict[str, str]) -> Front:
        front = Front(self._new(make=True), self._bricklink_url, self._settings | settings)
        front.environ |= environ
        return front

    def _new(self, *, make: bool = False) -> Path:
        folder = self._folder / f"process-{next(self._number)}"
        if make:
            folder.mkdir()
        return folder


def rows(tx: Tx, statement: Any) -> list[dict[str, Any]]:
    """All that a statement finds."""
    return [dict(row) for row in tx.all(statement)]


def tell(figure: str) -> None:
    """What was measured, for whoever runs pytest with `-s`."""
    sys.stdout.write(f"\n{figure}\n")
