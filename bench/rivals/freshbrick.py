"""Freshbrick's own outbox.

Each ask, claim and end is a `database.write` of its own, as the application does it. An ask that finds a message
raises it if it is more urgent. A claim is a lease, for all free seats in one transaction as the worker does it; every
message ends by itself, and only for whoever holds it. The consumer is woken by the commits' notices, as the worker is.
What is left out is what the rivals have none of, the worker's bucket of calls and its pause.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Final

from bench.postgres import opened
from bench.rivals.contestant import AT_ONCE, Ask, Contestant, Started
from freshbrick.model.clock import MINUTE
from freshbrick.model.outbox import Priority
from freshbrick.store import keys, leases, outbox
from freshbrick.store.database import EVERYTHING, Tx
from freshbrick.store.leases import Lease, Work
from freshbrick.store.migrations.postgres import migrate
from freshbrick.store.postgres import PostgresDatabase

LEASE: Final = 5 * MINUTE
DONE: Final = Work(calls=1, upstream_ms=1)
ENDING: Final = AT_ONCE
"""Jobs that have run and wait for the COMMIT of their end take no seat from others, as in PgQueuer's buffer."""


async def _install(uri: str) -> None:
    await migrate(uri)


@asynccontextmanager
async def _asking(uri: str) -> AsyncIterator[Ask]:
    async with opened(uri) as database:

        async def ask(key: str, urgent: bool) -> bool:
            priority = Priority.HIGH if urgent else Priority.NORMAL
            asked = await database.write(outbox.enqueue, "part", key, priority, requested_by="bench")
            return asked.created

        yield ask


@asynccontextmanager
async def _working(uri: str, started: Started) -> AsyncIterator[None]:
    async with opened(uri) as database:
        consumer = asyncio.create_task(Consumer(database, started).run())
        try:
            yield
        finally:
            consumer.cancel()
            await asyncio.gather(consumer, return_exceptions=True)


class Consumer:
    """One that claims, for as many seats as there are."""

    def __init__(self, database: PostgresDatabase, started: Started) -> None:
        self._database = database
        self._started = started
        self._wake = asyncio.Event()
        self._unended: set[asyncio.Task[None]] = set()
        database.subscribe(self._notice)

    async def run(self) -> None:
        """For ever."""
        while True:
            self._wake.clear()
            free = min(AT_ONCE, ENDING + AT_ONCE - len(self._unended))
            taken = await self._database.write(_claim, secrets.token_hex(8), free) if free else []
            for lease in taken:
                self._started(lease.key)
                task = asyncio.create_task(self._database.write(leases.succeed, lease, DONE))
                self._unended.add(task)
                task.add_done_callback(self._left)
            if not taken:
                await self._wake.wait()

    def _left(self, task: "asyncio.Task[None]") -> None:
        self._unended.discard(task)
        self._wake.set()

    def _notice(self, touched: Collection[str]) -> None:
        if keys.DUE in touched or EVERYTHING in touched:
            self._wake.set()


def _claim(tx: Tx, token: str, most: int) -> list[Lease]:
    for priority in (Priority.HIGH, Priority.NORMAL):
        if found := leases.claimable(tx, priority, most):
            return leases.claim(tx, found, token, LEASE)
    return []


CONTESTANT = Contestant(
    _install,
    _asking,
    _working,
    "SELECT EXISTS (SELECT FROM catalog_refresh_outbox WHERE status IN ('pending', 'inflight'))",
)
