"""Which errors of SQLite may pass by themselves."""

import sqlite3
from typing import Final

_PASSING: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}


def may_pass(error: BaseException) -> bool:
    """Whether asking again may help: a lock, a full disk; not a mistake in a statement or a damaged file."""
    code: int | None = getattr(error, "sqlite_errorcode", None)  # the driver's own errors have none
    return code is not None and code & 0xFF in _PASSING  # the second byte says more, as in BUSY_RECOVERY
