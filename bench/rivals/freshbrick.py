"""Freshbrick's own outbox.

Each ask, claim and end is a `database.write` of its own, as the application does it. An ask that finds a message
raises it if it is more urgent; a claim is a lease, and a message ends only for whoever holds it. The consumer's seats
are woken by the commits' notices, as the worker is. What is left out is what the rivals have none of, the worker's
bucket of calls and its pause: a claim here takes the message alone.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from random import Random
from typing import Final

from bench.rivals.contestant import AT_ONCE, Ask, Contestant, Started
from freshbrick.app.clock import SystemClock
from freshbrick.model.clock import MINUTE
from freshbrick.model.outbox import Priority
from freshbrick.store import keys, leases, outbox
from freshbrick.store.database import EVERYTHING, Tx
from freshbrick.store.leases import Lease, Work
from freshbrick.store.migrations.postgres import migrate
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_clock import ServerClock

LEASE: Final = 5 * MINUTE
DONE: Final = Work(calls=1, upstream_ms=1)


async def _install(uri: str) -> None:
    await migrate(uri)


@asynccontextmanager
async def _asking(uri: str) -> AsyncIterator[Ask]:
    async with _open(uri) as database:

        async def ask(key: str, urgent: bool) -> bool:
            priority = Priority.HIGH if urgent else Priority.NORMAL
            asked = await database.write(outbox.enqueue, "part", key, priority, requested_by="bench")
            return asked.created

        yield ask


@asynccontextmanager
async def _working(uri: str, started: Started) -> AsyncIterator[None]:
    async with _open(uri) as database:
        consumer = Consumer(database, started)
        seats = [asyncio.create_task(consumer.run()) for _ in range(AT_ONCE)]
        try:
            yield
        finally:
            for seat in seats:
                seat.cancel()
            await asyncio.gather(*seats, return_exceptions=True)


class Consumer:
    """Any number of seats, each with one message at a time; whoever finds one sends the next seat to look, too."""

    def __init__(self, database: PostgresDatabase, started: Started) -> None:
        self._database = database
        self._started = started
        self._looks = asyncio.Semaphore(1)
        database.subscribe(self._notice)

    async def run(self) -> None:
        """One seat, for ever."""
        while True:
            await self._looks.acquire()
            while (lease := await self._database.write(_claim, secrets.token_hex(8))) is not None:
                self._look()
                self._started(lease.key)
                await self._database.write(leases.succeed, lease, DONE)

    def _notice(self, touched: Collection[str]) -> None:
        if keys.DUE in touched or EVERYTHING in touched:
            self._look()

    def _look(self) -> None:
        if self._looks.locked():
            self._looks.release()


def _claim(tx: Tx, token: str) -> Lease | None:
    for priority in (Priority.HIGH, Priority.NORMAL):
        found = leases.next_claimable(tx, priority)
        if found is not None:
            return leases.claim(tx, found, token, LEASE)
    return None


@asynccontextmanager
async def _open(uri: str) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(uri, ServerClock(SystemClock()), Random())
    await database.start()
    try:
        yield database
    finally:
        await database.close()


CONTESTANT = Contestant(
    _install,
    _asking,
    _working,
    "SELECT EXISTS (SELECT FROM catalog_refresh_outbox WHERE status IN ('pending', 'inflight'))",
)
