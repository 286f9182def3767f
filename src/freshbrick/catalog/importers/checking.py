"""The first pass: a file is told apart by its content, read whole, and refused before anything of it is written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import msgspec

from freshbrick.catalog.importers import bricklink, rebrickable
from freshbrick.catalog.importers.format import Format
from freshbrick.catalog.importers.items import xml_rows
from freshbrick.catalog.importers.refusals import FileRefusedError, OddRowError
from freshbrick.catalog.importers.report import FileReport
from freshbrick.catalog.importers.source import Source, check_count
from freshbrick.catalog.importers.staging import Staging
from freshbrick.catalog.importers.tables import Row, table_rows

FORMATS = (*bricklink.FORMATS, *rebrickable.FORMATS)

STEP = 1_000
"""Rows between two words about the progress."""

_START = 512


class Step(msgspec.Struct, frozen=True):
    """How far an import is: `done` of `total` bytes checked, or of `total` rows written."""

    file: str
    doing: Literal["check", "write"]
    done: int
    total: int
    rows: int


Watch = Callable[[Step], None]


@dataclass(frozen=True)
class CheckedFile:
    """A file that can be imported: its rows in order of key, and the report that begins with what was left out."""

    format: Format
    staged: Staging[Any]
    report: FileReport


def check(path: Path, watch: Watch) -> CheckedFile:
    """Read a file whole. Raises FileRefusedError."""
    with Source(path) as source:
        rows = _rows(source)
        first = next(rows, None)
        if first is None:
            raise FileRefusedError("it holds no rows")
        form = _recognised(frozenset(first.values))
        checked = CheckedFile(form, Staging(form.shape), FileReport(path.name, form.what))
        try:
            _stage_all(checked, source, chain([first], rows), watch)
        except BaseException:
            checked.staged.close()
            raise
    return checked


def _stage_all(checked: CheckedFile, source: Source, rows: Iterable[Row], watch: Watch) -> None:
    report = checked.report
    for row in rows:
        _stage(checked, row)
        if report.rows % STEP == 0:
            watch(Step(report.file, "check", source.done, source.size, report.rows))
    watch(Step(report.file, "check", source.size, source.size, report.rows))
    if not len(checked.staged):
        raise FileRefusedError(f"none of its {report.rows:,} rows can be used: {_why(report)}")


def _rows(source: Source) -> Iterator[Row]:
    start = source.read(_START).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    source.rewind()
    if start.startswith((b"<!doctype html", b"<html")):
        raise FileRefusedError("it is a web page, not a list: sign in there and download it again")
    return xml_rows(source) if start.startswith(b"<") else table_rows(source.lines())


def _recognised(words: frozenset[str]) -> Format:
    fitting = [form for form in FORMATS if form.fits(words)]
    if not fitting:
        known = ", ".join(form.what for form in FORMATS)
        has = ", ".join(sorted(words))[:200]
        raise FileRefusedError(
            f"its columns ({has}) are those of no list that can be imported, which are: {known}"
        )
    return max(fitting, key=lambda form: len(form.needs))


def _stage(checked: CheckedFile, row: Row) -> None:
    checked.report.rows += 1
    check_count(checked.report.rows)
    try:
        key, record = checked.format.read(checked.format.cells(row.values))
    except OddRowError as odd:
        _leave_out(checked, row, odd.reason, odd.example)
    except KeyError as error:  # an item of XML without the element
        _leave_out(checked, row, f"no {error.args[0]}")
    else:
        match checked.staged.add(key, record):
            case "same":
                checked.report.repeated += 1
            case "other":
                _leave_out(checked, row, "says something else than an earlier row of the same number", key)
            case "new":
                pass


def _leave_out(checked: CheckedFile, row: Row, reason: str, example: str = "") -> None:
    where = f"line {row.line:,}: {example!r}" if example else f"line {row.line:,}"
    checked.report.leave_out(OddRowError(reason, where))


def _why(report: FileReport) -> str:
    return "; ".join(f"{one.reason}, such as {one.examples[0]}" for one in report.left_out)
