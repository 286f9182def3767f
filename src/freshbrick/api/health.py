"""Whether the process lives, and whether it can serve: for whoever starts and stops it."""

from collections.abc import Callable

import msgspec
import structlog
from litestar import Response
from litestar.di import NamedDependency

from freshbrick.store import crons, migrations
from freshbrick.store.database import Database

log = structlog.get_logger(__name__)


class Alive(msgspec.Struct, frozen=True):
    """The process answers."""

    alive: bool = True


class Readiness(msgspec.Struct, frozen=True):
    """Whether requests can be served; each reason says what is missing."""

    ready: bool
    reasons: list[str]


class Health:
    """`worker_alive` is None where another process works."""

    def __init__(self, database: Database, worker_alive: Callable[[], bool] | None) -> None:
        self._database = database
        self._worker_alive = worker_alive

    async def readiness(self) -> Readiness:
        """Look now."""
        checks = {
            "The database does not answer.": self._database_answers,
            "The database's schema is not current: run `freshbrick migrate`.": self._schema_is_current,
            "The worker has stopped.": self._worker_works,
        }
        reasons = [reason for reason, check in checks.items() if not await check()]
        return Readiness(not reasons, reasons)

    async def _database_answers(self) -> bool:
        try:
            await self._database.read(crons.last_seen)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the reason
            log.warning("health.database", reason=str(error))
            return False
        return True

    async def _schema_is_current(self) -> bool:
        try:
            return await self._database.read(migrations.revision) == migrations.HEAD
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("health.schema", reason=str(error))
            return False

    async def _worker_works(self) -> bool:
        return self._worker_alive is None or self._worker_alive()


async def healthz() -> Alive:
    """Whether the process lives."""
    return Alive()


async def readyz(health: NamedDependency[Health]) -> Response[Readiness]:
    """Whether requests can be served."""
    readiness = await health.readiness()
    return Response(readiness, status_code=200 if readiness.ready else 503)
