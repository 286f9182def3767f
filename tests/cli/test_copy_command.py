"""`copy`: a SQLite file moved to PostgreSQL, whole or not at all."""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from cli.conftest import Run
from freshbrick.app.clock import SystemClock
from freshbrick.model.outbox import Priority
from freshbrick.model.parts import Part
from freshbrick.store import copying, outbox, parts, people
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase

PASSWORD = "no-terminal-may-show-this"


def fill(tx: Tx) -> None:
    for n in range(12):
        parts.save(
            tx, Part(part_number=str(3001 + n), name=f"Brick {n}", is_obsolete=n == 1), last_fetched=tx.now
        )
        outbox.enqueue(tx, "part", str(3001 + n), Priority.LOW)
    people.add(tx, "ann", "owner")


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def source(database_file: Path) -> Path:
    """A database that somebody has used."""

    async def use() -> None:
        database = SqliteDatabase(database_file, SystemClock())
        await database.write(fill)
        await database.close()

    asyncio.run(use())
    change(database_file, "DELETE FROM catalog_refresh_outbox WHERE id > 10")
    return database_file


def ask(url: str, *statements: str) -> list[Any]:
    """The first value of each statement's first row."""

    async def asked() -> list[Any]:
        connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
        try:
            return [await connection.fetchval(statement) for statement in statements]
        finally:
            await connection.close()

    return asyncio.run(asked())


@pytest.fixture
def copy(run: Run, source: Path, postgres_url: str) -> Any:
    def copy(*words: str, to: str = postgres_url) -> Any:
        ran = run("copy", f"sqlite:///{source}", to.replace("postgres:@", f"postgres:{PASSWORD}@"), *words)
        assert PASSWORD not in ran.out + ran.err
        return ran

    return copy


def test_all_of_it_is_there_and_numbers_go_on_where_they_were(copy: Any, postgres_url: str) -> None:
    code, out, err = copy("--json")
    assert code == 0, err
    told = json.loads(out)
    assert (told["tables"]["parts"], told["tables"]["part_words"], told["tables"]["people"]) == (12, 12, 1)
    assert told["rows"] == sum(told["tables"].values())
    assert ask(
        postgres_url,
        "SELECT count(*) FROM parts WHERE is_obsolete",
        "SELECT count(*) FROM part_words WHERE tokens @@ to_tsquery('simple', 'brick')",
        "SELECT nextval('catalog_refresh_outbox_id_seq')",
        "SELECT nextval('people_id_seq')",
    ) == [1, 12, 13, 2], "no id is used a second time, not even a pruned message's"


def test_a_database_that_is_in_use_is_left_alone_unless_told(copy: Any, postgres_url: str) -> None:
    assert copy().code == 0
    code, _, err = copy()
    assert (code, "--replace" in err, "parts" in err) == (1, True, True)
    assert copy("--replace").code == 0
    ask(
        postgres_url,
        "INSERT INTO workers VALUES ('w', (extract(epoch FROM clock_timestamp()) * 1000)::bigint)",
    )
    code, _, err = copy("--replace")
    assert (code, "stop it first" in err) == (1, True)


def test_nothing_is_there_when_it_breaks_off(
    copy: Any, source: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "CHUNK", 5)
    change(
        source,
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE catalog_refresh_outbox SET priority = 9 WHERE id = 9",
    )
    code, _, err = copy()
    assert (code, "ck_catalog_refresh_outbox_priority" in err) == (1, True)
    assert ask(
        postgres_url, "SELECT count(*) FROM parts", "SELECT count(*) FROM buckets",
        "SELECT nextval('catalog_refresh_outbox_id_seq')",
    ) == [0, 2, 1]  # fmt: skip


def test_a_source_that_somebody_works_on_is_said(copy: Any, source: Path) -> None:
    change(source, f"INSERT INTO workers VALUES ('w', {time.time_ns() // 1_000_000})")
    code, _, err = copy()
    assert (code, "what it writes from now on is not copied" in err) == (0, True)


def test_an_older_source_is_migrated_first(copy: Any, source: Path) -> None:
    change(source, "UPDATE alembic_version SET version_num = '0003'")
    code, _, err = copy()
    assert (code, "freshbrick migrate" in err) == (1, True)


@pytest.mark.parametrize(
    ("source_url", "target_url", "said"),
    [
        ("sqlite:////no/such.db", "postgresql://u:{}@127.0.0.1:9/x", "There is no database at /no/such.db"),
        ("postgresql://u:{}@127.0.0.1:9/x", "postgresql://u:{}@127.0.0.1:9/y", "pg_dump"),
        ("sqlite:////no/such.db", "sqlite:////no/other.db", "freshbrick backup"),
        (
            "mysql://u:{}@h/x",
            "sqlite:////no/other.db",
            "a database is sqlite:////absolute/path.db or postgresql://",
        ),
    ],
)
def test_what_it_cannot_do_is_said(run: Run, source_url: str, target_url: str, said: str) -> None:
    code, _, err = run("copy", source_url.format(PASSWORD), target_url.format(PASSWORD))
    assert code in (1, 2)
    assert said in err
    assert PASSWORD not in err
    assert "Traceback" not in err


def test_a_server_that_does_not_answer_is_said(copy: Any) -> None:
    code, _, err = copy(to=f"postgresql://u:{PASSWORD}@127.0.0.1:9/x")
    assert code == 1
    assert err.startswith("The database cannot be used: PostgreSQL at 127.0.0.1:9, database x: ")
