"""How an import looks: its bars, and what it did with each file."""

from collections.abc import Iterator, Sequence

import msgspec
from rich.console import Console
from rich.progress import Progress, TaskID

from freshbrick.catalog.importers.checking import Step
from freshbrick.catalog.importers.report import FileReport, LeftOut
from freshbrick.cli.words import counted, plain

_DOING = {"check": "Checking", "write": "Writing"}


class Bars:
    """One bar for the check of a file, one for its writing."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[tuple[str, str], TaskID] = {}

    def __call__(self, step: Step) -> None:
        key = (step.file, step.doing)
        if key not in self._tasks:
            title = f"{_DOING[step.doing]} {plain(step.file)}"
            self._tasks[key] = self._progress.add_task(title, total=step.total, rows=0)
        self._progress.update(self._tasks[key], completed=step.done, rows=step.rows)


def print_json(reports: Sequence[FileReport]) -> None:
    """One document: a list of what was done, by file."""
    print(msgspec.json.encode(reports).decode())


def print_reports(reports: Sequence[FileReport]) -> None:
    """What was done, in words."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for report in reports:
        for line in _lines(report):
            console.print(plain(line))


def _lines(report: FileReport) -> Iterator[str]:
    yield f"{report.file}: {report.what}, {counted_rows(report.rows)}: {_outcomes(report)}."
    for left_out in report.left_out:
        yield _left_out(left_out)


def _outcomes(report: FileReport) -> str:
    outcomes = (
        (report.new, "new"),
        (report.changed, "changed"),
        (report.unchanged, "unchanged"),
        (report.kept, "kept as BrickLink has it"),
        (report.repeated, "said before"),
        (sum(one.rows for one in report.left_out), "left out"),
    )
    return ", ".join(f"{count:,} {word}" for count, word in outcomes if count)


def _left_out(left_out: LeftOut) -> str:
    more = " …" if left_out.rows > len(left_out.examples) else ""
    return (
        f"  left out, {left_out.reason}: {counted_rows(left_out.rows)}: {', '.join(left_out.examples)}{more}"
    )


def counted_rows(count: int) -> str:
    return counted(count, "row").replace(str(count), f"{count:,}", 1)
