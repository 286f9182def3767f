"""Looking at one key: once, waiting for a fresh value, or for as long as the person likes."""

import asyncio
import sys
import time
from contextlib import aclosing
from random import SystemRandom
from typing import Generic, TypeVar

import msgspec
from rich.console import Console
from rich.live import Live

from freshbrick.cli.badges import badges
from freshbrick.cli.display import Board, Steps, badge_line, panel, step_line
from freshbrick.cli.failures import ExitCode
from freshbrick.cli.live_client import LiveClient
from freshbrick.cli.live_session import LiveSession, Updated
from freshbrick.cli.server_client import Server, ServerClient
from freshbrick.cli.subjects import Subject
from freshbrick.cli.waiting import PATIENCE, Waiting
from freshbrick.cli.watching import Watching
from freshbrick.cli.wire import Answer
from freshbrick.model.clock import SECOND

T = TypeVar("T")


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


class Look(Generic[T]):
    """A subject on a server, told to `out` (a person, or a program that reads JSON); notes go to `err`."""

    def __init__(self, server: Server, subject: Subject[T], *, as_json: bool) -> None:
        self._server = server
        self._subject = subject
        self._as_json = as_json
        self._out = Console(highlight=False)
        self._err = Console(stderr=True, highlight=False)
        self._live = LiveClient(server, clock=wall_clock, dice=SystemRandom())

    def once(self, *, refresh: bool, force: bool) -> ExitCode:
        """Show what is there; if it is missing or stale ask as a page would, and wait for what comes."""
        with ServerClient(self._server) as http:
            body = http.get(self._subject.path)
            answer = http.decoded(body, self._subject.decoder)
        if refresh and (force or Watching().wait_ms(answer, wall_clock()) == 0 or answer.refresh):
            answer, body = asyncio.run(self._wait(answer, body, force=force))
        self._show(answer, body)
        return ExitCode.OK if _served(answer, refresh=refresh) else ExitCode.FAILED

    def watch(self, *, force: bool) -> ExitCode:
        """Show every change until the person leaves with Ctrl-C."""
        try:
            asyncio.run(self._watch_live(force) if self._draws else self._watch_lines(force))
        except KeyboardInterrupt:
            return ExitCode.OK
        return ExitCode.OK

    @property
    def _draws(self) -> bool:
        return self._out.is_terminal and not self._as_json

    async def _wait(self, answer: Answer[T], body: bytes, *, force: bool) -> tuple[Answer[T], bytes]:
        session = LiveSession(self._subject, person=force)
        waiting = Waiting(wall_clock() + PATIENCE, person=force)
        try:
            async with asyncio.timeout(PATIENCE / SECOND), aclosing(self._live.events(session)) as events:
                with self._err.status(f"Asking for {self._subject.noun} …") as status:
                    async for event in events:
                        if isinstance(event, Updated):
                            answer, body = event.answer, event.raw
                            now = session.server_time(wall_clock())
                            status.update(badge_line(badges(answer, self._subject.noun, now)[0]))
                        if waiting.is_over(event):
                            break
        except TimeoutError:
            waiting.note = "Nothing new after 30 s. It goes on without you; --watch shows it arriving."
        if waiting.note:
            self._err.print(waiting.note, soft_wrap=True, markup=False)
        return answer, body

    def _show(self, answer: Answer[T], body: bytes) -> None:
        if self._as_json:
            print(msgspec.json.format(body, indent=2).decode())
        else:
            self._out.print(panel(self._subject, answer, wall_clock()))

    async def _watch_live(self, force: bool) -> None:
        session = LiveSession(self._subject, person=force)
        steps = Steps(self._subject)
        board = Board(self._subject, steps, lambda: session.server_time(wall_clock()))
        with Live(board, console=self._out, refresh_per_second=4) as screen:
            async with aclosing(self._live.events(session)) as events:
                async for event in events:
                    steps.note(event, session.server_time(wall_clock()))
                    board.answer = session.answer
                    screen.refresh()

    async def _watch_lines(self, force: bool) -> None:
        session = LiveSession(self._subject, person=force)
        steps = Steps(self._subject)
        async with aclosing(self._live.events(session)) as events:
            async for event in events:
                told = steps.note(event, session.server_time(wall_clock()))
                if not self._as_json:
                    for step in told:
                        self._out.print(step_line(step), soft_wrap=True)
                    if told and isinstance(event, Updated) and event.answer.data is not None:
                        self._out.print(f"{'':10}{self._subject.headline(event.answer.data)}", soft_wrap=True, markup=False)
                elif isinstance(event, Updated):
                    print(event.raw.decode(), flush=True)
                sys.stdout.flush()


def _served(answer: Answer[T], *, refresh: bool) -> bool:
    """Whether there is a value, and none that was asked for failed to come."""
    failed = refresh and answer.status != "fresh" and answer.error is not None
    return answer.data is not None and not failed
