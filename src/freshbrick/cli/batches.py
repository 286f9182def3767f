"""A batch from its cost to its end: asked for, confirmed, followed; what is asked for stays asked for."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import NamedTuple

import msgspec
import typer
from rich.console import Console

from freshbrick.cli.batch_view import cost, endings, failed_line, left_alone
from freshbrick.cli.failures import CommandError, ExitCode
from freshbrick.cli.progress_bar import ProgressBar
from freshbrick.cli.waiting import refusal
from freshbrick.client.client import Client, Key
from freshbrick.client.wire import Batch, Progress
from freshbrick.model.parts import parse_color_id, parse_part_number

MANY = 100
"""Calls from which on a person is asked whether they mean it."""


class Wanted(NamedTuple):
    """Either keys or all that is `of` a kind."""

    keys: tuple[Key, ...] | None = None
    of: str | None = None

    def own(self, progress: Progress) -> Progress:
        """Without what it tells of the failures of others, where the keys say which those are."""
        if self.keys is None:
            return progress
        named = {(resource, key.lower()) for resource, key in self.keys}
        failures = [failed for failed in progress.failures if (failed.resource, failed.key.lower()) in named]
        others = len(progress.failures) - len(failures)
        failed = min(progress.failed - others, len(named))
        return msgspec.structs.replace(progress, failed=failed, failures=failures)


def key_of(text: str, *, colors: bool = False) -> Key:
    """`3001` is the part, or its colors; `3001/11` the price guide in that color. Raises RequestError."""
    number, slash, color_id = text.partition("/")
    parse_part_number(number)
    if slash:
        return "price_guide", f"{number}/{parse_color_id(color_id)}"
    return "part_colors" if colors else "part", number


class Batches:
    """Tells on standard error what is going on, and on standard output how it ended."""

    def __init__(self, client: Client, *, as_json: bool) -> None:
        self._client = client
        self._json = as_json
        self._out = Console(highlight=False)
        self._err = Console(stderr=True, highlight=False)

    async def rehearse(self, wanted: Wanted) -> ExitCode:
        """Only tell what it would cost."""
        planned = await self._ask(wanted, dry_run=True)
        if self._json:
            self._print_json(planned)
        else:
            self._out.print(*self._told(planned), sep="\n", soft_wrap=True)
        return ExitCode.OK

    async def run(self, wanted: Wanted, *, sure: bool, wait: bool) -> ExitCode:
        """Ask, and unless told otherwise stay until all are done; FAILED if any could not be refreshed."""
        planned = await self._ask(wanted, dry_run=True)
        self._say(*self._told(planned))
        if planned.calls > MANY and not sure and sys.stdin.isatty():
            await _confirm(f"Make {planned.calls:,} calls?")
        asked = await self._ask(wanted, dry_run=False)
        progress = await self._wait(wanted, asked) if wait and asked.up_to is not None else None
        return self._end(wanted, asked, progress)

    async def _ask(self, wanted: Wanted, *, dry_run: bool) -> Batch:
        """CommandError where there are no keys to ask with."""
        batch = await self._client.refresh_many(wanted.keys, of=wanted.of, dry_run=dry_run)
        if batch.keys_missing:
            raise CommandError(refusal("keys_missing", None) or "")
        return batch

    async def _wait(self, wanted: Wanted, asked: Batch) -> Progress | None:
        """Until nothing is left. Whoever leaves earlier is told that it stays asked for."""
        progress = None
        try:
            with ProgressBar(self._err, asked, self._client.now) as bar:
                async with self._minding_the_worker(), aclosing(self._client.watch_progress(asked)) as steps:
                    async for step in steps:
                        progress = wanted.own(step)
                        bar.show(progress)
                        if not progress.left:
                            break
        except asyncio.CancelledError:
            self._say(_stays(progress))
            raise
        return progress

    @asynccontextmanager
    async def _minding_the_worker(self) -> AsyncIterator[None]:
        """Inside, it is said once if no worker runs there, or none any more."""
        minding = asyncio.create_task(self._mind_the_worker())
        try:
            yield
        finally:
            minding.cancel()
            await asyncio.gather(minding, return_exceptions=True)

    async def _mind_the_worker(self) -> None:
        async with aclosing(self._client.watch_status()) as told:
            async for status in told:
                if not status.worker.alive:
                    self._say("No worker runs there: it is done once one does, such as `freshbrick serve`.")
                    break

    def _end(self, wanted: Wanted, asked: Batch, progress: Progress | None) -> ExitCode:
        if self._json:
            self._print_json({"asked": asked, "progress": progress})
        elif progress is None:
            if asked.up_to is not None:
                self._out.print(
                    f"Asked for, up to message {asked.up_to}: `freshbrick outbox list` shows them."
                )
        else:
            self._out.print(endings(asked, progress))
            for failed in progress.failures:
                self._out.print(failed_line(failed), soft_wrap=True, markup=False)
        named = asked.not_found + asked.backing_off if wanted.keys else 0
        return ExitCode.FAILED if named or (progress and progress.failed) else ExitCode.OK

    def _told(self, planned: Batch) -> list[str]:
        return [cost(planned), *left_alone(planned)]

    def _say(self, *lines: str) -> None:
        self._err.print(*lines, sep="\n", soft_wrap=True, markup=False)

    def _print_json(self, shown: object) -> None:
        print(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode())


def _stays(progress: Progress | None) -> str:
    left = f"{progress.left:,} " if progress else ""
    return (
        f"{left}left, and still asked for: any worker goes on with it. `freshbrick outbox list` shows them."
    )


async def _confirm(question: str) -> None:
    """Ask a person; while they think, all else in this process goes on. typer.Abort unless they say yes."""
    typer.echo(f"{question} [y/N]: ", nl=False, err=True)
    await _typed()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise typer.Abort


async def _typed() -> None:
    """Until a line waits at the terminal: a thread that reads it could not be stopped by Ctrl-C."""
    typed = asyncio.Event()
    loop = asyncio.get_running_loop()
    try:
        loop.add_reader(sys.stdin, typed.set)
    except NotImplementedError:  # Windows: reading it has to wait
        return
    try:
        await typed.wait()
    finally:
        loop.remove_reader(sys.stdin)
