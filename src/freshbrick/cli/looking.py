"""Looking at one key once, as a page would: what is missing or stale is asked for and waited for."""

import asyncio
from contextlib import aclosing
from typing import Any, Generic, TypeVar

import msgspec
from rich.console import Console
from rich.status import Status

from freshbrick.cli.badges import badges
from freshbrick.cli.board import panel
from freshbrick.cli.failures import ExitCode
from freshbrick.cli.steps import badge_line
from freshbrick.cli.subjects import Subject
from freshbrick.cli.waiting import PATIENCE, Waiting
from freshbrick.client.client import Client
from freshbrick.client.events import Updated
from freshbrick.client.subscription import AUTO, FORCE
from freshbrick.client.watching import Watching
from freshbrick.client.wire import Answer
from freshbrick.model.clock import SECOND

T = TypeVar("T")


async def look(
    client: Client, subject: Subject[Any], *, as_json: bool, refresh: bool = True, force: bool = False
) -> ExitCode:
    """Print the answer; FAILED where there is no value, or a refresh of it failed."""
    body = await client.read(subject.query.path)
    answer = client.decoded(body, subject.query.decoder)
    if refresh and (force or answer.refresh or Watching().wait_ms(answer, client.now()) == 0):
        held = Wait(client, subject, answer, body)
        await held.until_over(force=force)
        answer, body = held.answer, held.body
    if as_json:
        print(msgspec.json.format(body, indent=2).decode())
    else:
        Console(highlight=False).print(panel(subject, answer, client.now()))
    failed = refresh and answer.status != "fresh" and answer.error is not None
    return ExitCode.FAILED if failed or answer.data is None else ExitCode.OK


class Wait(Generic[T]):
    """Holds the best answer so far; tells its progress and why it ended on standard error."""

    def __init__(self, client: Client, subject: Subject[T], answer: Answer[T], body: bytes) -> None:
        self.answer = answer
        self.body = body
        self._client = client
        self._subject = subject
        self._err = Console(stderr=True, highlight=False)

    async def until_over(self, *, force: bool) -> None:
        """At most half a minute."""
        waiting = Waiting(self._client.now() + PATIENCE, force=force)
        try:
            with self._err.status(f"Asking for {self._subject.noun} …") as status:
                async with asyncio.timeout(PATIENCE / SECOND):
                    # A person who waits goes before the sweeper's message, which may be under way already.
                    await self._follow(FORCE if force else AUTO, waiting, status)
        except TimeoutError:
            waiting.note = "Nothing new after 30 s. It stays asked for: --watch shows it arriving."
        if waiting.note:
            self._err.print(waiting.note, soft_wrap=True, markup=False)

    async def _follow(self, how: dict[str, bool], waiting: Waiting, status: Status) -> None:
        async with aclosing(self._client.events(self._subject.query, first_ask=how)) as events:
            async for event in events:
                if isinstance(event, Updated):
                    self.answer, self.body = event.answer, event.raw
                    status.update(badge_line(badges(self.answer, self._subject.noun, self._client.now())[0]))
                if waiting.is_over(event):
                    return
