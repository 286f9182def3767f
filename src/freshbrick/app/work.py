"""The worker and the crons of a process, as tasks; `freshbrick worker` is nothing else."""

import asyncio
from collections.abc import Callable, Coroutine

import structlog

from freshbrick.worker.crons import Crons
from freshbrick.worker.refresh_worker import STOP_GRACE, RefreshWorker

log = structlog.get_logger()


class WorkDiedError(Exception):
    """The worker or the crons broke; the log says why."""


class Work:
    """Starts and stops them; `grace` is how long a stop waits for what is under way (ms).

    `on_death` is called if one of them breaks.
    """

    def __init__(
        self,
        worker: RefreshWorker | None,
        crons: Crons,
        grace: int = STOP_GRACE,
        on_death: Callable[[], None] = lambda: None,
    ) -> None:
        self._worker = worker
        self._crons = crons
        self._grace = grace
        self._on_death = on_death
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._begin("crons", self._crons.run())
        if self._worker:
            self._begin("worker", self._worker.run())

    def alive(self) -> bool:
        return not any(task.done() for task in self._tasks)

    async def stop(self) -> None:
        """Finish what is under way, give back the rest."""
        self._stopping = True
        if not self._tasks:
            return
        self._crons.stop()
        if self._worker:
            await self._worker.stop(self._grace)
        await asyncio.gather(*self._tasks, return_exceptions=True)  # a death was told when it happened

    def _begin(self, name: str, run: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(run, name=name)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if self._stopping or task.cancelled() or task.exception() is None:  # a visitor has no crons to keep
            return
        log.critical("work.died", what=task.get_name(), exc_info=task.exception())
        self._on_death()
