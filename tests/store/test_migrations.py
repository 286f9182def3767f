"""The schema that the migrations make is the schema that the code is written for."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from freshbrick.store import migrations
from freshbrick.store.migrations import HEAD
from freshbrick.store.migrations.sqlite import migrate, revision
from freshbrick.store.tables import metadata

_PERSON = "INSERT INTO people (name, role, created_at) VALUES ('Ana', 'owner', 1)"
_LOT = (
    "INSERT INTO lots (person_id, part_number, color_id, condition, quantity, price, created_at, updated_at) "
    "VALUES (1, '3001', 11, 'new', 4, '0.05', 1, 1)"
)
_OLD = f"""
{_PERSON}; {_LOT};
INSERT INTO tokens (hash, name, person_id, created_at) VALUES ('ana''s', 'laptop', 1, 1);
INSERT INTO price_quarters
  (part_key, color_id, condition, market, part_number, currency, vat, region, statistics, fetched_at, details)
VALUES ('3001', 11, 'new', 'sold', '3001', 'USD', 'without', '', '{{"pieceAverage":"0.0525"}}', 7, '[]'),
       ('3001', 11, 'new', 'stock', '3001', 'USD', 'without', '', '{{"pieceAverage":"0.09"}}', 7, '[]');
"""
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


def upgrade(path: Path, to: str) -> None:
    """Leave the file as an older release would."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    engine.dispose()


def test_a_migrated_file_has_the_tables_and_indexes_that_the_code_declares(tmp_path: Path) -> None:
    migrated, declared = tmp_path / "migrated.db", tmp_path / "declared.db"
    assert migrate(migrated)
    engine = create_engine(f"sqlite:///{declared}")
    metadata.create_all(engine)
    engine.dispose()
    assert schema(migrated) == schema(declared)
    assert revision(migrated) == HEAD


def test_what_was_there_before_lots_were_numbered_for_good_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    upgrade(path, "0001")
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_OLD)
    assert migrate(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        assert db.execute("SELECT person_id, hash FROM tokens").fetchall() == [(1, "ana's")]
        assert db.execute("SELECT person_id, part_number, price FROM lots").fetchall() == [
            (1, "3001", "0.05")
        ]
        assert db.execute("SELECT piece_average, fetched_at FROM sold_averages").fetchall() == [("0.0525", 7)]
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        db.execute("DELETE FROM people")
        assert not db.execute("SELECT 1 FROM tokens UNION ALL SELECT 1 FROM lots").fetchall()


def test_an_id_of_a_person_or_lot_is_never_used_twice(database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as db:
        for table, row in (("people", _PERSON), ("lots", _LOT)):
            first = db.execute(row).lastrowid
            db.execute(f"DELETE FROM {table}")
            assert db.execute(row).lastrowid == (first or 0) + 1


def test_the_parts_of_an_older_database_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    upgrade(path, "0001")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(
            "INSERT INTO parts (part_key, part_number, name, source) VALUES ('3001', '3001', 'Brick', 'x')"
        )
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
