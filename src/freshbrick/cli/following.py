"""Watching one key for as long as the person likes: a screen that changes by itself, lines, or JSON lines."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, Generic, NamedTuple, TypeVar

from rich.console import Console
from rich.live import Live

from freshbrick.cli.board import Board
from freshbrick.cli.steps import Step, Steps, step_line
from freshbrick.cli.subjects import Subject
from freshbrick.cli.words import plain
from freshbrick.client.client import Client
from freshbrick.client.events import Event, Updated
from freshbrick.client.subscription import FORCE
from freshbrick.client.wire import Answer

T = TypeVar("T")


async def follow(
    client: Client, subject: Subject[Any], *, as_json: bool, refresh: bool = True, force: bool = False
) -> None:
    """Show every change until the person leaves with Ctrl-C."""
    following = Following(client, subject, refresh=refresh, force=force)
    console = Console(highlight=False)
    if as_json:
        await following.as_json()
    elif console.is_terminal:
        await following.on_screen(console)
    else:
        await following.in_lines(console)


class Happening(NamedTuple):
    """An event, and the step that it was, if it was one."""

    event: Event
    step: Step | None


class Following(Generic[T]):
    """One watch in one of three forms."""

    def __init__(self, client: Client, subject: Subject[T], *, refresh: bool, force: bool) -> None:
        self._client = client
        self._subject = subject
        self._refresh = refresh
        self._first_ask = FORCE if force else None

    async def on_screen(self, console: Console) -> None:
        """Drawn anew four times a second, since ages grow."""
        board = Board(self._subject, self._client.now)
        answer: Answer[T] | None = None
        with Live(board, console=console, refresh_per_second=4) as screen:
            async for event, step in self._happenings():
                answer = event.answer if isinstance(event, Updated) else answer
                board.show(answer, step)
                screen.refresh()

    async def in_lines(self, console: Console) -> None:
        """A line a change, with the value in a few words."""
        async for event, step in self._happenings():
            if step is None:
                continue
            line = step_line(step)
            if isinstance(event, Updated) and event.answer.data is not None:
                line.append(f"   {plain(self._subject.headline(event.answer.data))}")
            console.print(line, soft_wrap=True)
            console.file.flush()

    async def as_json(self) -> None:
        """An answer a line, as the server wrote it."""
        async for event, _ in self._happenings():
            if isinstance(event, Updated):
                print(event.raw.decode(), flush=True)

    async def _happenings(self) -> AsyncIterator[Happening]:
        steps = Steps(self._subject)
        query, refresh = self._subject.query, self._refresh
        async with aclosing(self._client.events(query, refresh=refresh, first_ask=self._first_ask)) as events:
            async for event in events:
                yield Happening(event, steps.note(event, self._client.now()))
