"""The one thread that writes to SQLite: waiting transactions are committed together, a savepoint each."""

import asyncio
import sqlite3
from collections.abc import Callable, Collection
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Protocol, TypeVar

import structlog

from freshbrick.store.database import EVERYTHING, Commits, DatabaseUnavailableError, Tx
from freshbrick.store.jobs import Job
from freshbrick.store.sqlite_errors import may_pass

T = TypeVar("T")

BATCH = 512
"""Transactions committed together at most: an enqueue takes about 40 µs, so a batch stays far below 50 ms."""

FOREIGN_MS = 250
"""How often an idle writer looks whether another process has written."""

log = structlog.get_logger()


class _Begin(Protocol):
    def __call__(self, connection: sqlite3.Connection, /) -> Tx: ...


def _as_told(error: BaseException) -> BaseException:
    """The error as its waiter gets it."""
    return DatabaseUnavailableError(str(error)) if may_pass(error) else error


class SqliteWriter:
    """Owns `connection` and a thread. Nobody is answered before COMMIT returned."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        begin: _Begin,
        publish: Callable[[Collection[str]], None],
        loop: asyncio.AbstractEventLoop,
        commits: Commits,
        monotonic: Callable[[], int],
    ) -> None:
        self._connection = connection
        self._begin = begin
        self._publish = publish
        self._loop = loop
        self._commits = commits
        self._monotonic = monotonic
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._closed = False
        self._version = self._data_version()
        self._thread = Thread(target=self._run, name="sqlite-writer", daemon=True)
        self._thread.start()

    async def submit(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` in a transaction of the next batch; its exception is raised here."""
        if self._closed:
            raise DatabaseUnavailableError("the database is closed")
        job = Job(fn, self._loop.create_future())
        self._queue.put(job)
        answer: T = await job.answer
        return answer

    async def close(self) -> None:
        """Commit what waits, then stop."""
        self._closed = True  # on the loop, as every submit is: nothing gets behind the end of the queue
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._connection.close()

    def _run(self) -> None:
        while (jobs := self._next_batch()) is not None:
            self._notice_foreign_commits()
            waiting = [job for job in jobs if not job.answer.cancelled()]
            if waiting:
                begun = self._monotonic()
                self._commit(waiting)
                returned = self._monotonic()
                self._commits.transactions += len(waiting)
                self._commits.times.add(returned - begun)
                self._on_loop(self._settle, waiting, returned)

    def _next_batch(self) -> list[Job[Any]] | None:
        """The jobs that wait, none after `FOREIGN_MS` without any, or None at the end."""
        jobs: list[Job[Any]] = []
        with suppress(Empty):
            item = self._queue.get(timeout=FOREIGN_MS / 1000)
            while item is not None:
                jobs.append(item)
                if len(jobs) == BATCH:
                    return jobs
                item = self._queue.get_nowait()
            if not jobs:
                return None
            self._queue.put(None)  # the end is met again once these are committed
        return jobs

    def _commit(self, jobs: list[Job[Any]]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            for job in jobs:  # locked for as long as we wait: asking one by one would take that for each
                job.fail(_as_told(error))
            return
        try:
            self._commit_together(jobs)
        except sqlite3.Error as error:
            self._rollback()
            log.warning("database.batch_lost", jobs=len(jobs), reason=str(error))
            for job in jobs:
                self._commit_alone(job)

    def _commit_together(self, jobs: list[Job[Any]]) -> None:
        for job in jobs:
            self._in_savepoint(job)
        self._connection.execute("COMMIT")

    def _in_savepoint(self, job: Job[Any]) -> None:
        self._connection.execute("SAVEPOINT job")
        try:
            job.perform(self._begin(self._connection))
        except BaseException as error:  # noqa: BLE001 - it is the waiter's, and reaches it
            job.fail(_as_told(error))
            self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def _commit_alone(self, job: Job[Any]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            job.perform(self._begin(self._connection))
        except BaseException as error:  # noqa: BLE001 - it is the waiter's, and reaches it
            job.fail(_as_told(error))
            self._rollback()
            return
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:  # nobody knows what became of it: what it touched is published
            job.error = _as_told(error)
            self._rollback()

    def _rollback(self) -> None:
        with suppress(sqlite3.Error):  # a full disk or a lost lock has rolled back already
            self._connection.execute("ROLLBACK")

    def _notice_foreign_commits(self) -> None:
        """SQLite tells of other connections' commits by a counter; on this connection ours do not move it."""
        try:
            version = self._data_version()
        except sqlite3.Error:
            return
        if version != self._version:
            self._version = version
            self._on_loop(self._publish, [EVERYTHING])

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def _settle(self, jobs: list[Job[Any]], returned_at: int) -> None:
        touched = set[str]().union(*(job.touched for job in jobs))
        if touched:
            self._commits.returned_at = returned_at
            self._publish(touched)
            self._commits.returned_at = None
        for job in jobs:
            job.settle()

    def _on_loop(self, fn: Callable[..., None], *args: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(fn, *args)
