"""Many asks at once, each its own transaction, all safe on the disk."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

from bench.figure import Figure, at_least, speed
from freshbrick.app.clock import SystemClock
from freshbrick.catalog.actions import Asked, enqueue_refresh_part
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.queries import PartArgs
from freshbrick.model.outbox import Priority
from freshbrick.store import outbox
from freshbrick.store.database import Database
from freshbrick.store.migrations import migrate
from freshbrick.store.sqlite import SqliteDatabase

KEYS = 10_000
ONE_BY_ONE = 500
ROUNDS = 3


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """The outbox's own write as design and issue count it, then the whole action that a page calls."""
    together, alone, actions = [], [], []
    for i in range(ROUNDS):
        database = _database(folder / f"enqueue{i}.db")
        together.append(await _together(database, [f"together{n}" for n in range(KEYS)]))
        alone.append(await _one_by_one(database, [f"alone{n}" for n in range(ONE_BY_ONE)]))
        actions.append(await _actions(database, [f"action{n}" for n in range(KEYS)]))
        await database.close()
    yield speed(f"enqueue, {KEYS:,} keys at once, full fsync", together, "/s", alone, 5)
    yield at_least("the same, a second", sorted(together)[ROUNDS // 2], "/s", 15_000)
    yield speed("the whole action enqueueRefreshPart, at once", actions, "/s", alone, 5)


def _database(file: Path) -> SqliteDatabase:
    migrate(file)
    return SqliteDatabase(file, SystemClock())


async def _together(database: Database, keys: list[str]) -> float:
    begun = perf_counter()
    await asyncio.gather(
        *(database.write(outbox.enqueue, "part", key, Priority.HIGH, requested_by="bench") for key in keys)
    )
    return len(keys) / (perf_counter() - begun)


async def _one_by_one(database: Database, keys: list[str]) -> float:
    begun = perf_counter()
    for key in keys:
        await database.write(outbox.enqueue, "part", key, Priority.HIGH, requested_by="bench")
    return len(keys) / (perf_counter() - begun)


async def _actions(database: Database, keys: list[str]) -> float:
    policy = Policy()

    async def ask(key: str) -> Asked:
        return await database.write(enqueue_refresh_part, policy, PartArgs(key), "somebody")

    begun = perf_counter()
    await asyncio.gather(*(ask(key) for key in keys))
    return len(keys) / (perf_counter() - begun)
