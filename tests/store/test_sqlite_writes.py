"""Writes from everywhere at once: committed together, each with its own outcome, told before it is answered."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from freshbrick.store.database import Database, DatabaseUnavailableError, Tx
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard, busy, count, name_of, paint, turn


@contextmanager
def traced(database: SqliteDatabase) -> Iterator[list[str]]:
    """Every statement that the writer runs."""
    statements: list[str] = []
    connection = database._writer._connection
    connection.set_trace_callback(statements.append)
    yield statements
    connection.set_trace_callback(None)


def fail(tx: Tx, color_id: int, error: BaseException) -> None:
    paint(tx, color_id)
    raise error


async def test_a_thousand_writes_at_once_cost_two_commits(database: SqliteDatabase) -> None:
    with traced(database) as statements:
        async with busy(database):
            writes = [asyncio.ensure_future(database.write(paint, n)) for n in range(1000)]
        assert await asyncio.gather(*writes) == list(range(1000)), "each its own answer"
    assert statements.count("COMMIT") == 3, "one of them for what kept the writer busy"
    assert await database.read(count) == 1000


async def test_one_that_fails_does_not_hurt_its_neighbours(database: SqliteDatabase) -> None:
    async with busy(database):
        writes = [
            asyncio.ensure_future(write)
            for write in (
                database.write(paint, 1),
                database.write(fail, 2, ValueError("no such color")),
                database.write(paint, 3),
                database.write(paint, 3),
                database.write(paint, 4),
            )
        ]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert [outcomes[0], outcomes[2], outcomes[4]] == [1, 3, 4]
    assert str(outcomes[1]) == "no such color"
    assert isinstance(outcomes[3], sqlite3.IntegrityError)
    assert await database.read(count) == 3
    assert await database.read(name_of, 2) is None


async def test_what_a_failed_write_touched_is_not_told_and_the_rest_is(database: Database) -> None:
    heard = Heard(database)
    async with busy(database):
        good = asyncio.ensure_future(database.write(paint, 1))
        bad = asyncio.ensure_future(database.write(fail, 2, ValueError()))
    await asyncio.wait({good, bad})
    assert bad.exception()
    assert heard.story == [{"color:1"}]


async def test_whoever_watches_is_told_before_whoever_wrote_is_answered(database: Database) -> None:
    heard = Heard(database)
    write = asyncio.ensure_future(database.write(paint, 1))
    write.add_done_callback(lambda _: heard.story.append("answered"))
    await write
    await turn()
    assert heard.story == [{"color:1"}, "answered"]


async def test_what_was_told_is_there_to_be_read(database: Database) -> None:
    seen: list[asyncio.Task[str | None]] = []
    database.subscribe(lambda _: seen.append(asyncio.ensure_future(database.read(name_of, 1))))
    await database.write(paint, 1, "Blue")
    assert [await task for task in seen] == ["Blue"]


@pytest.mark.parametrize(
    "error", [StopIteration(), asyncio.CancelledError(), GeneratorExit(), ZeroDivisionError()], ids=repr
)
async def test_no_exception_whatever_stops_the_writer(database: Database, error: BaseException) -> None:
    async with busy(database):
        bad = asyncio.ensure_future(database.write(fail, 1, error))
        good = asyncio.ensure_future(database.write(paint, 2))
    done, _ = await asyncio.wait({bad, good}, timeout=5)
    assert done == {bad, good}
    assert good.result() == 2
    assert bad.cancelled() or bad.exception() is not None
    assert await database.read(name_of, 1) is None


async def test_a_listener_that_breaks_costs_nobody_their_answer_or_their_news(database: Database) -> None:
    def broken(_keys: object) -> None:
        raise RuntimeError("a page went away")

    database.subscribe(broken)
    heard = Heard(database)
    assert await asyncio.wait_for(database.write(paint, 1), 5) == 1
    assert heard.keys == {"color:1"}


async def test_a_write_that_nobody_waits_for_any_more_is_skipped(database: Database) -> None:
    async with busy(database):
        gone = asyncio.ensure_future(database.write(paint, 1))
        stays = asyncio.ensure_future(database.write(paint, 2))
        await turn()
        gone.cancel()
        await turn()
    assert await stays == 2
    assert await database.read(name_of, 1) is None


async def test_a_waiter_that_leaves_while_its_write_runs_leaves_it_whole_and_told(database: Database) -> None:
    heard = Heard(database)
    leaving = asyncio.ensure_future(database.write(lambda tx: (paint(tx, 1), _leave(leaving), paint(tx, 2))))
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await database.write(lambda _: None)
    assert await database.read(count) == 2
    assert heard.keys == {"color:1", "color:2"}


def _leave(task: "asyncio.Task[object]") -> None:
    task.get_loop().call_soon_threadsafe(task.cancel)


async def test_one_instant_holds_for_all_of_a_transaction(database: Database) -> None:
    def twice(tx: Tx) -> tuple[int, int]:
        first = tx.now
        paint(tx, 1)
        return first, tx.now

    first, second = await database.write(twice)
    assert first == second


async def test_closing_commits_what_waits_and_refuses_what_comes_later(database: SqliteDatabase) -> None:
    async with asyncio.timeout(10), busy(database):
        waiting = [asyncio.ensure_future(database.write(paint, n)) for n in range(600)]
        await turn()
        closing = asyncio.ensure_future(database.close())
        await turn()
        with pytest.raises(DatabaseUnavailableError):
            await database.write(paint, 1000)
    await closing
    assert await asyncio.gather(*waiting) == list(range(600))
    for ask in (database.read, database.scan):
        with pytest.raises(DatabaseUnavailableError):
            await ask(count)
