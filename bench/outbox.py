"""Claim and finish, in an outbox that has grown and in a small one."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from bench.figure import Figure, speed
from freshbrick.app.clock import SystemClock
from freshbrick.catalog.policy import Policy
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.store import leases, outbox
from freshbrick.store.database import Tx
from freshbrick.store.leases import Work
from freshbrick.store.migrations.sqlite import migrate
from freshbrick.store.sqlite import SqliteDatabase
from freshbrick.worker.claims import claim

FINISHED, WAITING = 1_000_000, 20_000
FEW = 1_000
TAKEN, TOGETHER = 2_000, 50
ROUNDS = 3
POLICY = Policy(pace=1_000_000, allowance=Allowance(10_000_000))

_FILL = """
INSERT INTO catalog_refresh_outbox
  (resource, key, status, priority, next_attempt_at, created_at, claimed_at, processed_at, calls, upstream_ms)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
SELECT 'part', ? || i, ?, 1 + i % 3, 1000 + i, 1000 + i, 2000 + i, iif(? = 'pending', NULL, 3000 + i), 1, 200 FROM n
"""


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Messages a second, one claimed and ended after the other; many a transaction, or the disk is what is measured."""
    small, large = folder / "small.db", folder / "large.db"
    _fill(small, finished=FEW, waiting=0)
    _fill(large, finished=FINISHED, waiting=WAITING)
    many, few = [], []
    for i in range(ROUNDS):
        few.append(await _rate(small, f"round{i}-"))
        many.append(await _rate(large, f"round{i}-"))
    name = f"claim and finish beside {FINISHED:,} finished and {WAITING:,} waiting"
    yield speed(name, many, "messages/s", few, 0.8)


def _fill(file: Path, *, finished: int, waiting: int) -> None:
    migrate(file)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(_FILL, [finished, "f", "succeeded", "succeeded"])
        if waiting:
            db.execute(_FILL, [waiting, "w", "pending", "pending"])


async def _rate(file: Path, name: str) -> float:
    database = SqliteDatabase(file, SystemClock())
    await database.write(_enqueue, name)
    begun = perf_counter()
    for start in range(0, TAKEN, TOGETHER):
        await database.write(_take, start)
    took = perf_counter() - begun
    await database.close()
    return TAKEN / took


def _enqueue(tx: Tx, name: str) -> None:
    for i in range(TAKEN):
        outbox.enqueue(tx, "part", f"{name}{i}", Priority.HIGH)


def _take(tx: Tx, start: int) -> None:
    for i in range(start, start + TOGETHER):
        taken = claim(tx, POLICY, tuple(Priority), f"token{i}", 1)
        assert isinstance(taken, list), taken
        leases.succeed(tx, taken[0].lease, Work(calls=1, upstream_ms=1))
