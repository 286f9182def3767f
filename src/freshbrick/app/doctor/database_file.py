"""SQLite's file: whether it opens, is current, can be written, is whole, and has room."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from freshbrick.app.doctor.findings import Finding, skipped, todo, well
from freshbrick.store.migrations import HEAD
from freshbrick.store.migrations.sqlite import revision

PATIENCE_S: Final = 5.0
"""How long the check for damage may take, and how long another process may hold the lock for writing."""
STEPS: Final = 10_000
LEAST_FREE: Final = 500 * 2**20
LARGEST_WAL: Final = 256 * 2**20
"""SQLite writes its log back at 4 MiB; one that grows so large is held open by a reader."""
OTHERS: Final = 0o077


def look(path: Path) -> tuple[list[Finding], bool]:
    """What is found, and whether the database can be used."""
    try:
        opened = _schema(path)
        if opened.state == "todo":
            return [opened], False
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=PATIENCE_S)) as connection:
            found = [opened, _writable(connection), _whole(connection)]
        return [*found, *_file(path)], all(one.state != "todo" for one in found)
    except (sqlite3.Error, OSError) as error:
        return [
            todo("database", f"{path} cannot be used: {error}.", "Restore a backup, or see who may read it.")
        ], False


def _schema(path: Path) -> Finding:
    if not path.exists():
        return todo(
            "database",
            f"There is none yet at {path}.",
            "Make it with `freshbrick migrate`, or just `freshbrick serve`.",
        )
    found = revision(path)
    if found == HEAD:
        return well("database", f"{path} opens, its schema is current.")
    return todo(
        "database",
        f"The schema of {path} is at {found or 'nothing'}, this Freshbrick's is {HEAD}.",
        "Run `freshbrick migrate`; if a newer Freshbrick made it, use that one.",
    )


def _writable(connection: sqlite3.Connection) -> Finding:
    connection.isolation_level = None
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return todo(
            "database",
            f"It cannot be written: {error}.",
            "See who owns the file and its folder, and whether another process is stuck in a write.",
        )
    return well("database", "It can be written.")


def _whole(connection: sqlite3.Connection) -> Finding:
    """SQLite's own quick check, as far as it gets in `PATIENCE_S`."""
    deadline = time.monotonic() + PATIENCE_S
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
    try:
        said = "; ".join(str(row[0]) for row in connection.execute("PRAGMA quick_check(3)"))
    except sqlite3.DatabaseError as error:
        said = str(error)
    finally:
        connection.set_progress_handler(None, 0)
    if said == "ok":
        return well("database", "No damage.")
    if said == "interrupted":
        return skipped("database", f"No damage seen in {PATIENCE_S:.0f} s; the check was not complete.")
    return todo("database", f"It is damaged: {said}.", "Stop the server and restore a backup.")


def _file(path: Path) -> Iterator[Finding]:
    size, log, free = path.stat().st_size, _size(Path(f"{path}-wal")), shutil.disk_usage(path.parent).free
    sizes = f"{_bytes(size)}, its write-ahead log {_bytes(log)}, {_bytes(free)} free on the disk."
    if free < max(LEAST_FREE, size):
        yield todo("database", f"The disk is almost full: {sizes}", "Make room before writes fail.")
    elif log > LARGEST_WAL:
        yield todo(
            "database", f"Its log does not shrink: {sizes}", "Start the server again; end what else reads it."
        )
    else:
        yield well("database", sizes)
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        yield todo("database", "Others may read it; it holds password hashes.", f"chmod 600 {path}")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _bytes(count: float) -> str:
    for unit in ("bytes", "KB", "MB"):
        if count < 1_000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1_000
    return f"{count:,.1f} GB"
