"""Looking at one key once, as a page would: what is missing or stale is asked for and waited for."""

import asyncio
import time
from contextlib import aclosing
from random import SystemRandom
from typing import Generic, TypeVar

import msgspec
from rich.console import Console
from rich.status import Status

from freshbrick.cli.badges import badges
from freshbrick.cli.board import panel
from freshbrick.cli.failures import ExitCode
from freshbrick.cli.live_client import LiveClient
from freshbrick.cli.live_session import AUTO, FORCE, LiveSession, Updated
from freshbrick.cli.server_client import Server, ServerClient
from freshbrick.cli.steps import badge_line
from freshbrick.cli.subjects import Subject
from freshbrick.cli.waiting import PATIENCE, Waiting
from freshbrick.cli.watching import Watching
from freshbrick.cli.wire import Answer
from freshbrick.model.clock import SECOND

T = TypeVar("T")


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


def look(
    server: Server, subject: Subject[T], *, as_json: bool, refresh: bool = True, force: bool = False
) -> ExitCode:
    """Print the answer; FAILED where there is no value, or a refresh of it failed."""
    with ServerClient(server) as http:
        body = http.get(subject.path)
        answer = http.decoded(body, subject.decoder)
    if refresh and (force or answer.refresh or Watching().wait_ms(answer, wall_clock()) == 0):
        held = Wait(server, subject, answer, body)
        asyncio.run(held.until_over(force=force))
        answer, body = held.answer, held.body
    if as_json:
        print(msgspec.json.format(body, indent=2).decode())
    else:
        Console(highlight=False).print(panel(subject, answer, wall_clock()))
    failed = refresh and answer.status != "fresh" and answer.error is not None
    return ExitCode.FAILED if failed or answer.data is None else ExitCode.OK


class Wait(Generic[T]):
    """Holds the best answer so far; tells its progress and why it ended on standard error."""

    def __init__(self, server: Server, subject: Subject[T], answer: Answer[T], body: bytes) -> None:
        self.answer = answer
        self.body = body
        self._subject = subject
        self._live = LiveClient(server, clock=wall_clock, dice=SystemRandom())
        self._err = Console(stderr=True, highlight=False)

    async def until_over(self, *, force: bool) -> None:
        """At most half a minute."""
        # A person who waits goes before the sweeper's message, which may be under way already.
        session = LiveSession(self._subject, first_ask=FORCE if force else AUTO)
        waiting = Waiting(wall_clock() + PATIENCE, force=force)
        try:
            with self._err.status(f"Asking for {self._subject.noun} …") as status:
                async with asyncio.timeout(PATIENCE / SECOND):
                    await self._follow(session, waiting, status)
        except TimeoutError:
            waiting.note = "Nothing new after 30 s. It goes on without you: --watch shows it arriving."
        if waiting.note:
            self._err.print(waiting.note, soft_wrap=True, markup=False)

    async def _follow(self, session: LiveSession[T], waiting: Waiting, status: Status) -> None:
        async with aclosing(self._live.events(session)) as events:
            async for event in events:
                if isinstance(event, Updated):
                    self.answer, self.body = event.answer, event.raw
                    now = session.server_time(wall_clock())
                    status.update(badge_line(badges(self.answer, self._subject.noun, now)[0]))
                if waiting.is_over(event):
                    return
