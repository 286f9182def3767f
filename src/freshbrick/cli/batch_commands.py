"""`refresh`: many keys at once, what it costs, and how far it has come."""

from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.options import JsonOption, ServerOption, TokenOption, with_client

if TYPE_CHECKING:
    from freshbrick.cli.batches import Wanted
    from freshbrick.client.client import Client

KeysArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="KEY", help="Part numbers such as 3001, price guides such as 3001/11."),
]
StaleOption = Annotated[bool, typer.Option("--stale", help="All parts and price guides that are stale.")]
InventoryOption = Annotated[
    bool, typer.Option("--inventory", help="Part and price guide of every lot of the inventory.")
]
ColorsOption = Annotated[bool, typer.Option("--colors", help="The known colors of the parts, not the parts.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, whatever it costs.")]
NoWaitOption = Annotated[bool, typer.Option("--no-wait", help="Only ask: a worker does it in its time.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only tell what it would cost.")]


def refresh(
    keys: KeysArgument = None,
    stale: StaleOption = False,
    inventory: InventoryOption = False,
    colors: ColorsOption = False,
    yes: YesOption = False,
    no_wait: NoWaitOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Ask BrickLink again for parts and price guides, and wait until all are done."""
    from freshbrick.cli.batches import Batches

    wanted = _wanted(keys or [], stale, inventory, colors)

    async def done(client: "Client") -> int:
        batches = Batches(client, as_json=as_json)
        if dry_run:
            return await batches.rehearse(wanted)
        return await batches.run(wanted, sure=yes, wait=not no_wait)

    raise typer.Exit(with_client(server, token, done))


def _wanted(keys: list[str], stale: bool, inventory: bool, colors: bool) -> "Wanted":
    """What is meant; typer.BadParameter unless it is one thing."""
    from freshbrick.cli.batches import Wanted, key_of

    if bool(keys) + stale + inventory != 1:
        raise typer.BadParameter("say what to refresh: keys such as 3001 and 3001/11, --stale or --inventory")
    if keys:
        return Wanted(tuple(key_of(text, colors=colors) for text in keys))
    if colors:
        raise typer.BadParameter("--colors goes with part numbers")
    return Wanted(of="stale" if stale else "inventory")
