"""How far a batch has come, drawn on one line."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from freshbrick.cli.badges import waiting
from freshbrick.cli.batch_view import time_left
from freshbrick.cli.words import span
from freshbrick.client.wire import Batch, Progress


class ProgressBar:
    """`clock` is the server's, ms UTC. On no terminal nothing is drawn."""

    def __init__(self, console: Console, asked: Batch, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._asked = asked
        self._began = clock()
        self._total = asked.enqueued + asked.already_queued
        self._bar = Bar(
            TextColumn("Refreshing"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rest]}"),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=self._total, rest="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, progress: Progress) -> None:
        self._total = max(self._total, progress.left)  # those of others that go first
        done = self._total - progress.left
        self._bar.update(self._task, total=self._total, completed=done, rest=self._rest(progress, done))

    def _rest(self, progress: Progress, done: int) -> str:
        now = self._clock()
        told = [f"{progress.failed:,} failed"] if progress.failed else []
        if progress.left:
            left = time_left(now, self._began, done, progress.left, self._asked.ready_at)
            told.append(f"about {span(left)} left")
        if progress.waiting_for in ("quota", "pause"):
            told.append(waiting(_Held(progress), now))
        return " · ".join(told)


class _Held:
    """A batch that waits, as a message that does."""

    priority = "normal"
    attempt = 0

    def __init__(self, progress: Progress) -> None:
        self.waiting_for = progress.waiting_for
        self.next_attempt_at = progress.next_attempt_at
