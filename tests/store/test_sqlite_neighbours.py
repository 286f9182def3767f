"""Other programs with the same file: waited for, noticed, and survived."""

import asyncio
from pathlib import Path

import pytest

from freshbrick.store.database import EVERYTHING, Database, DatabaseUnavailableError
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard, count, paint, stranger, turn

ADD = "INSERT INTO colors (color_id, name, type) VALUES (?, 'Blue', 'Solid')"


async def test_a_write_waits_for_another_program_s_and_is_done_then(
    database: Database, database_file: Path
) -> None:
    with stranger(database_file) as other:
        other.execute("BEGIN IMMEDIATE")
        writes = [asyncio.ensure_future(database.write(paint, n)) for n in range(3)]
        await asyncio.wait(writes, timeout=0.05)
        assert not any(write.done() for write in writes)
        other.execute(ADD, [7])
        other.execute("COMMIT")
        assert await asyncio.gather(*writes) == [0, 1, 2]
    assert await database.read(count) == 4


async def test_a_lock_that_lasts_is_told_to_all_who_wait_after_one_wait_not_one_each(
    database: SqliteDatabase, database_file: Path
) -> None:
    attempts: list[str] = []
    connection = database._writer._connection
    connection.execute("PRAGMA busy_timeout = 20")
    connection.set_trace_callback(lambda sql: attempts.append(sql) if "BEGIN" in sql else None)
    heard = Heard(database)
    with stranger(database_file) as other:
        other.execute("BEGIN IMMEDIATE")
        writes = [asyncio.ensure_future(database.write(paint, n)) for n in range(50)]
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {DatabaseUnavailableError}
        assert len(attempts) <= 10
        assert not heard.keys
        other.execute("ROLLBACK")
    assert await database.write(paint, 1) == 1


async def test_another_program_s_commit_makes_every_open_page_look_again(
    database: Database, database_file: Path
) -> None:
    heard = Heard(database)
    with stranger(database_file) as other:
        other.execute(ADD, [1])
    await asyncio.wait_for(heard.until(EVERYTHING), 5)


async def test_our_own_commits_are_not_taken_for_another_program_s(
    database: Database, database_file: Path
) -> None:
    heard = Heard(database)
    for n in range(5):
        await database.write(paint, n)
        await database.read(count)
        await database.scan(count)
    assert heard.story == [{f"color:{n}"} for n in range(5)]
    with stranger(database_file) as other:
        other.execute(ADD, [9])
    await asyncio.wait_for(heard.until(EVERYTHING), 5)
    await database.write(paint, 5)
    assert heard.story[5:] == [{EVERYTHING}, {"color:5"}], "once each"


async def test_another_program_s_commit_is_noticed_before_our_next_one_is_told(
    database: Database, database_file: Path
) -> None:
    heard = Heard(database)
    with stranger(database_file) as other:
        other.execute(ADD, [1])
        await database.write(paint, 2)
    assert heard.story == [{EVERYTHING}, {"color:2"}]


async def test_another_program_that_only_reads_or_gives_up_is_not_heard(
    database: Database, database_file: Path
) -> None:
    heard = Heard(database)
    with stranger(database_file) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute(ADD, [1])
        other.execute("ROLLBACK")
        other.execute("SELECT count(*) FROM colors").fetchall()
    await database.write(paint, 2)
    await turn()
    assert heard.story == [{"color:2"}]


async def test_two_servers_on_one_file_hear_each_other(database: SqliteDatabase, database_file: Path) -> None:
    theirs = SqliteDatabase(database_file, database._clock)
    heard, theirs_heard = Heard(database), Heard(theirs)
    await database.write(paint, 1)
    await asyncio.wait_for(theirs_heard.until(EVERYTHING), 5)
    await theirs.write(paint, 2)
    await asyncio.wait_for(heard.until(EVERYTHING), 5)
    await theirs.close()


@pytest.mark.parametrize("times", [1, 2])
async def test_closing_ends_the_threads(database_file: Path, database: SqliteDatabase, times: int) -> None:
    other = SqliteDatabase(database_file, database._clock)
    thread = other._writer._thread
    for _ in range(times):
        await other.close()
    assert not thread.is_alive()
