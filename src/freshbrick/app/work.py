"""The worker and the crons of a process, as tasks; `freshbrick worker` is nothing else."""

import asyncio

from freshbrick.worker.crons import Crons
from freshbrick.worker.refresh_worker import STOP_GRACE, RefreshWorker


class Work:
    """Starts and stops them; `grace` is how long a stop waits for what is under way (ms)."""

    def __init__(self, worker: RefreshWorker | None, crons: Crons, grace: int = STOP_GRACE) -> None:
        self._worker = worker
        self._crons = crons
        self._grace = grace
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._crons.run())]
        if self._worker:
            self._tasks.append(asyncio.create_task(self._worker.run()))

    def alive(self) -> bool:
        return not any(task.done() for task in self._tasks)

    async def stop(self) -> None:
        """Finish what is under way, give back the rest."""
        if not self._tasks:
            return
        self._crons.stop()
        if self._worker:
            await self._worker.stop(self._grace)
        await asyncio.gather(*self._tasks)
