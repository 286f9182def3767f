"""`freshbrick import` of Rebrickable's four lists into a new database, in a process of its own."""

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

from bench.figure import Figure, at_most, plain
from bench.processes import SERVER_CPU, peak_in, run
from bench.shop import LISTS, PARTS

MB, MS = 1e6, 1e3


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """The whole command, once: its start, its check of the files, and its rests between transactions.

    What is mapped of the database file counts as memory too. A transaction lasts from BEGIN until COMMIT has returned.
    """
    if not all(map(Path.exists, LISTS)):
        print(f"imports: left out, {LISTS[0].parent} has not all four lists", file=sys.stderr)  # noqa: T201 - why
        return
    command = [sys.executable, "-m", "bench.importing", "import", *map(str, LISTS)]
    begun = perf_counter()
    said = await run(
        command, environ={"FRESHBRICK_DATABASE_URL": f"sqlite:///{folder}/imports.db"}, cpu=SERVER_CPU
    )
    took = perf_counter() - begun
    longest = re.search(r"^Longest: (\S+)$", said, re.MULTILINE)
    assert longest is not None
    name = f"import of {PARTS:,} parts, their colors and categories"
    yield plain(name, took, "s")
    yield plain("the same: peak of resident memory", peak_in(said) / MB, "MB")
    yield at_most("the same: longest write transaction", float(longest[1]) * MS, "ms", 50)
