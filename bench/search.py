"""Searches of a whole catalog, as a person types them: every beginning of some hundred names."""

from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TypeVar

from bench.figure import Figure, at_most, percentile
from bench.shop import CHUNK, LISTS, PARTS, catalog
from freshbrick.app.clock import SystemClock
from freshbrick.catalog.importers.checking import Step
from freshbrick.catalog.importers.importing import checked_files, import_files
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.search import LONGEST, SearchArgs, search_parts
from freshbrick.live.query import Snapshot, snapshot
from freshbrick.model.parts import Color, Part
from freshbrick.simulator import World
from freshbrick.store import imports, parts
from freshbrick.store.database import Database, Tx
from freshbrick.store.imports import ImportedColors, ImportedPart
from freshbrick.store.migrations.sqlite import migrate
from freshbrick.store.sqlite import SqliteDatabase

NAMES = 500
FETCHED = 3
"""One part in so many was fetched; the others were only imported."""
COLORS = 3
"""Of a made-up part, about as many as of a real one that has any."""
MS = 1_000

T = TypeVar("T")


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """From the query's words to the encoded answer: page, total and facets, of which nothing is kept between searches.

    Through the database's thread for searches, as a server does it, but without HTTP. All parts have what an import
    gives them: with Rebrickable's lists their categories and colors, else made-up colors.
    """
    file = folder / "search.db"
    migrate(file)
    database = SqliteDatabase(file, SystemClock())
    await (_import(database) if all(map(Path.exists, LISTS)) else _make_up(database))
    await _fetch(database)
    times = [await _search(database, query) for query in beginnings(NAMES)]
    await database.close()
    name = f"search over {PARTS:,} parts, every beginning of {NAMES} names, p99"
    yield at_most(name, percentile(times, 0.99), "ms", 20)


def beginnings(names: int) -> Iterator[str]:
    """Every beginning of that many names, from two letters on."""
    for name in Random(1).sample([part.name for part in islice(catalog(), PARTS)], names):
        yield from (name[:end] for end in range(2, min(len(name), LONGEST) + 1))


async def _search(database: Database, query: str) -> float:
    """Ms."""
    begun = perf_counter()
    await database.scan(_answer, Policy(), query)
    return (perf_counter() - begun) * MS


def _answer(tx: Tx, policy: Policy, query: str) -> Snapshot:
    return snapshot(search_parts(tx, policy, SearchArgs(query)), 1)


async def _import(database: Database) -> None:
    with checked_files(LISTS, _unheard) as files:
        await import_files(database, SystemClock(), files, _unheard)


def _unheard(_step: Step) -> None:
    """Nobody looks on."""


async def _make_up(database: Database) -> None:
    colors = [Color(one.color_id, one.color_name, one.color_code, one.color_type) for one in World().colors]
    await database.write(imports.save_colors, colors, "import")
    for chunk in _chunks(islice(catalog(), PARTS)):
        await database.write(_save_made_up, chunk, [color.color_id for color in colors])


def _save_made_up(tx: Tx, chunk: list[Part], colors: list[int]) -> None:
    imports.save_parts(tx, [ImportedPart(part) for part in chunk])
    known = ((part.part_number.lower(), Random(part.part_number).sample(colors, COLORS)) for part in chunk)
    imports.save_known_colors(tx, [ImportedColors(key, frozenset(ids)) for key, ids in known], "import")


async def _fetch(database: Database) -> None:
    """Of the status, too, there is something to count."""
    for chunk in _chunks(part.part_number for part in islice(catalog(), 0, PARTS, FETCHED)):
        await database.write(_save_fetched, chunk)


def _save_fetched(tx: Tx, numbers: list[str]) -> None:
    for number in numbers:
        if (saved := parts.find(tx, number)) is not None:
            parts.save(tx, saved.part, last_fetched=tx.now)


def _chunks(rows: Iterator[T]) -> Iterator[list[T]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
