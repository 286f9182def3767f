"""A reader sees one state of the database, whoever writes meanwhile and whatever is locked."""

import asyncio
import sqlite3
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest

from freshbrick.store.database import Database, DatabaseUnavailableError, Tx
from store.holding import count, name_of, paint, stranger

ADD = "INSERT INTO colors (color_id, name, type) VALUES (?, 'Blue', 'Solid')"


async def test_two_statements_of_a_read_see_one_state_while_another_program_commits(
    database: Database, database_file: Path
) -> None:
    with stranger(database_file) as other:

        def torn(tx: Tx) -> tuple[int, int]:
            before = count(tx)
            other.execute(ADD, [1])
            return before, count(tx)

        assert await database.read(torn) == (0, 0)
    assert await database.read(count) == 1


async def test_two_statements_of_a_search_see_one_state_while_we_commit(database: Database) -> None:
    begun, committed = Event(), Event()

    def torn(tx: Tx) -> tuple[int, int]:
        before = count(tx)
        begun.set()
        committed.wait()
        return before, count(tx)

    search = asyncio.ensure_future(database.scan(torn))
    await asyncio.to_thread(begun.wait)
    await database.write(paint, 1)
    assert await database.read(count) == 1, "others are served meanwhile"
    committed.set()
    assert await search == (0, 0)
    assert await database.scan(count) == 1, "and its snapshot is gone with it"


async def test_a_read_that_breaks_leaves_no_snapshot_behind(database: Database) -> None:
    def broken(tx: Tx) -> None:
        count(tx)
        raise ZeroDivisionError

    for ask in (database.read, database.scan):
        with pytest.raises(ZeroDivisionError):
            await ask(broken)
    await database.write(paint, 1)
    assert (await database.read(count), await database.scan(count)) == (1, 1)


async def test_a_read_that_looks_at_the_first_row_only_keeps_no_snapshot(database: Database) -> None:
    await database.write(paint, 1)
    await database.write(paint, 2)
    await database.read(name_of, 1)
    await database.write(paint, 3)
    assert await database.read(count) == 3


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
async def test_reads_are_answered_while_another_program_writes(
    database: Database, database_file: Path, lock: str
) -> None:
    await database.write(paint, 1)
    with stranger(database_file) as other:
        other.execute(f"BEGIN {lock}")
        other.execute(ADD, [2])
        assert (await database.read(count), await database.scan(count)) == (1, 1)
        other.execute("COMMIT")
    assert (await database.read(count), await database.scan(count)) == (2, 2)


def locked(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY])
async def test_a_read_that_finds_the_file_locked_waits_off_the_event_loop(
    database: Database, code: int
) -> None:
    def read(tx: Tx) -> int:
        if current_thread() is main_thread():
            raise locked(code)
        return count(tx)

    assert await database.read(read) == 0


async def test_a_file_that_stays_locked_is_told_as_unavailable(database: Database) -> None:
    def read(_tx: Tx) -> None:
        raise locked(sqlite3.SQLITE_BUSY)

    with pytest.raises(DatabaseUnavailableError):
        await database.read(read)


async def test_a_mistake_in_a_statement_is_not_told_as_a_busy_database(
    database: Database, database_file: Path
) -> None:
    with stranger(database_file) as other:
        other.execute("DROP TABLE colors")
    for ask in (database.read, database.scan, database.write):
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await ask(count)


async def test_nothing_that_a_read_writes_stays(database: Database) -> None:
    await database.read(paint, 1)
    await database.scan(paint, 2)
    assert await database.read(count) == 0
