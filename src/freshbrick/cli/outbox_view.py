"""The outbox as a table, and one message in full."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from freshbrick.cli.badges import waiting
from freshbrick.cli.words import ago, counted, moment, plain, span
from freshbrick.client.wire import OutboxMessage

_STYLES = {"pending": "cyan", "inflight": "bold cyan", "succeeded": "green", "failed": "red"}


def outbox_table(messages: Iterable[OutboxMessage], now: int) -> RenderableType:
    """A message a line, the newest first as they come."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("id", justify="right", no_wrap=True)
    for heading in ("what", "state", "priority"):
        table.add_column(heading, no_wrap=True)
    table.add_column("tries", justify="right")
    table.add_column("what is going on")
    for message in messages:
        table.add_row(
            str(message.id),
            what(message),
            Text(message.status, _STYLES.get(message.status, "")),
            message.priority,
            str(message.attempt),
            Text(going_on(message, now)),
        )
    return table if table.row_count else Text("No messages.")


def message_facts(message: OutboxMessage, now: int, zone: tzinfo | None = None) -> RenderableType:
    """One message, a fact a line."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, fact in _facts(message, now, zone):
        table.add_row(name, Text(fact))
    return table


def what(message: OutboxMessage) -> str:
    """`price guide 3001/11`."""
    return plain(f"{message.resource.replace('_', ' ')} {message.key}")


def going_on(message: OutboxMessage, now: int) -> str:
    """Why it waits, or how it ended."""
    ended = message.processed_at or message.created_at
    match message.status:
        case "pending":
            return waiting(message, now)
        case "inflight":
            return "asking BrickLink"
        case "succeeded":
            return f"saved {ago(ended, now)}"
    return f"{plain(message.last_error or 'failed').rstrip('. ')} · {ago(ended, now)}"


def _facts(message: OutboxMessage, now: int, zone: tzinfo | None) -> Iterator[tuple[str, str]]:
    yield "Message", str(message.id)
    yield "Refreshes", what(message)
    yield "State", f"{message.status} · {going_on(message, now)}"
    yield "Priority", message.priority
    yield "Tries", f"{message.attempt} of {message.max_attempts}"
    yield "Asked", f"{moment(message.created_at, zone):%Y-%m-%d %H:%M:%S}" + _by(message)
    if message.calls:
        yield "BrickLink", f"{counted(message.calls, 'call')}, {message.upstream_ms:,} ms"
    if message.last_error:
        yield "Last failure", plain(message.last_error)
    if message.retry_at is not None and message.retry_at > now:
        yield "Asks again", f"in {span(message.retry_at - now)}, if somebody looks"


def _by(message: OutboxMessage) -> str:
    return f" by {plain(message.requested_by)}" if message.requested_by else ""
