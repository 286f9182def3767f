"""`freshbrick serve` as it is, that also says on standard output when each COMMIT has returned."""

import os
import sys
from time import perf_counter_ns
from typing import Any

import uvloop

from freshbrick.app.commands import serve
from freshbrick.settings import Settings
from freshbrick.store import sqlite
from freshbrick.store.sqlite_writer import SqliteWriter


class Stamping(SqliteWriter):
    """Writes the time in ns, a line a COMMIT, from the thread that committed."""

    def _commit(self, jobs: list[Any]) -> None:
        super()._commit(jobs)
        os.write(1, b"%d\n" % perf_counter_ns())


if __name__ == "__main__":
    vars(sqlite)["SqliteWriter"] = Stamping  # the module that builds it finds this one
    uvloop.run(serve(Settings.from_env(os.environ), with_worker="--no-worker" not in sys.argv))
