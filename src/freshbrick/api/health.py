"""Whether the process lives, and whether it can serve: for whoever starts and stops it."""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec
import structlog
from litestar import Response
from litestar.di import NamedDependency

from freshbrick.store import migrations
from freshbrick.store.database import Database

ANSWER_SECONDS: Final = 3.0
"""A database that takes longer does not answer: whoever asks gives up soon after."""

log = structlog.get_logger(__name__)


class Alive(msgspec.Struct, frozen=True):
    """The process answers."""

    alive: bool = True


class Readiness(msgspec.Struct, frozen=True):
    """Whether requests can be served; each reason says what is missing."""

    ready: bool
    reasons: list[str]


class Health:
    """`worker_alive` is None where another process works; `stopping` says whether this one was told to stop."""

    def __init__(
        self, database: Database, worker_alive: Callable[[], bool] | None, stopping: Callable[[], bool]
    ) -> None:
        self._database = database
        self._worker_alive = worker_alive
        self._stopping = stopping

    async def readiness(self) -> Readiness:
        """Look now."""
        reasons = ["The server is stopping."] if self._stopping() else []
        reasons += await self._of_the_database()
        if self._worker_alive is not None and not self._worker_alive():
            reasons.append("The worker has stopped.")
        return Readiness(not reasons, reasons)

    async def _of_the_database(self) -> list[str]:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                revision = await self._database.read(migrations.revision)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the reason
            log.warning("health.database", reason=str(error) or type(error).__name__)
            return ["The database does not answer."]
        if revision != migrations.HEAD:
            return ["The database's schema is not current: run `freshbrick migrate`."]
        return []


async def healthz() -> Alive:
    """Whether the process lives."""
    return Alive()


async def readyz(health: NamedDependency[Health]) -> Response[Readiness]:
    """Whether requests can be served."""
    readiness = await health.readiness()
    return Response(readiness, status_code=200 if readiness.ready else 503)
