"""What several commands take, and the settings that they come from."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.failures import CommandError, ExitCode

if TYPE_CHECKING:
    from freshbrick.cli.server_client import Server
    from freshbrick.settings import Settings

NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="A part number, such as 3001.")]
ServerOption = Annotated[
    str | None, typer.Option("--server", metavar="URL", help="The server to ask; else FRESHBRICK_SERVER.")
]
TokenOption = Annotated[
    str | None, typer.Option("--token", metavar="TOKEN", help="Your bearer token; else FRESHBRICK_TOKEN.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, as the server says it.")]


def settings(**overrides: object) -> "Settings":
    """The environment's settings, below them the file's, above them the command line's. CommandError lists mistakes."""
    from freshbrick.settings import SettingsError, env_file

    given = {
        f"FRESHBRICK_{name.upper()}": str(value) for name, value in overrides.items() if value is not None
    }
    try:
        return env_file.read(env_file.place()).settings({**os.environ, **given})
    except SettingsError as error:
        raise CommandError(str(error), ExitCode.USAGE) from None


def server_of(url: str | None, token: str | None) -> "Server":
    """The server that the commands talk to."""
    from freshbrick.cli.server_client import Server

    chosen = settings(server=url, token=token)
    return Server(chosen.server.rstrip("/"), chosen.token)
