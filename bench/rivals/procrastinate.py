"""Procrastinate on psycopg.

Its queueing lock keeps a key to one job that *waits*: while that one runs, another may be made, which Freshbrick does
not allow. A job found in the queue keeps its priority. It claims one job a statement, one after the other, and ends
each alone; events of every step are kept by triggers. Its worker is woken by NOTIFY. Its pool has a connection for each
job and one more, as it advises for short jobs; it tests each connection before each use, which cannot be turned off.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from bench.rivals.contestant import AT_ONCE, Ask, Contestant, Started


async def _install(uri: str) -> None:
    async with _app(uri).open_async() as app:
        await app.schema_manager.apply_schema_async()


@asynccontextmanager
async def _asking(uri: str) -> AsyncIterator[Ask]:
    async with _app(uri).open_async() as app:

        async def ask(key: str, urgent: bool) -> bool:
            job = app.configure_task("refresh", queueing_lock=key, priority=int(urgent))
            try:
                await job.defer_async(key=key)
            except AlreadyEnqueued:
                return False
            return True

        yield ask


@asynccontextmanager
async def _working(uri: str, started: Started) -> AsyncIterator[None]:
    async with _app(uri).open_async() as app:

        @app.task(name="refresh")
        async def refresh(key: str) -> None:
            started(key)

        worker = asyncio.create_task(app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False))
        try:
            yield
        finally:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker


def _app(uri: str) -> App:
    return App(connector=PsycopgConnector(conninfo=uri, min_size=AT_ONCE + 1, max_size=AT_ONCE + 1))


CONTESTANT = Contestant(
    _install,
    _asking,
    _working,
    "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))",
)
