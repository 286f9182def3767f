"""What happens by the clock: each due time is a row, so of several processes one runs it."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
import structlog

from freshbrick.catalog.policy import Policy
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND, Clock
from freshbrick.store import crons, pruning
from freshbrick.store.database import Database, DatabaseUnavailableError
from freshbrick.worker.refresh_worker import RefreshWorker
from freshbrick.worker.sweep import sweep

LOOK = 5 * SECOND
"""How often a process says that it is alive, and looks at a due time that another may have moved."""

log = structlog.get_logger()


class Cron(msgspec.Struct, frozen=True):
    """Something done `every` so many ms, for the first time `first_after` ms after the database was made."""

    name: str
    every: int
    first_after: int
    run: Callable[[], Awaitable[object]]


class Crons:
    """Runs each cron when it is due and no other process took it; a `visiting` process is only seen to be alive."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        worker: RefreshWorker | None,
        policy: Policy,
        name: str,
        *,
        visiting: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._name = name
        self._stop = asyncio.Event()
        self._table = [
            Cron("sweep", HOUR, MINUTE, lambda: sweep(database, policy)),
            Cron("prune", DAY, HOUR, lambda: _prune(database)),
        ]
        if worker is not None:
            every, batch = policy.drain_interval, policy.drain_batch
            drain = partial(worker.drain_catalog_refresh_outbox, batch)
            self._table.append(Cron("drain_catalog_refresh_outbox", every, every, drain))
        if visiting:
            self._table = []
        self._alive = worker is not None

    async def run(self) -> None:
        """Until `stop`."""
        async with asyncio.TaskGroup() as tasks:
            if self._alive:
                tasks.create_task(self._be_seen())
            for cron in self._table:
                tasks.create_task(self._keep(cron))

    def stop(self) -> None:
        """Start nothing more."""
        self._stop.set()

    async def run_due(self) -> list[str]:
        """Run what is due now, one after the other; the names of what ran."""
        return [cron.name for cron in self._table if await self._run_if_due(cron)]

    async def _keep(self, cron: Cron) -> None:
        while not self._stop.is_set():
            await self._run_if_due(cron)
            await self._clock.wait(self._stop, await self._rest(cron))

    async def _rest(self, cron: Cron) -> int:
        """How long until the cron may be due, in ms."""
        try:
            due_at = await self._database.read(crons.next_at, cron.name)
        except DatabaseUnavailableError:  # `_run_if_due` tells of it
            return LOOK
        return LOOK if due_at is None else min(LOOK, max(0, due_at - self._clock.now()))

    async def _run_if_due(self, cron: Cron) -> bool:
        """Whatever goes wrong in it, its next time was set before."""
        try:
            if not await self._database.write(crons.take, cron.name, cron.every, cron.first_after):
                return False
            log.info("cron.runs", cron=cron.name)
            await cron.run()
        except DatabaseUnavailableError as error:
            log.warning("cron.database_unavailable", cron=cron.name, reason=str(error))
        except Exception:
            log.exception("cron.broke", cron=cron.name)
        return True

    async def _be_seen(self) -> None:
        while not self._stop.is_set():
            try:
                await self._database.write(crons.seen, self._name)
            except Exception as error:  # noqa: BLE001 - said again in five seconds
                log.warning("worker.unseen", reason=str(error))
            await self._clock.wait(self._stop, LOOK)


async def _prune(database: Database) -> None:
    while await database.write(pruning.prune):
        pass
