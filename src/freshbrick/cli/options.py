"""What several commands take, the settings that they come from, and the client that the commands ask."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from freshbrick.cli.failures import CommandError, ExitCode

if TYPE_CHECKING:
    from freshbrick.client.client import Client
    from freshbrick.settings import Settings

T = TypeVar("T")

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


def with_client(server: str | None, token: str | None, work: "Callable[[Client], Awaitable[T]]") -> T:
    """Run `work` with a client, as every command does that reads or asks: `--server` and `--token` say of what."""
    from freshbrick.cli.reaching import reach

    async def reached() -> T:
        async with reach(settings(server=server, token=token)) as client:
            return await work(client)

    return asyncio.run(reached())
