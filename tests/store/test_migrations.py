"""The schema that the migrations make is the schema that the code is written for."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from freshbrick.store.migrations import HEAD, migrate, revision
from freshbrick.store.tables import metadata

# The full-text index is the engine's own and made by the migration alone.
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'part_words*'"


def schema(path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as db:
        names = [r[0] for r in db.execute(_TABLES)]
        tables = {n: db.execute(f"PRAGMA table_xinfo({n})").fetchall() for n in names}
        indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall()
    tables.pop("alembic_version", None)
    return {
        "tables": {name: sorted(row[1:] for row in rows) for name, rows in tables.items()},
        "indexes": sorted(
            (n, (sql or "").replace("lower(key)", 'lower("key")').replace('"', ""))
            for n, sql in indexes
            if "alembic" not in n
        ),
    }


def test_a_migrated_file_has_the_tables_and_indexes_that_the_code_declares(tmp_path: Path) -> None:
    migrated, declared = tmp_path / "migrated.db", tmp_path / "declared.db"
    assert migrate(migrated)
    engine = create_engine(f"sqlite:///{declared}")
    metadata.create_all(engine)
    engine.dispose()
    assert schema(migrated) == schema(declared)
    assert revision(migrated) == HEAD


def test_the_parts_of_an_older_database_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    migrate(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for table in ("part_search", "part_moves", "part_words"):
            db.execute(f"DROP TABLE {table}")
        db.execute(
            "INSERT INTO parts (part_key, part_number, name, source) VALUES ('3001', '3001', 'Brick', 'x')"
        )
        db.execute("UPDATE alembic_version SET version_num = '0001'")
    assert migrate(path)
    with closing(sqlite3.connect(path)) as db:
        found = "SELECT part_key FROM part_words JOIN part_search ON place = part_words.rowid"
        assert db.execute(f"{found} WHERE part_words MATCH 'brick'").fetchall() == [("3001",)]


def test_a_second_start_finds_nothing_to_do(database_file: Path) -> None:
    assert not migrate(database_file)


def test_several_processes_starting_at_once_make_one_schema(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, [path] * 4))
    assert revision(path) == HEAD


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("shopping list" * 100)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        migrate(path)
    assert path.read_text().startswith("shopping list")


def test_the_file_is_readable_by_its_owner_only(database_file: Path) -> None:
    assert database_file.stat().st_mode & 0o077 == 0
