"""`import`: lists from BrickLink or Rebrickable into the database, whether a server runs on it or not."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.failures import CommandError, in_words
from freshbrick.cli.options import settings

if TYPE_CHECKING:
    from freshbrick.catalog.importers.checking import Watch
    from freshbrick.catalog.importers.report import FileReport
    from freshbrick.settings import Settings

FilesArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE …",
        help="Rebrickable's parts, part_categories, colors, elements; BrickLink's parts, categories, colors, codes. "
        "Plain or gzip; told apart by their content.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")]


def import_(files: FilesArgument, as_json: JsonOption = False) -> None:
    """Import lists of parts, colors, categories and known colors."""
    from freshbrick.cli.import_view import print_json, print_reports

    chosen = settings()
    with in_words(), _in_words(), _progress() as watch:
        reports = _import(chosen, files, watch)
    (print_json if as_json else print_reports)(reports)


def _import(chosen: "Settings", paths: list[Path], watch: "Watch") -> "list[FileReport]":
    from freshbrick.app.commands import import_lists
    from freshbrick.catalog.importers.importing import checked_files

    with checked_files(paths, watch) as files:
        return asyncio.run(import_lists(chosen, files, watch))


@contextmanager
def _in_words() -> Iterator[None]:
    from freshbrick.catalog.importers.refusals import FileRefusedError

    try:
        yield
    except FileRefusedError as error:
        raise CommandError(str(error)) from None
    except KeyboardInterrupt:
        raise CommandError("Stopped. What was written stays; the same command completes it.") from None


@contextmanager
def _progress() -> Iterator["Watch"]:
    """A bar for each file on a terminal's standard error; nothing where no person looks."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from freshbrick.cli.import_view import Bars

    console = Console(stderr=True)
    looks = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]:>9,} rows"))
    with Progress(
        *looks, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    ) as progress:
        yield Bars(progress)
