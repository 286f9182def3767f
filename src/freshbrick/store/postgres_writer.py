"""Writes to PostgreSQL: a few transactions at once; what comes meanwhile goes together in the next one."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final, TypeVar

from asyncpg import PostgresError
from sqlalchemy.util import greenlet_spawn

from freshbrick.store.database import Commits, DatabaseUnavailableError, Tx
from freshbrick.store.jobs import Job
from freshbrick.store.postgres_clock import AskedClock
from freshbrick.store.postgres_connections import Connections
from freshbrick.store.postgres_errors import LOST, is_again, may_pass
from freshbrick.store.postgres_notices import statement as notices
from freshbrick.store.postgres_tx import PostgresTx, Session
from freshbrick.store.statements import Statements

T = TypeVar("T")

TOGETHER: Final = 64
"""Transactions in one at most: some 10 ms."""
TRIES: Final = 5
STATEMENT_MS: Final = 15_000
LOCK_MS: Final = 5_000
COMPANY_MS: Final = 50
"""How long transactions that go together wait for a lock. Alone each takes its locks in one order; together they may
not, and PostgreSQL lets a second pass before it looks for a deadlock."""
IDLE_MS: Final = 15_000
"""How long a process that stands still may hold its locks."""


def begin(mode: str, lock_ms: int) -> str:
    """BEGIN and the limits of this transaction, one round trip; a proxy that pools transactions keeps no others."""
    return (
        f"BEGIN {mode}; SET LOCAL statement_timeout = {STATEMENT_MS}; SET LOCAL lock_timeout = {lock_ms}; "
        f"SET LOCAL idle_in_transaction_session_timeout = {IDLE_MS}"
    )


_ALONE: Final = begin("ISOLATION LEVEL READ COMMITTED", LOCK_MS)
_IN_COMPANY: Final = begin("ISOLATION LEVEL READ COMMITTED", COMPANY_MS)


class _BrokenError(Exception):
    """A job raised its cause, or what it owed did."""


class _UndecidedError(Exception):
    """COMMIT was sent and not answered."""


class PostgresWriter:
    """Up to `lanes` transactions at once. Nobody is answered before COMMIT returned."""

    def __init__(
        self,
        connections: Connections,
        statements: Statements,
        clock: AskedClock,
        name: str,
        publish: Callable[[Collection[str]], None],
        commits: Commits,
        *,
        lanes: int,
    ) -> None:
        self._connections = connections
        self._statements = statements
        self._clock = clock
        self._name = name
        self._publish = publish
        self._commits = commits
        self._free = lanes
        self._waiting: deque[Job[Any]] = deque()
        self._lanes: set[asyncio.Task[None]] = set()
        self._closed = False

    async def submit(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` in a transaction; its exception is raised here."""
        if self._closed:
            raise DatabaseUnavailableError("the database is closed")
        job = Job(fn, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        if self._free:
            self._free -= 1
            lane = asyncio.create_task(self._run())
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        answer: T = await job.answer
        return answer

    async def close(self) -> None:
        """Commit what waits, then stop."""
        self._closed = True
        await asyncio.gather(*self._lanes)

    async def _run(self) -> None:
        try:
            while self._waiting:
                jobs = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
                await self._perform([job for job in jobs if not job.answer.cancelled()])
        finally:
            self._free += 1

    async def _perform(self, jobs: Sequence[Job[Any]]) -> None:
        if len(jobs) > 1 and await self._together(jobs):
            return
        for job in jobs:
            await self._by_itself(job)

    async def _together(self, jobs: Sequence[Job[Any]]) -> bool:
        """All in one transaction; False if one of them broke it, and so nothing is there of any."""
        try:
            await self._transact(jobs, _IN_COMPANY)
        except _UndecidedError as error:
            self._settle(jobs, error.__cause__)
        except Exception:  # noqa: BLE001 - whose it is shows when each goes by itself
            return False
        return True

    async def _by_itself(self, job: Job[Any]) -> None:
        error: BaseException | None = None
        for _ in range(TRIES):
            try:
                await self._transact([job], _ALONE)
            except _UndecidedError as undecided:
                self._settle([job], undecided.__cause__)
                return
            except Exception as broken:  # noqa: BLE001 - it is the waiter's, and reaches it
                error = broken.__cause__ if isinstance(broken, _BrokenError) else broken
                if error is None or not is_again(error):
                    break
            else:
                return
        job.fail(_as_told(error))
        job.settle()

    async def _transact(self, jobs: Sequence[Job[Any]], begin_as: str) -> None:
        begun = self._clock.monotonic()
        async with self._connections.one() as connection:
            await connection.execute(begin_as)
            now = await self._clock.ask(connection)
            await greenlet_spawn(self._all, jobs, connection, now)
            touched = set[str]().union(*(job.touched for job in jobs))
            try:
                await connection.execute(f"{notices(self._name, now, touched)}COMMIT")
            except (PostgresError, *LOST) as error:
                raise _UndecidedError from error
        self._commits.transactions += len(jobs)
        self._commits.times.add(self._clock.monotonic() - begun)
        self._settle(jobs, None)

    def _all(self, jobs: Sequence[Job[Any]], connection: Any, now: int) -> None:
        session = Session(connection, self._statements)
        try:
            for job in jobs:
                job.perform(PostgresTx(session, now))
            session.settle()
        except BaseException as error:  # a cancellation too: of a job, not of the lane that it is in
            raise _BrokenError from error

    def _settle(self, jobs: Sequence[Job[Any]], undecided: BaseException | None) -> None:
        """Publish, also what nobody knows the end of, and only then answer."""
        touched = set[str]().union(*(job.touched for job in jobs))
        if touched:
            self._commits.returned_at = self._clock.monotonic()
            self._publish(touched)
            self._commits.returned_at = None
        for job in jobs:
            if undecided is not None:
                job.error = DatabaseUnavailableError(f"no answer to COMMIT: {undecided}")
            job.settle()


def _as_told(error: BaseException | None) -> BaseException:
    if error is not None and not may_pass(error):
        return error
    return DatabaseUnavailableError(str(error))
