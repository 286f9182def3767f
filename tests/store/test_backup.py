"""A backup: whole, of one moment, and never in the way of anything."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from freshbrick.store import backup as module
from freshbrick.store.backup import BackupError, backup
from freshbrick.store.migrations import HEAD


@pytest.fixture
def source(database_file: Path) -> Iterator[Path]:
    """A database of several steps that is open, with its last commits in the WAL alone."""
    with closing(sqlite3.connect(database_file, isolation_level=None)) as db:
        db.execute(
            "INSERT INTO parts (part_key, part_number, name, source) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
            "SELECT 'p' || i, 'p' || i, hex(randomblob(2000)), 'bricklink' FROM n"
        )
        yield database_file


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STEP", 16)


def parts(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT count(*) FROM parts").fetchone()[0])


def test_it_holds_what_was_committed_for_its_owner_alone_and_nothing_is_left_beside_it(
    source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copies" / "monday.db"
    target.parent.mkdir()
    made = backup(source, target)
    assert (made.file, made.bytes, made.revision) == (str(target), target.stat().st_size, HEAD)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]
    assert parts(target) == 200


def test_writes_go_on_while_it_is_taken_and_are_no_part_of_it(source: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    with closing(sqlite3.connect(source, isolation_level=None, timeout=0)) as other:

        def write(done: int, _pages: int) -> None:
            seen.append(done)
            other.execute("DELETE FROM parts WHERE part_key = ?", [f"p{len(seen)}"])

        backup(source, tmp_path / "copy.db", progress=write)
    assert len(seen) > 5
    assert seen == sorted(seen)  # none made it begin again
    assert parts(tmp_path / "copy.db") == 200
    assert parts(source) == 200 - len(seen)


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(BackupError, match="--force"):
        backup(source, target)
    assert target.read_text() == "mine"
    backup(source, target, force=True)
    assert parts(target) == 200


def test_a_database_in_use_is_never_replaced(source: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="database itself"):
        backup(source, source, force=True)
    (tmp_path / "alias.db").symlink_to(source)
    with pytest.raises(BackupError, match="database itself"):
        backup(source, tmp_path / "alias.db", force=True)
    (tmp_path / "other.db-wal").touch()
    with pytest.raises(BackupError, match="in use"):
        backup(source, tmp_path / "other.db")
    assert parts(source) == 200


def test_what_is_interrupted_leaves_nothing(source: Path, tmp_path: Path) -> None:
    def interrupt(done: int, _pages: int) -> None:
        if done > 50:
            raise KeyboardInterrupt

    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "copy.db").write_text("last week's")
    with pytest.raises(KeyboardInterrupt):
        backup(source, folder / "copy.db", force=True, progress=interrupt)
    assert [path.read_text() for path in folder.iterdir()] == ["last week's"]


def test_a_damaged_database_is_found_out_and_not_called_a_backup(source: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(source)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root, size = db.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'parts'"
        ).fetchone()
    with source.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 200)
    with pytest.raises((BackupError, sqlite3.DatabaseError)):
        backup(source, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_what_is_no_database_of_ours_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no Freshbrick database"):
        backup(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []
