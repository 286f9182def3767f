"""`backup`: the database in one file, taken while the server runs."""

from pathlib import Path
from typing import Annotated

import typer

from freshbrick.cli.failures import CommandError, in_words
from freshbrick.cli.options import settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON: file, bytes, revision.")] = False,
) -> None:
    """Copy the whole database into one file, also while the server runs."""
    import msgspec
    from rich.console import Console
    from rich.progress import Progress

    from freshbrick.app.commands import backup as take_backup
    from freshbrick.store.backup import BackupError

    console = Console(stderr=True)
    with (
        in_words(),
        Progress(console=console, transient=True, disable=json or not console.is_terminal) as bar,
    ):
        task = bar.add_task("Copying", total=None)

        def show(done: int, pages: int) -> None:
            bar.update(
                task, completed=done, total=pages, description="Checking" if done == pages else "Copying"
            )

        try:
            made = take_backup(settings(), file, force=force, progress=show)
        except BackupError as error:
            raise CommandError(str(error)) from None
    print(msgspec.json.encode(made).decode() if json else f"{made.file}: {made.bytes:,} bytes, whole.")
