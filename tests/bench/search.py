"""How long a search takes over a real catalog: every beginning of some hundred names, as a person types them."""

import csv
import gzip
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from freshbrick.catalog.policy import Policy
from freshbrick.catalog.search import SearchArgs, search_parts
from freshbrick.live.query import snapshot
from freshbrick.model.parts import Color, KnownColor, Part
from freshbrick.store import part_colors, parts, reference
from freshbrick.store.migrations import migrate
from freshbrick.store.sqlite import BUSY_MS, SqliteTx, Statements, connect

NOW = 1_780_000_000_000


class Times(NamedTuple):
    """In ms: of the wall, and of the processor alone, which other work on the machine does not lengthen."""

    query: str
    wall: float
    processor: float


def fill(path: Path, data: Path) -> None:
    """A new database with Rebrickable's parts and their colors, a third of them fetched, as one writer would."""
    migrate(path)
    with closing(connect(path, busy_ms=BUSY_MS)) as connection:
        tx = SqliteTx(connection, Statements(), NOW)
        colors = {int(row["bricklink_id"]): row for row in _rows(data / "color-id-map.csv")}
        reference.save_colors(
            tx, [Color(key, row["bricklink_name"], row["rgb"], "") for key, row in colors.items()]
        )
        known = _known_colors(data)
        for chunk in _chunks(_rows(data / "rebrickable-parts.csv.gz"), 200):
            connection.execute("BEGIN IMMEDIATE")
            for n, row in enumerate(chunk):
                part = Part(part_number=row["part_num"], name=row["name"], source="import")
                parts.save(tx, part, last_fetched=None if n % 3 else NOW - n * 3_600_000)
                part_colors.save(tx, part.part_number, known[part.part_number], last_fetched=NOW)
            connection.execute("COMMIT")


def measure(path: Path, queries: Iterable[str]) -> Iterator[Times]:
    """Search for each, uncached and with facets, to the encoded answer."""
    with closing(connect(path, busy_ms=BUSY_MS)) as connection:
        statements, policy = Statements(), Policy()
        for query in queries:
            wall, processor = time.perf_counter(), time.thread_time()
            connection.execute("BEGIN")
            snapshot(search_parts(SqliteTx(connection, statements, NOW), policy, SearchArgs(query)), 1)
            connection.execute("ROLLBACK")
            yield Times(query, (time.perf_counter() - wall) * 1000, (time.thread_time() - processor) * 1000)


def beginnings(path: Path, names: int) -> list[str]:
    """Every beginning, from two letters on, of that many names."""
    with closing(connect(path, busy_ms=BUSY_MS)) as connection:
        every = [row[0] for row in connection.execute("SELECT name FROM parts ORDER BY part_key")]
    return [name[:end] for name in Random(1).sample(every, names) for end in range(2, len(name) + 1)]


def percentile(times: Iterable[float], share: float) -> float:
    found = sorted(times)
    return found[min(int(len(found) * share), len(found) - 1)]


def _known_colors(data: Path) -> dict[str, list[KnownColor]]:
    """Of each part, the colors of its elements by BrickLink's ids, with how many elements there are."""
    ids = {row["rebrickable_id"]: int(row["bricklink_id"]) for row in _rows(data / "color-id-map.csv")}
    counted: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for row in _rows(data / "rebrickable-elements.csv.gz"):
        if row["color_id"] in ids:
            counted[row["part_num"]][ids[row["color_id"]]] += 1
    known: defaultdict[str, list[KnownColor]] = defaultdict(list)
    known.update({part: [KnownColor(*one) for one in colors.items()] for part, colors in counted.items()})
    return known


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        yield from csv.DictReader(lines)


def _chunks(rows: Iterator[dict[str, str]], size: int) -> Iterator[list[dict[str, str]]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def main(data: Path, path: Path, names: int = 500) -> None:
    """Fill the file if it is not there, measure, and print."""
    if not path.exists():
        fill(path, data)
    times = list(measure(path, beginnings(path, names)))
    print(f"{len(times):,} searches")
    for share in (0.5, 0.9, 0.99, 0.999):
        wall, processor = (percentile(column, share) for column in list(zip(*times, strict=True))[1:])
        print(f"p{share * 100:g}: {wall:.1f} ms, processor {processor:.1f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
