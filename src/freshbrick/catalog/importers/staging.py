"""Rows between check and import, in order of key: kept in a file that vanishes with the process, not in memory."""

import sqlite3
from collections.abc import Iterator
from typing import Generic, Literal, TypeVar

import msgspec

T = TypeVar("T")

_SETUP = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -8192;
CREATE TABLE rows (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
BEGIN;
"""


class Staging(Generic[T]):
    """Records of one shape by key."""

    def __init__(self, shape: type[T]) -> None:
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(shape).decode
        self._database = sqlite3.connect("", isolation_level=None)  # on disk, nameless, deleted by SQLite
        self._database.executescript(_SETUP)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, key: str, record: T) -> Literal["new", "same", "other"]:
        """Keep the record, unless the key has one already: the `same` or some `other`."""
        value = self._encode(record)
        added = self._database.execute("INSERT OR IGNORE INTO rows VALUES (?, ?)", (key, value))
        if added.rowcount:
            self._count += 1
            return "new"
        (kept,) = self._database.execute("SELECT value FROM rows WHERE key = ?", (key,)).fetchone()
        return "same" if kept == value else "other"

    def __iter__(self) -> Iterator[T]:
        """Every record, in order of key."""
        for (value,) in self._database.execute("SELECT value FROM rows ORDER BY key"):
            yield self._decode(value)

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
