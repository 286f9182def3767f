"""`outbox`: what is asked for, and what an owner may do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.options import JsonOption, ServerOption, TokenOption, server_of

if TYPE_CHECKING:
    from freshbrick.cli.server_client import ServerClient

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
    from msgspec.json import Decoder
    from msgspec.json import format as indented
    from rich.console import Console

    from freshbrick.cli.looking import wall_clock
    from freshbrick.cli.outbox_view import outbox_table
    from freshbrick.cli.wire import OutboxList

    with _client(server, token) as http:
        body = http.get("/api/outbox", {"status": status.value} if status else None)
        found = http.decoded(body, Decoder(OutboxList))
    if as_json:
        print(indented(body, indent=2).decode())
    else:
        Console(highlight=False).print(outbox_table(found.items, wall_clock()))


@commands.command()
def show(
    message_id: IdArgument,
    as_json: JsonOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Show one message in full."""
    from msgspec.json import Decoder
    from msgspec.json import format as indented
    from rich.console import Console

    from freshbrick.cli.looking import wall_clock
    from freshbrick.cli.outbox_view import message_facts
    from freshbrick.cli.wire import OutboxMessage

    with _client(server, token) as http:
        body = http.get(f"/api/outbox/{message_id}")
        message = http.decoded(body, Decoder(OutboxMessage))
    if as_json:
        print(indented(body, indent=2).decode())
    else:
        Console(highlight=False).print(message_facts(message, wall_clock()))


@commands.command()
def retry(message_id: IdArgument, server: ServerOption = None, token: TokenOption = None) -> None:
    """Ask once more for what a failed message asked for. Owners only."""
    from msgspec.json import Decoder

    from freshbrick.cli.failures import CommandError
    from freshbrick.cli.waiting import refusal
    from freshbrick.cli.wire import Asked

    with _client(server, token) as http:
        asked = http.decoded(http.post(f"/api/outbox/{message_id}/retry"), Decoder(Asked))
    if not asked.accepted:
        raise CommandError(
            refusal(asked.outcome, asked.retry_after_ms) or f"Not asked: {asked.outcome.replace('_', ' ')}."
        )
    print(f"Asked again, as message {asked.message_id}.")


@commands.command()
def discard(message_id: IdArgument, server: ServerOption = None, token: TokenOption = None) -> None:
    """Delete a message that is pending or failed. Owners only."""
    with _client(server, token) as http:
        http.post(f"/api/outbox/{message_id}/discard")
    print(f"Message {message_id} is discarded.")


@contextmanager
def _client(server: str | None, token: str | None) -> "Iterator[ServerClient]":
    from freshbrick.cli.server_client import ServerClient

    with ServerClient(server_of(server, token)) as http:
        yield http
