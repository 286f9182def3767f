"""A copy of the SQLite file taken while others write: whole or not there at all."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from freshbrick.store.migrations.sqlite import revision
from freshbrick.store.sqlite import BUSY_MS

STEP: Final = 1_024
"""Pages copied between two looks at the progress: 4 MiB, some milliseconds."""

Progress = Callable[[int, int], None]
"""Told how many pages are copied and how many there are."""


class Backup(msgspec.Struct, frozen=True):
    """What was written: where, its size, and the schema that it has."""

    file: str
    bytes: int
    revision: str


class BackupError(Exception):
    """No backup was made, and nothing that was there has changed; the message says why."""


def backup(source: Path, target: Path, *, force: bool = False, progress: Progress | None = None) -> Backup:
    """Copy the database at one moment into `target`, check the copy, and only then give it its name.

    `force` replaces a file that is there. Raises BackupError, OSError, sqlite3.Error.
    """
    if revision(source) is None:
        raise BackupError(f"There is no Freshbrick database at {source}.")
    _check_free(source, target, force=force)
    with _partial(target) as partial:
        _copy(source, partial, progress or (lambda _done, _all: None))
        found = _checked(partial)
        _sync(partial)
        _check_free(source, target, force=force)  # copying took its time
        partial.replace(target)
    if hasattr(os, "O_DIRECTORY"):  # where a folder can be opened, its new entry has to reach the disk too
        _sync(target.parent)
    return Backup(str(target), target.stat().st_size, found)


def _check_free(source: Path, target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise BackupError(f"{target} is a folder: name a file in it.")
    if target.exists() and target.samefile(source):
        raise BackupError(f"{target} is the database itself.")
    for beside in (f"{target}-wal", f"{target}-journal"):
        if Path(beside).exists():
            raise BackupError(f"{beside} is there, so {target} is a database in use: name another file.")
    if target.exists() and not force:
        raise BackupError(f"{target} is there already: name another file, or replace it with --force.")


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A file beside the target, for its owner's eyes only; gone at the end, unless it was given another name."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(name + ending).unlink(missing_ok=True)


def _copy(source: Path, partial: Path, progress: Progress) -> None:
    """Page by page from one snapshot: it keeps nobody from writing, and no write makes it begin again."""
    with (
        closing(sqlite3.connect(source, isolation_level=None, timeout=BUSY_MS / 1000)) as reading,
        closing(sqlite3.connect(partial)) as writing,
    ):
        writing.execute("PRAGMA synchronous = OFF")  # it is synced once, when it is whole
        reading.execute("BEGIN")
        reading.execute(
            "SELECT count(*) FROM alembic_version"
        ).fetchone()  # the snapshot begins with the first read
        reading.backup(
            writing, pages=STEP, progress=lambda _status, left, total: progress(total - left, total)
        )
        reading.execute("ROLLBACK")


def _checked(partial: Path) -> str:
    """The copy's revision, once SQLite finds nothing wrong with it."""
    with closing(sqlite3.connect(partial)) as copy:
        found = [row[0] for row in copy.execute("PRAGMA integrity_check(5)")]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    if found != ["ok"]:
        raise BackupError(f"The database is damaged: {'; '.join(map(str, found))}.")
    if dangling:
        raise BackupError(f"The database is damaged: {dangling[0]} refers to rows that are not there.")
    schema = revision(partial)
    if schema is None:
        raise BackupError("The copy has no schema.")
    return schema


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
