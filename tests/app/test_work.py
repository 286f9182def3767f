"""The worker and the crons as tasks of a process."""

import asyncio

from structlog.testing import capture_logs

from freshbrick.app.work import Work
from freshbrick.catalog.policy import Policy
from freshbrick.store.sqlite import SqliteDatabase
from freshbrick.worker.crons import Crons
from support.clock import VirtualClock


class Broken(Crons):
    """A bug that nobody foresaw."""

    async def run(self) -> None:
        raise LookupError("a bug")


def crons_of(database: SqliteDatabase, clock: VirtualClock, kind: type[Crons] = Crons) -> Crons:
    return kind(database, clock, None, Policy(), "here", visiting=True)


async def test_a_visitor_that_has_nothing_to_do_is_no_death(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    died = asyncio.Event()
    work = Work(None, crons_of(database, clock), on_death=died.set)
    with capture_logs() as logs:
        work.start()
        await asyncio.wait(work._tasks)
        await work.stop()
    assert (logs, died.is_set()) == ([], False)


async def test_a_death_is_told_at_once_and_a_stop_after_it_is_quiet(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    died = asyncio.Event()
    work = Work(None, crons_of(database, clock, Broken), on_death=died.set)
    with capture_logs() as logs:
        work.start()
        await died.wait()
        assert not work.alive()
        await work.stop()
    assert [(line["event"], line["what"]) for line in logs] == [("work.died", "crons")]
