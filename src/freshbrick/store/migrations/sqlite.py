"""The schema of a SQLite file, brought up to date in one transaction that began as a writer."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import NullPool, create_engine, event

from freshbrick.store.migrations import HEAD, run

WAL_TRIES = 250
WAL_PAUSE = 0.02
"""Seconds between them: as long in all as other writers are waited for."""


def migrate(path: Path) -> bool:
    """Create or upgrade the SQLite file; whether there was anything to do.

    All in one transaction that began as a writer: of several processes one does it, the others find it done, and
    after a crash nothing of it is there. Raises `sqlite3.DatabaseError` for a file that is no database.
    """
    if revision(path) == HEAD:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # it holds password hashes
    _upgrade(path)
    return True


def revision(path: Path) -> str | None:
    """The revision that the file is at; None for a new one."""
    if not path.exists() or not path.stat().st_size:
        return None
    with closing(sqlite3.connect(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
    return str(row[0]) if row else None


def _upgrade(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def ours_to_begin(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        _write_ahead(connection)

    with engine.connect() as connection:  # closing it without COMMIT rolls all of it back
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        run(connection)
        connection.exec_driver_sql("COMMIT")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """SQLite does not wait for the lock under which it changes this mode: whoever comes beside another asks again."""
    for last in (False,) * WAL_TRIES + (True,):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(WAL_PAUSE)
        else:
            return
