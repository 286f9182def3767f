"""Servers and workers as processes of their own on one PostgreSQL, with the simulator as their BrickLink."""

import asyncio
import itertools
import json
import sys
from bisect import bisect_left
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any

from e2e.house import House
from freshbrick.app.clock import SystemClock
from freshbrick.simulator import Simulator
from freshbrick.store.database import Tx
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_clock import ServerClock
from support.patience import eventually
from support.processes import Freshbrick, begin


class Front(House):
    """`freshbrick serve --no-worker`; what it has to show is the whole estate's."""

    command = ("serve", "--no-worker")


class Worker:
    """`freshbrick worker`; the log goes on where it is started again."""

    def __init__(self, folder: Path, environ: dict[str, str]) -> None:
        self._environ = environ
        self._out = folder / "worker.log"
        self._process: Freshbrick | None = None

    @property
    def process(self) -> Freshbrick:
        assert self._process is not None
        return self._process

    @property
    def log(self) -> str:
        return self._out.read_text()

    async def start(self) -> None:
        before = self._out.stat().st_size if self._out.exists() else 0
        self._process = begin("worker", environ=self._environ, out=self._out, err=self._out)

        def works() -> bool:
            assert self.process.returncode is None, self.log
            return self._out.exists() and "Working on" in self.log[before:]

        await eventually(works)

    async def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return await self.process.wait()

    async def close(self) -> None:
        if self._process is not None:
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
        await asyncio.gather(*(front.start() for front in opened))
        return opened

    async def work(self, count: int, environ: dict[str, str] | None = None, **settings: str) -> list[Worker]:
        """So many workers more."""
        opened = [
            Worker(one.folder, one.environ)
            for one in (self._front(environ or {}, settings) for _ in range(count))
        ]
        self.workers += opened
        await asyncio.gather(*(worker.start() for worker in opened))
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
        front = Front(self._new(), self._bricklink_url, self._settings | settings)
        front.environ |= environ
        return front

    def _new(self) -> Path:
        folder = self._folder / f"process-{next(self._number)}"
        folder.mkdir()
        return folder


UNDER_WAY = 500
"""Ms. A call counts when it leaves and is seen when it arrives: the first ones open connections meanwhile.

A quota's own allowance for that is five minutes a day, of a window of half a minute it is next to nothing."""


def most_in_a_window(simulator: Simulator, window: int) -> int:
    """The most calls that any so many ms hold."""
    times = sorted(call.at for call in simulator.calls)
    return max(bisect_left(times, at + window - UNDER_WAY) - n for n, at in enumerate(times))


def rows(tx: Tx, statement: Any) -> list[dict[str, Any]]:
    """All that a statement finds."""
    return [dict(row) for row in tx.all(statement)]


def tell(figure: str) -> None:
    """What was measured, for whoever runs pytest with `-s`."""
    sys.stdout.write(f"\n{figure}\n")
