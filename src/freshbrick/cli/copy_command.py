"""`copy`: a database moved from SQLite to PostgreSQL."""

import asyncio
import sys
import time
from typing import Annotated

import typer

from freshbrick.cli.failures import CommandError, in_words
from freshbrick.cli.options import settings


def copy(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="The database to read: sqlite:////absolute/path.db.")
    ],
    target: Annotated[str, typer.Argument(metavar="TO", help="The database to write: postgresql://….")],
    replace: Annotated[bool, typer.Option("--replace", help="Remove what TO holds.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON: rows, tables with their rows, ms.")
    ] = False,
) -> None:
    """Move a database from a SQLite file to PostgreSQL: all of it, or nothing.

    A password in an address can be seen by others on this machine while the command runs: ~/.pgpass is a better place.
    """
    import msgspec
    from rich.console import Console
    from rich.progress import Progress

    from freshbrick.app import databases
    from freshbrick.app.copying import copy_database
    from freshbrick.store.copying import CopyError

    console = Console(stderr=True)
    begun = time.monotonic()
    with (
        in_words(),
        Progress(console=console, transient=True, disable=json or not console.is_terminal) as bar,
    ):
        there = settings(database_url=target)
        task = bar.add_task("Copying", total=None)
        copying = copy_database(
            settings(database_url=source),
            there,
            replace=replace,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            warn=lambda said: print(said, file=sys.stderr),
        )
        try:
            made = asyncio.run(copying)
        except CopyError as error:
            raise CommandError(str(error)) from None
    ms = round((time.monotonic() - begun) * 1000)
    if json:
        print(msgspec.json.encode({"rows": made.rows, "tables": made.tables, "ms": ms}).decode())
        return
    for name, rows in made.tables.items():
        print(f"{rows:>12,}  {name}")
    print(f"{made.rows:>12,}  rows in {ms / 1000:.1f} s, into {databases.place(there)}")
