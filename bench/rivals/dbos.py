"""DBOS, whose jobs are durable workflows.

Its deduplication ID keeps a key to one workflow that waits or runs; one found in the queue keeps its priority. It could
do more than is asked for here: a workflow of steps goes on after a crash where it was. Its queues are not woken but
poll, once a second unless told otherwise: here every 10 ms, for the start's sake. A poll claims as many as there is
room for in one statement, each is ended alone. Its asynchronous interface is its synchronous one in threads, and the
pool has a connection for each of them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, error

from bench.rivals.contestant import AT_ONCE, Ask, Contestant, Started

APPLICATION = "bench"
QUEUE = "refreshes"
POLL_S = 0.01
URGENT, NOT_URGENT = 1, 2


async def _install(uri: str) -> None:
    await asyncio.to_thread(_launch, uri)
    await asyncio.to_thread(DBOS.destroy)


@asynccontextmanager
async def _asking(uri: str) -> AsyncIterator[Ask]:
    client = await asyncio.to_thread(
        DBOSClient,
        system_database_url=uri,
        system_database_pool_size=AT_ONCE,
        application_name=APPLICATION,
    )

    async def ask(key: str, urgent: bool) -> bool:
        options = EnqueueOptions(
            workflow_name="refresh",
            queue_name=QUEUE,
            deduplication_id=key,
            priority=URGENT if urgent else NOT_URGENT,
        )
        try:
            await client.enqueue_async(options, key)
        except error.DBOSQueueDeduplicatedError:
            return False
        return True

    try:
        yield ask
    finally:
        await asyncio.to_thread(client.destroy)


@asynccontextmanager
async def _working(uri: str, started: Started) -> AsyncIterator[None]:
    @DBOS.workflow(name="refresh")
    async def refresh(key: str) -> None:
        started(key)

    await asyncio.to_thread(_launch, uri)
    await DBOS.register_queue_async(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=POLL_S)
    try:
        yield
    finally:
        await asyncio.to_thread(DBOS.destroy)


def _launch(uri: str) -> None:
    DBOS(
        config=DBOSConfig(
            name=APPLICATION, system_database_url=uri, sys_db_pool_size=AT_ONCE, log_level="WARNING"
        )
    )
    DBOS.launch()


CONTESTANT = Contestant(
    _install,
    _asking,
    _working,
    "SELECT EXISTS (SELECT FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING'))",
)
