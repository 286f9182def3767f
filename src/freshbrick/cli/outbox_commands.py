"""`outbox`: what is asked for, and what an owner may do about it."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.options import JsonOption, ServerOption, TokenOption, with_client

if TYPE_CHECKING:
    from rich.console import RenderableType

    from freshbrick.client.client import Client

commands = typer.Typer(help="See what is asked for at BrickLink; retry or discard it.", no_args_is_help=True)


class State(StrEnum):
    """The words that `--status` takes."""

    PENDING = "pending"
    INFLIGHT = "inflight"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


StatusOption = Annotated[State | None, typer.Option("--status", help="Only messages in this state.")]
IdArgument = Annotated[int, typer.Argument(metavar="ID", min=1, help="A message's number in `outbox list`.")]


@commands.command("list")
def list_(
    status: StatusOption = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """List the newest 100 messages."""
    from freshbrick.cli.outbox_view import outbox_table
    from freshbrick.client import queries

    query = queries.outbox(status.value if status else None)

    async def listed(client: "Client") -> None:
        body = await client.read(query.path, query.params)
        found = client.decoded(body, query.decoder)
        _print(body if as_json else outbox_table(found.items, client.now()))

    with_client(server, token, listed)


@commands.command()
def show(
    message_id: IdArgument,
    as_json: JsonOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Show one message in full."""
    from freshbrick.cli.outbox_view import message_facts
    from freshbrick.client import queries

    query = queries.message(message_id)

    async def shown(client: "Client") -> None:
        body = await client.read(query.path)
        found = client.decoded(body, query.decoder)
        _print(body if as_json else message_facts(found, client.now()))

    with_client(server, token, shown)


@commands.command()
def retry(message_id: IdArgument, server: ServerOption = None, token: TokenOption = None) -> None:
    """Ask once more for what a failed message asked for. Owners only."""
    from freshbrick.cli.failures import CommandError
    from freshbrick.cli.waiting import refusal

    asked = with_client(server, token, lambda client: client.retry(message_id))
    if not asked.accepted:
        raise CommandError(
            refusal(asked.outcome, asked.retry_after_ms) or f"Not asked: {asked.outcome.replace('_', ' ')}."
        )
    print(f"Asked again, as message {asked.message_id}.")


@commands.command()
def discard(message_id: IdArgument, server: ServerOption = None, token: TokenOption = None) -> None:
    """Delete a message that is pending or failed. Owners only."""
    with_client(server, token, lambda client: client.discard(message_id))
    print(f"Message {message_id} is discarded.")


def _print(shown: "bytes | RenderableType") -> None:
    """JSON as the server wrote it, or what a person reads."""
    from msgspec.json import format as indented
    from rich.console import Console

    if isinstance(shown, bytes):
        print(indented(shown, indent=2).decode())
    else:
        Console(highlight=False).print(shown)
