"""A full disk, a killed process: whoever was answered has it, whoever was not is told, and it goes on."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest

from freshbrick.store.database import DatabaseUnavailableError
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard, busy, count, name_of, paint

TESTS = Path(__file__).parents[1]


@contextmanager
def another_process(path: Path, task: str) -> Iterator[IO[bytes]]:
    """What it says; it is killed at the end, if it has not ended by itself."""
    process = subprocess.Popen(
        [sys.executable, str(TESTS / "store" / "another_process.py"), str(path), task],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
    )
    with process:
        assert process.stdout is not None
        yield process.stdout
        process.kill()


def limit_pages(database: SqliteDatabase, more: int) -> None:
    """Let the file grow by so many pages and no further, as on a full disk."""
    connection = database._writer._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + more}")


async def test_a_write_that_finds_the_disk_full_is_refused_alone(database: SqliteDatabase) -> None:
    limit_pages(database, 5)
    heard = Heard(database)
    async with busy(database):
        before = asyncio.ensure_future(database.write(paint, 1))
        large = asyncio.ensure_future(database.write(paint, 2, "x" * 500_000))
        after = asyncio.ensure_future(database.write(paint, 3))
    with pytest.raises(DatabaseUnavailableError, match="full"):
        await large
    assert (await before, await after) == (1, 3)
    assert heard.keys == {"color:1", "color:3"}
    limit_pages(database, 10_000)
    assert await database.write(paint, 2, "x" * 500_000) == 2
    assert await database.read(count) == 3


async def test_when_there_is_no_room_at_all_everybody_is_told_and_nothing_is_half_there(
    database: SqliteDatabase,
) -> None:
    limit_pages(database, 0)
    async with busy(database):
        writes = [asyncio.ensure_future(database.write(paint, n, "x" * 100_000)) for n in range(20)]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {DatabaseUnavailableError}
    assert await database.read(count) == 0


def test_a_disk_that_fills_up_at_commit_loses_nothing_that_was_answered(database_file: Path) -> None:
    with another_process(database_file, "fill") as out:
        told = json.loads(out.read().splitlines()[-1])
    answered = told["full"].count("int")
    assert set(told["full"]) == {"int", "DatabaseUnavailableError"}, "one by one, as long as there was room"
    assert told["stored"] == 1 + answered
    assert told["after"] == ["int"] * 10
    assert told["in_all"] == 1 + answered + 10


def test_after_a_kill_in_the_middle_of_writing_the_file_is_whole_and_holds_all_that_was_answered(
    database_file: Path,
) -> None:
    with another_process(database_file, "write") as out:
        answered = [int(out.readline()) for _ in range(300)]
    with closing(sqlite3.connect(database_file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = {row[0] for row in db.execute("SELECT color_id FROM colors")}
    assert stored >= set(answered)


async def test_an_answered_write_has_reached_the_disk_not_only_the_system(database: SqliteDatabase) -> None:
    """What a kill cannot show, a power cut would."""
    full = 2
    assert database._writer._connection.execute("PRAGMA synchronous").fetchone()[0] == full
    assert database._writer._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


async def test_what_was_written_before_a_close_is_there_after_it(
    database: SqliteDatabase, database_file: Path
) -> None:
    await database.write(paint, 1, "Green")
    await database.close()
    again = SqliteDatabase(database_file, database._clock)
    assert await again.read(name_of, 1) == "Green"
    await again.close()
