"""`copy`: from the database that one setting names into that of another."""

from collections.abc import Callable

from freshbrick.app import databases
from freshbrick.app.clock import SystemClock
from freshbrick.settings import Settings, SettingsError
from freshbrick.store.copying import Copied, Progress, copy, snapshot

Warn = Callable[[str], None]


async def copy_database(
    source: Settings, target: Settings, *, replace: bool, progress: Progress, warn: Warn
) -> Copied:
    """Copy a SQLite file into PostgreSQL, whose schema is made first.

    Raises SettingsError, CopyError, DatabaseUnavailableError, sqlite3.Error; then nothing is there.
    """
    if source.database_path is None:
        raise SettingsError(["The first is to be a SQLite file: to move PostgreSQL use its own pg_dump."])
    if target.database_path is not None:
        raise SettingsError(["The second is to be PostgreSQL: for a copy of a file use `freshbrick backup`."])
    with snapshot(source.database_path) as found:
        if found.works(SystemClock().now()):
            warn("A Freshbrick works on the database that is read: what it writes from now on is not copied.")
        await databases.migrate(target)
        with databases.answering(target):
            return await copy(found, target.database_url, replace=replace, progress=progress)
