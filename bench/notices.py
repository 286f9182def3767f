"""What one process on PostgreSQL makes of another's commits: how soon it hears of them, how many it keeps up with."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.figure import Figure, plain
from bench.postgres import create_database, opened, serving
from freshbrick.model.outbox import Priority
from freshbrick.store import keys, outbox, parts
from freshbrick.store.database import Tx
from freshbrick.store.migrations.postgres import migrate
from freshbrick.store.postgres import PostgresDatabase

COMMITS = 300
ASKERS = 32
ASKS = 3_000
READS = 1_000


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Two databases of one process, which hear of each other by way of the server alone."""
    with serving(folder) as server:
        uri = create_database(server, "notices")
        await migrate(uri)
        async with AsyncExitStack() as stack:
            here, there = [await stack.enter_async_context(opened(uri)) for _ in range(2)]
            ears = Ears(there)
            heard = [await ears.heard(here, f"once{i}") for i in range(COMMITS)]
            yield plain("from an ask to another process's ears, on PostgreSQL", median(heard) * 1e3, "ms")
            yield plain(
                "asks of one process, heard of by another, on PostgreSQL", await ears.keep_up(here), "/s"
            )
            yield plain("a read in a snapshot, on PostgreSQL", await _read(here) * 1e3, "ms")


class Ears:
    """What `database` hears of others."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._awaited = ""
        self._heard = asyncio.Event()
        database.subscribe(lambda touched: self._heard.set() if self._awaited in touched else None)

    async def heard(self, database: PostgresDatabase, key: str) -> float:
        """Seconds from before an ask of that other database to hearing of it."""
        self._awaited = keys.message("part", key)
        self._heard.clear()
        begun = perf_counter()
        await database.write(_ask, key)
        await self._heard.wait()
        return perf_counter() - begun

    async def keep_up(self, database: PostgresDatabase) -> float:
        """Asks a second, many at once, until the last was heard of."""
        begun = perf_counter()
        asks = iter(range(ASKS))
        await asyncio.gather(*(_ask_on(database, asks) for _ in range(ASKERS)))
        await self.heard(database, "last")
        return ASKS / (perf_counter() - begun)


async def _ask_on(database: PostgresDatabase, asks: Iterator[int]) -> None:
    for i in asks:
        await database.write(_ask, f"many{i}")


def _ask(tx: Tx, key: str) -> None:
    outbox.enqueue(tx, "part", key, Priority.HIGH)


async def _read(database: PostgresDatabase) -> float:
    begun = perf_counter()
    for i in range(READS):
        await database.read(parts.find, f"3{i:03}")
    return (perf_counter() - begun) / READS
