"""Tables as text: Rebrickable's comma-separated, BrickLink's tab-separated, each with a header line."""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from freshbrick.catalog.importers.refusals import FileRefusedError


class Row(NamedTuple):
    """A row and where it stands; values by the header's words, in lower case."""

    line: int
    values: dict[str, str]


def table_rows(lines: Iterable[str]) -> Iterator[Row]:
    """Every row under the header. FileRefusedError names the line that has too many or too few columns."""
    rows = _cells(lines)
    _, header = next(rows, (1, []))
    words = [word.strip().lower() for word in header]
    for line, cells in rows:
        if len(cells) != len(words):
            raise FileRefusedError(
                f"has {len(cells)} columns, the header has {len(words)}: the file is damaged or cut off", line
            )
        yield Row(line, dict(zip(words, cells, strict=True)))


def _cells(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every line that is not empty; the first one tells what separates the cells."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip("\r\n"))
    first = next(numbered, None)
    if first is None:
        return
    everything = _again(first, numbered)
    yield from _tabbed(everything) if "\t" in first[1] else _quoted(everything)


def _again(first: tuple[int, str], rest: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield first
    yield from rest


def _tabbed(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    for number, line in numbered:
        yield number, line.rstrip("\r\n").split("\t")


def _quoted(numbered: Iterator[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    number = 1

    def lines() -> Iterator[str]:
        nonlocal number
        for at, line in numbered:
            number = at
            yield line

    try:
        for cells in csv.reader(lines(), strict=True):
            yield number, cells
    except csv.Error as error:  # a quote that never ends, or ends in the middle of a cell
        raise FileRefusedError(f"is no row of comma-separated values ({error})", number) from None
