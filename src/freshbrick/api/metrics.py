"""`GET /metrics`: how the server fares, for Prometheus; docs/operations.md says what each figure means."""

from collections.abc import Iterator
from typing import Any, Final

import structlog
from litestar import Response
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Metric,
    ProcessCollector,
    generate_latest,
)

from freshbrick.api import metric_families as families
from freshbrick.api.live import LiveSocket
from freshbrick.api.request import NEAR
from freshbrick.api.traffic import Traffic
from freshbrick.catalog.figures import Figures, figures
from freshbrick.catalog.policy import Policy
from freshbrick.live.hub import Hub
from freshbrick.store.database import Database, DatabaseUnavailableError
from freshbrick.worker.refresh_worker import RefreshWorker

ANSWER: Final[dict[str, Any]] = {
    "media_type": "text/plain",
    "opt": NEAR,
    "responses": {200: ResponseSpec(str, description="Prometheus' text format", media_type="text/plain")},
}

log = structlog.get_logger(__name__)


class Metrics:
    """Reads what others count by themselves, when it is asked; `worker` is None where this process has none."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        policy: Policy,
        *,
        live: LiveSocket | None = None,
        worker: RefreshWorker | None = None,
    ) -> None:
        self.traffic = Traffic()
        self._database = database
        self._hub = hub
        self._policy = policy
        self._live = live
        self._worker = worker

    async def text(self) -> bytes:
        """All of them as they are now."""
        registry = CollectorRegistry()  # of this one answer: nothing global, nothing that two scrapes share
        registry.register(
            _Read([*self._read(await self._figures()), *ProcessCollector(registry=None).collect()])
        )
        return generate_latest(registry)

    async def _figures(self) -> Figures | None:
        try:
            return await self._database.scan(figures, self._policy)
        except (
            DatabaseUnavailableError
        ) as error:  # what the process itself knows is worth telling all the same
            log.warning("metrics.database", reason=str(error))
            return None

    def _read(self, found: Figures | None) -> Iterator[Metric]:
        yield from families.of_process(database_answers=found is not None)
        yield from families.of_traffic(self.traffic)
        yield from families.of_hub(self._hub)
        yield from families.of_commits(self._database.commits)
        if self._live:
            yield from families.of_sockets(self._live)
        if self._worker:
            yield from families.of_worker(self._worker)
        if found:
            yield from families.of_figures(found)


class _Read:
    """A collector of what was read already."""

    def __init__(self, read: list[Metric]) -> None:
        self._read = read

    def collect(self) -> list[Metric]:
        return self._read


async def get_metrics(metrics: NamedDependency[Metrics]) -> Response[bytes]:
    """Metrics for Prometheus. Programs on this machine that ask by themselves need no token."""
    return Response(await metrics.text(), media_type=CONTENT_TYPE_LATEST)
