"""Watching one key for as long as the person likes: a screen that changes by itself, lines, or JSON lines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from random import SystemRandom
from typing import Generic, NamedTuple, TypeVar

from rich.console import Console
from rich.live import Live

from freshbrick.cli.board import Board
from freshbrick.cli.failures import ExitCode
from freshbrick.cli.live_client import LiveClient
from freshbrick.cli.live_session import FORCE, Event, LiveSession, Updated
from freshbrick.cli.looking import wall_clock
from freshbrick.cli.server_client import Server
from freshbrick.cli.steps import Step, Steps, step_line
from freshbrick.cli.subjects import Subject
from freshbrick.cli.words import plain

T = TypeVar("T")


def follow(
    server: Server, subject: Subject[T], *, as_json: bool, refresh: bool = True, force: bool = False
) -> ExitCode:
    """Show every change until the person leaves with Ctrl-C, which is no failure."""
    session = LiveSession(subject, refresh=refresh, first_ask=FORCE if force else None)
    following = Following(server, session, subject)
    console = Console(highlight=False)
    if as_json:
        told = following.as_json()
    elif console.is_terminal:
        told = following.on_screen(console)
    else:
        told = following.in_lines(console)
    try:
        asyncio.run(told)
    except KeyboardInterrupt:
        return ExitCode.OK
    return ExitCode.OK


class Happening(NamedTuple):
    """An event, and the step that it was, if it was one."""

    event: Event
    step: Step | None


class Following(Generic[T]):
    """One watch in one of three forms."""

    def __init__(self, server: Server, session: LiveSession[T], subject: Subject[T]) -> None:
        self._subject = subject
        self._session = session
        self._live = LiveClient(server, clock=wall_clock, dice=SystemRandom())

    async def on_screen(self, console: Console) -> None:
        """Drawn anew four times a second, since ages grow."""
        board = Board(self._subject, self._now)
        with Live(board, console=console, refresh_per_second=4) as screen:
            async for _, step in self._happenings():
                board.show(self._session.answer, step)
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

    def _now(self) -> int:
        return self._session.server_time(wall_clock())

    async def _happenings(self) -> AsyncIterator[Happening]:
        steps = Steps(self._subject)
        async with aclosing(self._live.events(self._session)) as events:
            async for event in events:
                yield Happening(event, steps.note(event, self._now()))
