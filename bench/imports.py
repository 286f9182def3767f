"""`freshbrick import` of Rebrickable's four lists into a new database, in a process of its own."""

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.figure import Figure, at_most
from bench.processes import SERVER_CPU, peak_in, run
from bench.shop import LISTS

ROUNDS = 3
MB, MS = 1e6, 1e3


class Import(NamedTuple):
    """One run: how long it took (s), the most memory that it had (bytes), its longest transaction (s)."""

    took: float
    peak: int
    longest: float


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """The whole command with its start, its check of the files, and its rests between transactions."""
    if not all(map(Path.exists, LISTS)):
        print(f"imports: left out, {LISTS[0].parent} has not all four lists", file=sys.stderr)  # noqa: T201 - why
        return
    runs = [await _import(folder / f"imports{i}.db") for i in range(ROUNDS)]
    took, peaks, longest = zip(*runs, strict=True)
    yield at_most("import of 61,770 parts and 108,920 elements", median(took), "s", 20)
    yield at_most("the same: peak of resident memory", median(peaks) / MB, "MB", 150)
    yield at_most("the same: longest write transaction", max(longest) * MS, "ms", 50)


async def _import(file: Path) -> Import:
    command = [sys.executable, "-m", "bench.importing", "import", *map(str, LISTS)]
    begun = perf_counter()
    said = await run(command, environ={"FRESHBRICK_DATABASE_URL": f"sqlite:///{file}"}, cpu=SERVER_CPU)
    took = perf_counter() - begun
    found = re.search(r"^Longest: (\S+)$", said, re.MULTILINE)
    assert found is not None
    return Import(took, peak_in(said), float(found[1]))
