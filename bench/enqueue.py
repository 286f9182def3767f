"""Many asks at once, each its own transaction, all safe on the disk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.figure import Figure, at_least, plain, speed
from freshbrick.app.clock import SystemClock
from freshbrick.catalog.actions import enqueue_refresh_part
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.queries import PartArgs
from freshbrick.model.outbox import Priority
from freshbrick.store import outbox
from freshbrick.store.database import Database
from freshbrick.store.migrations.sqlite import migrate
from freshbrick.store.sqlite import SqliteDatabase

KEYS = 10_000
ONE_BY_ONE = 500
ROUNDS = 3

Ask = Callable[[Database, str], Awaitable[None]]


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """The outbox's own write, then the whole action that a page calls; each beside itself, awaited one by one."""
    rates: dict[str, list[float]] = {name: [] for name in ("together", "alone", "actions", "action")}
    for i in range(ROUNDS):
        database = _database(folder / f"enqueue{i}.db")
        for name, ask in (("together", _enqueue), ("actions", _act)):
            rates[name].append(await _at_once(database, ask, [f"{name}{n}" for n in range(KEYS)]))
        for name, ask in (("alone", _enqueue), ("action", _act)):
            rates[name].append(await _in_turn(database, ask, [f"{name}{n}" for n in range(ONE_BY_ONE)]))
        await database.close()
    yield speed(f"enqueue, {KEYS:,} keys at once, full fsync", rates["together"], "/s", rates["alone"], 5)
    yield at_least("the same, a second", median(rates["together"]), "/s", 15_000)
    name = "the whole action enqueueRefreshPart, at once"
    yield plain(name, median(rates["actions"]), "/s", median(rates["action"]))


def _database(file: Path) -> SqliteDatabase:
    migrate(file)
    return SqliteDatabase(file, SystemClock())


async def _at_once(database: Database, ask: Ask, keys: list[str]) -> float:
    begun = perf_counter()
    await asyncio.gather(*(ask(database, key) for key in keys))
    return len(keys) / (perf_counter() - begun)


async def _in_turn(database: Database, ask: Ask, keys: list[str]) -> float:
    begun = perf_counter()
    for key in keys:
        await ask(database, key)
    return len(keys) / (perf_counter() - begun)


async def _enqueue(database: Database, key: str) -> None:
    await database.write(outbox.enqueue, "part", key, Priority.HIGH, requested_by="bench")


async def _act(database: Database, key: str) -> None:
    await database.write(enqueue_refresh_part, Policy(), PartArgs(key), "somebody")
