"""The second pass: what was checked is written, in transactions so small that nobody has to wait for one."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec

from freshbrick.catalog.importers.checking import CheckedFile, Step, Watch
from freshbrick.catalog.importers.color_names import ColorNames, bricklink_name
from freshbrick.catalog.importers.records import Named, Seen
from freshbrick.catalog.importers.refusals import OddRowError
from freshbrick.catalog.importers.report import ALL_EXAMPLES
from freshbrick.model.clock import Clock
from freshbrick.model.parts import NOT_APPLICABLE, Color
from freshbrick.store import imports, part_words, reference
from freshbrick.store.database import Database, Tx
from freshbrick.store.imports import ImportedColors, ImportedPart, Outcomes

P = ParamSpec("P")
T = TypeVar("T")

CHUNK = 50
"""Parts, or parts' colors, in one transaction: with the index of searches about 10 ms of the writer's time."""

Save = Callable[[Tx, list[Any]], Outcomes]


class Writer:
    """Writes checked files, each kind in its own way. Whatever is there already is not written again."""

    def __init__(self, database: Database, clock: Clock, watch: Watch) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch
        self._rest_until = 0

    async def write(self, file: CheckedFile) -> None:
        """Import the file and count what became of its rows."""
        match file.format.writes, file.format.source:
            case "categories", "bricklink":
                await self._write(file, file.staged, imports.save_categories)
            case "categories", _:
                await self._write(file, file.staged, _save_rebrickable_categories)
                await self._title_parts()
            case "colors", "bricklink":
                await self._write(file, file.staged, _save_colors)
            case "colors", _:
                await self._write_rebrickable_colors(file)
            case "parts", _:
                words = await self._database.read(imports.names, "category")
                await self._write(file, _titled(file.staged, words), imports.save_parts)
            case "known colors", source:
                await self._write(
                    file,
                    _known(file, await self._color_names()),
                    lambda tx, found: imports.save_known_colors(tx, found, source),
                )

    async def tidy(self) -> None:
        """Put the index of searches in order again, a little at a time."""
        more = await self._rested(part_words.tidy, begin=True)
        while more:
            more = await self._rested(part_words.tidy, begin=False)

    async def _write(self, file: CheckedFile, rows: Iterable[Any], save: Save) -> None:
        done = 0
        total = len(file.staged)
        for chunk in _chunks(rows):
            file.report.count(await self._rested(save, chunk))
            done += sum(map(_weight, chunk))
            self._watch(Step(file.report.file, "write", done, total, done))
        self._watch(Step(file.report.file, "write", total, total, done))

    async def _write_rebrickable_colors(self, file: CheckedFile) -> None:
        """Keep all names; of the colors that BrickLink has, those that are not listed yet are listed."""
        names = await self._color_names({one.id: one.name for one in file.staged})
        ids = {one: names.of_rebrickable(one.id) for one in file.staged}
        unmatched = [one for one, found in ids.items() if found is None]
        for chunk in _chunks(unmatched):
            await self._rested(_save_color_names, chunk)
        for one in unmatched:
            file.report.leave_out(OddRowError("no BrickLink color is called so", one.name), 1, ALL_EXAMPLES)
        matched = [(one, found) for one, found in ids.items() if found is not None]
        await self._write(file, matched, _save_rebrickable_colors)

    async def _title_parts(self) -> None:
        """Give parts that were imported before their categories the words for them."""
        after = ""
        while found := await self._database.scan(imports.untitled, after, CHUNK):
            after = found[-1][0]
            await self._rested(imports.title, found)

    async def _color_names(self, new: dict[int, str] | None = None) -> ColorNames:
        listed = await self._database.read(reference.all_colors)
        return ColorNames(listed, await self._database.read(imports.names, "color") | (new or {}))

    async def _rested(self, save: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write a chunk, having left the database to others for half as long as the one before it took.

        Who finds it locked asks again after up to 100 ms: without rests they might not get in for seconds.
        """
        await self._clock.wait(asyncio.Event(), self._rest_until - self._clock.monotonic())
        start = self._clock.monotonic()
        result = await self._database.write(save, *args, **kwargs)
        end = self._clock.monotonic()
        self._rest_until = end + (end - start) // 2
        return result


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    chunk: list[T] = []
    weight = 0
    for row in rows:
        chunk.append(row)
        weight += _weight(row)
        if weight >= CHUNK:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _weight(row: object) -> int:
    """A part's colors are as many rows."""
    return len(row.color_ids) if isinstance(row, ImportedColors) else 1


def _titled(parts: Iterable[ImportedPart], words: dict[int, str]) -> Iterator[ImportedPart]:
    """Rebrickable's parts with the words for their categories, as far as they are known."""
    for one in parts:
        number = one.rebrickable_category_id
        word = words.get(number) if number is not None else one.part.category_name
        yield ImportedPart(msgspec.structs.replace(one.part, category_name=word), number)


def _known(file: CheckedFile, names: ColorNames) -> Iterator[ImportedColors]:
    """Each part with BrickLink's ids of its colors; what has none is reported by name."""
    for key, seen in groupby(file.staged, key=lambda one: one.part_key):
        ids: set[int] = set()
        for one in seen:
            found = _color_id(file, names, one)
            if found in ids:
                file.report.repeated += 1
            elif found is not None:
                ids.add(found)
        if ids:
            yield ImportedColors(key, frozenset(ids))


def _color_id(file: CheckedFile, names: ColorNames, seen: Seen) -> int | None:
    ours = file.format.source == "bricklink"
    found = names.of_bricklink(seen.color) if ours else names.of_rebrickable(int(seen.color))
    if found is None:
        name = seen.color if ours else names.rebrickable_name(int(seen.color))
        file.report.leave_out(
            OddRowError("in a color that BrickLink's list does not name", name), 1, ALL_EXAMPLES
        )
    return found


def _save_colors(tx: Tx, found: list[Color]) -> Outcomes:
    imports.save_colors(tx, [NOT_APPLICABLE], "import")
    return imports.save_colors(tx, found, "bricklink")


def _save_rebrickable_colors(tx: Tx, found: list[tuple[Named, int]]) -> Outcomes:
    listed = [
        Color(color_id, bricklink_name(color_id) or one.name, one.hex_code, "") for one, color_id in found
    ]
    imports.save_colors(tx, listed, "import")
    return _save_color_names(tx, [one for one, _ in found])


def _save_color_names(tx: Tx, found: list[Named]) -> Outcomes:
    return imports.save_names(tx, "color", [(one.id, one.name) for one in found])


def _save_rebrickable_categories(tx: Tx, found: list[Named]) -> Outcomes:
    return imports.save_names(tx, "category", [(one.id, one.name) for one in found])
