"""PgQueuer on asyncpg.

Its dedupe key keeps a key to one job that waits or runs. A key found in the queue is skipped, which leaves its priority
and writes nothing; PgQueuer could raise it instead. It claims a batch in one statement and ends a batch in another:
that deletes the jobs and logs them. So a job that has ended is open in the database until its batch is full or 0.1 s
are over, and is done again if its worker stops until then. Producers have a pool and the worker a connection of its
own, as it advises; the batch is the size of its guide's example for short jobs. Its worker is woken by NOTIFY.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
from pgqueuer import PgQueuer, Queries
from pgqueuer.db import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.models import Job

from bench.rivals.contestant import AT_ONCE, Ask, Contestant, Started

BATCH = 25


async def _install(uri: str) -> None:
    async with _connection(uri) as connection:
        await Queries(AsyncpgDriver(connection)).install()


@asynccontextmanager
async def _asking(uri: str) -> AsyncIterator[Ask]:
    async with asyncpg.create_pool(uri, min_size=AT_ONCE, max_size=AT_ONCE) as pool:
        queries = Queries(AsyncpgPoolDriver(pool))

        async def ask(key: str, urgent: bool) -> bool:
            (made,) = await queries.enqueue(
                "refresh", key.encode(), int(urgent), dedupe_key=key, on_conflict="skip"
            )
            return made is not None

        yield ask


@asynccontextmanager
async def _working(uri: str, started: Started) -> AsyncIterator[None]:
    async with _connection(uri) as connection:
        queuer = PgQueuer.from_asyncpg_connection(connection)

        @queuer.entrypoint("refresh")
        async def refresh(job: Job) -> None:
            started((job.payload or b"").decode())

        worker = asyncio.create_task(queuer.run(batch_size=BATCH))
        try:
            yield
        finally:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker


@asynccontextmanager
async def _connection(uri: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(uri)
    try:
        yield connection
    finally:
        await connection.close()


CONTESTANT = Contestant(_install, _asking, _working, "SELECT EXISTS (SELECT FROM pgqueuer)")
