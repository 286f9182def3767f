"""Each metric with its name, its help and its labels, from the counts of the object that it tells of."""

import platform
from collections.abc import Iterable, Iterator

from prometheus_client import Metric
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    StateSetMetricFamily,
)

from freshbrick import __version__
from freshbrick.api.live import LiveSocket
from freshbrick.api.traffic import Traffic
from freshbrick.catalog.figures import Figures
from freshbrick.live.hub import Hub
from freshbrick.model.clock import SECOND
from freshbrick.model.outbox import Priority
from freshbrick.model.timings import Timings
from freshbrick.store.database import Commits
from freshbrick.worker.refresh_worker import RefreshWorker

_UPSTREAM = ("ok", "limited", "paused", "unconfigured")


def of_process(*, database_answers: bool) -> Iterator[Metric]:
    """The process as a whole."""
    info = GaugeMetricFamily(
        "freshbrick_build_info", "What runs here; always 1.", labels=["version", "python"]
    )
    info.add_metric([__version__, platform.python_version()], 1)
    yield info
    yield GaugeMetricFamily(
        "freshbrick_database_up", "Whether the database answered this scrape.", float(database_answers)
    )


def of_traffic(traffic: Traffic) -> Iterator[Metric]:
    """Requests."""
    yield _histogram(
        "freshbrick_http_request_duration_seconds",
        "Answered requests, by route and class of status.",
        ["method", "route", "status"],
        traffic.by_class(),
    )


def of_hub(hub: Hub) -> Iterator[Metric]:
    """Live queries."""
    yield GaugeMetricFamily("freshbrick_live_subscriptions", "Open watches of live queries.", hub.watches())
    yield CounterMetricFamily(
        "freshbrick_live_evaluations", "Times that a query read the database.", hub.evaluations
    )
    yield CounterMetricFamily("freshbrick_live_cache_hits", "Answers that were kept already.", hub.hits)
    yield _histogram(
        "freshbrick_live_push_latency_seconds",
        "From a commit's return to the frame that tells of it being handed to a socket.",
        [],
        [((), hub.pushes)],
    )


def of_sockets(live: LiveSocket) -> Iterator[Metric]:
    """Live connections."""
    yield GaugeMetricFamily("freshbrick_live_connections", "Open live connections.", live.connections)
    yield _counter(
        "freshbrick_live_connections_closed",
        "Live connections that ended, by close code.",
        ["code"],
        (((str(code),), count) for code, count in live.closed.items()),
    )


def of_commits(commits: Commits) -> Iterator[Metric]:
    """What this process writes."""
    yield CounterMetricFamily(
        "freshbrick_database_transactions", "Transactions that were written.", commits.transactions
    )
    yield _histogram(
        "freshbrick_database_commit_duration_seconds",
        "Commits, each of one or many transactions, from BEGIN to the end of COMMIT.",
        [],
        [((), commits.times)],
    )


def of_worker(worker: RefreshWorker) -> Iterator[Metric]:
    """What this process asks of BrickLink."""
    yield _histogram(
        "freshbrick_bricklink_call_duration_seconds",
        "Calls that left for BrickLink, by outcome.",
        ["outcome", "code"],
        worker.calls.items(),
    )
    yield _counter(
        "freshbrick_refreshes",
        "Messages that were worked on, by what became of them.",
        ["resource", "outcome"],
        worker.ended.items(),
    )


def of_figures(figures: Figures) -> Iterator[Metric]:
    """What the database says: the same for every process that shares it."""
    messages = GaugeMetricFamily(
        "freshbrick_outbox_messages", "Live refresh messages.", labels=["status", "priority"]
    )
    oldest = GaugeMetricFamily(
        "freshbrick_outbox_oldest_pending_age_seconds",
        "Age of the oldest pending message; 0 without any.",
        labels=["priority"],
    )
    for priority in Priority:
        oldest.add_metric([priority.word], figures.oldest_pending[priority] / SECOND)
        for status in ("pending", "inflight"):
            messages.add_metric([status, priority.word], figures.messages.get((status, priority), 0))
    yield messages
    yield oldest
    yield GaugeMetricFamily(
        "freshbrick_outbox_failed_messages", "Messages that failed in the last day.", figures.failed
    )
    yield from _of_bricklink(figures)
    parts = GaugeMetricFamily("freshbrick_catalog_parts", "Parts, by freshness.", labels=["status"])
    parts.add_metric(["fresh"], figures.catalog.fresh)
    parts.add_metric(["stale"], figures.catalog.stale)
    parts.add_metric(["never_fetched"], figures.catalog.never_fetched)
    yield parts


def _of_bricklink(figures: Figures) -> Iterator[Metric]:
    limit, used = figures.quota_limit, figures.quota_used
    yield GaugeMetricFamily("freshbrick_quota_limit_calls", "BrickLink calls that a day has.", limit)
    yield GaugeMetricFamily("freshbrick_quota_used_calls", "Those that were used in the last day.", used)
    yield GaugeMetricFamily("freshbrick_quota_remaining_calls", "Those that are left.", max(0, limit - used))
    yield StateSetMetricFamily(
        "freshbrick_upstream_state",
        "Whether BrickLink may be asked: 1 at the state that it is in.",
        {state: state == figures.upstream for state in _UPSTREAM},
    )
    if figures.worker_seen is not None:
        yield GaugeMetricFamily(
            "freshbrick_worker_seen_age_seconds",
            "Since when no worker has said that it is alive.",
            figures.worker_seen / SECOND,
        )


def _counter(
    name: str, told: str, labels: list[str], counts: Iterable[tuple[tuple[str, ...], int]]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, told, labels=labels)
    for values, count in counts:
        family.add_metric(list(values), count)
    return family


def _histogram(
    name: str, told: str, labels: list[str], timings: Iterable[tuple[tuple[str, ...], Timings]]
) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, told, labels=labels)
    for values, taken in timings:
        steps = [
            ("+Inf" if bound is None else str(bound / SECOND), float(count))
            for bound, count in taken.cumulative()
        ]
        family.add_metric(list(values), steps, taken.total / SECOND)
    return family
