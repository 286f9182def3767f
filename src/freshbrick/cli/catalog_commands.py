"""`part`, `colors`, `price`: one key of the catalog, once or watched."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from freshbrick.cli.options import JsonOption, NumberArgument, ServerOption, TokenOption, with_client

if TYPE_CHECKING:
    from freshbrick.cli.subjects import Subject
    from freshbrick.client.client import Client

WatchOption = Annotated[bool, typer.Option("--watch", help="Stay, and show every change as it happens.")]
NoRefreshOption = Annotated[bool, typer.Option("--no-refresh", help="Only read: ask BrickLink for nothing.")]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Ask BrickLink again, also for what it did not know.")
]
ColorArgument = Annotated[
    int, typer.Argument(metavar="COLOR", min=0, max=999_999, help="BrickLink's id of a color; 11 is Black.")
]


def part(
    number: NumberArgument,
    watch: WatchOption = False,
    as_json: JsonOption = False,
    no_refresh: NoRefreshOption = False,
    force: ForceOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Show a part; what is missing or stale is asked for and waited for."""
    from freshbrick.cli import subjects

    _show(subjects.part(number), server, token, watch, as_json, no_refresh, force)


def colors(
    number: NumberArgument,
    watch: WatchOption = False,
    as_json: JsonOption = False,
    no_refresh: NoRefreshOption = False,
    force: ForceOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Show the known colors of a part."""
    from freshbrick.cli import subjects

    _show(subjects.colors(number), server, token, watch, as_json, no_refresh, force)


def price(
    number: NumberArgument,
    color: ColorArgument,
    watch: WatchOption = False,
    as_json: JsonOption = False,
    no_refresh: NoRefreshOption = False,
    force: ForceOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Show the price guide of a part in a color."""
    from freshbrick.cli import subjects

    _show(subjects.price(number, color), server, token, watch, as_json, no_refresh, force)


def _show(
    subject: "Subject[Any]",
    server: str | None,
    token: str | None,
    watch: bool,
    as_json: bool,
    no_refresh: bool,
    force: bool,
) -> None:
    if force and no_refresh:
        raise typer.BadParameter("--force asks BrickLink and --no-refresh does not: keep one")
    if watch:
        _follow(subject, server, token, as_json, not no_refresh, force)
        return
    from freshbrick.cli.looking import look

    async def once(client: "Client") -> int:
        return await look(client, subject, as_json=as_json, refresh=not no_refresh, force=force)

    raise typer.Exit(with_client(server, token, once))


def _follow(
    subject: "Subject[Any]", server: str | None, token: str | None, as_json: bool, refresh: bool, force: bool
) -> None:
    """Until Ctrl-C, which is no failure."""
    from freshbrick.cli.following import follow

    async def for_ever(client: "Client") -> None:
        await follow(client, subject, as_json=as_json, refresh=refresh, force=force)

    with suppress(KeyboardInterrupt):
        with_client(server, token, for_ever)
