"""Every command, on one page."""

from typing import Annotated

import typer

from freshbrick import __version__
from freshbrick.cli import (
    backup_command,
    batch_commands,
    catalog_commands,
    copy_command,
    import_command,
    outbox_commands,
    search_commands,
    server_commands,
)
from freshbrick.cli.account_commands import tokens, users
from freshbrick.cli.doctor_command import doctor
from freshbrick.cli.schema_command import schema
from freshbrick.cli.setup_command import setup

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show local variables, and so tokens
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(rich_help_panel="Run")(server_commands.demo)
app.command(rich_help_panel="Run")(server_commands.serve)
app.command(rich_help_panel="Run")(server_commands.worker)
app.command(rich_help_panel="Run")(server_commands.simulate)
app.command(rich_help_panel="Run")(server_commands.migrate)
app.command(rich_help_panel="Run")(setup)
app.command(rich_help_panel="Build on it")(schema)
app.command(rich_help_panel="Look")(search_commands.search)
app.command(rich_help_panel="Look")(catalog_commands.part)
app.command(rich_help_panel="Look")(catalog_commands.colors)
app.command(rich_help_panel="Look")(catalog_commands.price)
app.command(rich_help_panel="Look after")(doctor)
app.command(rich_help_panel="Look after")(batch_commands.refresh)
app.command("import", rich_help_panel="Look after")(import_command.import_)
app.command(rich_help_panel="Look after")(backup_command.backup)
app.command(rich_help_panel="Look after")(copy_command.copy)
app.add_typer(outbox_commands.commands, name="outbox", rich_help_panel="Look after")
app.add_typer(users, name="user", rich_help_panel="Look after")
app.add_typer(tokens, name="token", rich_help_panel="Look after")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"freshbrick {__version__}")
        raise typer.Exit


@app.callback()
def _freshbrick(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A LEGO® parts catalog that keeps itself fresh."""
