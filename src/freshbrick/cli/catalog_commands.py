"""`part`, `colors`, `price`: one key of the catalog, once or watched."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from freshbrick.cli.options import JsonOption, NumberArgument, ServerOption, TokenOption, server_of

if TYPE_CHECKING:
    from freshbrick.cli.server_client import Server
    from freshbrick.cli.subjects import Subject

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

    chosen = server_of(server, token)
    _show(chosen, subjects.part(number), watch, as_json, no_refresh, force)


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

    chosen = server_of(server, token)
    _show(chosen, subjects.colors(number), watch, as_json, no_refresh, force)


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

    chosen = server_of(server, token)
    _show(chosen, subjects.price(number, color), watch, as_json, no_refresh, force)


def _show(
    server: "Server", subject: "Subject[Any]", watch: bool, as_json: bool, no_refresh: bool, force: bool
) -> None:
    if force and no_refresh:
        raise typer.BadParameter("--force asks BrickLink and --no-refresh does not: keep one")
    if watch:
        from freshbrick.cli.following import follow

        raise typer.Exit(follow(server, subject, as_json=as_json, refresh=not no_refresh, force=force))
    from freshbrick.cli.looking import look

    raise typer.Exit(look(server, subject, as_json=as_json, refresh=not no_refresh, force=force))
