"""`doctor`: what is well, what is not, and what to do about it."""

import asyncio
import os
from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.failures import ExitCode, in_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from freshbrick.app.doctor import Examination

MARKS = {"well": ("✓", "green"), "todo": ("!", "bold yellow"), "skipped": ("·", "dim")}


def doctor(
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not ask BrickLink; else it costs one call.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at settings, database, clock, keys, quota, worker and server; say what to do.

    Exit code 0 if all is well, 1 if there is something to do.
    """
    import msgspec
    from rich.console import Console

    from freshbrick.app.doctor import examine
    from freshbrick.settings import env_file

    with in_words(), Console(stderr=True).status("Looking …"):
        file = env_file.read(env_file.place())
        found = asyncio.run(examine(file, os.environ, offline=offline))
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        Console(highlight=False).print(_table(found), "", _given(found), _verdict(found), sep="\n")
    raise typer.Exit(ExitCode.OK if found.well else ExitCode.FAILED)


def _table(found: "Examination") -> "RenderableType":
    """A finding a line, its remedy below it; each area is named once."""
    from rich.table import Table
    from rich.text import Text

    from freshbrick.app.doctor.findings import AREAS
    from freshbrick.cli.words import plain

    table = Table.grid(padding=(0, 1))
    for style in ("", "bold", ""):
        table.add_column(style=style)
    area = ""
    for one in sorted(found.findings, key=lambda finding: AREAS.index(finding.area)):
        mark, style = MARKS[one.state]
        said = Text(plain(one.said), "dim" if one.state == "skipped" else "")
        if one.remedy:
            said.append(f"\n→ {plain(one.remedy)}", "yellow")
        table.add_row(Text(mark, style), one.area if one.area != area else "", said)
        area = one.area
    return table


def _given(found: "Examination") -> "RenderableType":
    """The settings that are not at their defaults."""
    from rich.table import Table
    from rich.text import Text

    from freshbrick.cli.words import plain

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("setting", no_wrap=True)
    table.add_column("from")
    table.add_column("value", overflow="fold")
    for one in found.origins:
        if one.value is not None:
            table.add_row(Text(one.name), one.source, Text(plain(one.value)))
    return table if table.row_count else ""


def _verdict(found: "Examination") -> str:
    from freshbrick.cli.words import counted

    count = sum(one.state == "todo" for one in found.findings)
    if not count:
        return "\nAll is well."
    return f"\nThere {'is' if count == 1 else 'are'} {counted(count, 'thing')} to do."
