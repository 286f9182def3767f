"""How an answer stands on the screen: the value, its badges and, while it is watched, the steps that it took."""

from collections import deque
from collections.abc import Callable
from datetime import tzinfo
from typing import Generic, TypeVar

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from freshbrick.cli.badges import badges
from freshbrick.cli.steps import Step, badge_word, step_line
from freshbrick.cli.subjects import Subject
from freshbrick.client.wire import Answer

T = TypeVar("T")

STEPS = 10
"""How many of the last steps stay on the screen."""
_FRAME = 10
"""Lines of the screen that are neither the value nor a step."""


def panel(
    subject: Subject[T], answer: Answer[T], now: int, zone: tzinfo | None = None, room: int | None = None
) -> RenderableType:
    """The value, if there is one, above how fresh it is; `room` is the lines that the value may take."""
    freshness = Table.grid(padding=(0, 2))
    for badge in badges(answer, subject.noun, now, zone):
        freshness.add_row(badge_word(badge), Text(badge.sentence))
    if answer.data is None:
        title, body = subject.noun, Group(freshness)
    else:
        title, body = subject.title(answer.data), Group(subject.view(answer.data, room), "", freshness)
    return Panel(
        body, title=Text(title, "bold"), title_align="left", border_style="dim", padding=(1, 2), expand=False
    )


class Board(Generic[T]):
    """The live screen: drawn anew from what is held, so that ages grow while nothing happens."""

    def __init__(self, subject: Subject[T], clock: Callable[[], int]) -> None:
        self._subject = subject
        self._clock = clock
        self._answer: Answer[T] | None = None
        self._steps: deque[Step] = deque(maxlen=STEPS)

    def show(self, answer: Answer[T] | None, step: Step | None) -> None:
        self._answer = answer
        if step is not None:
            self._steps.append(step)

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        steps = [step_line(step) for step in tuple(self._steps)]
        if self._answer is not None:
            room = max(4, options.max_height - len(steps) - _FRAME)
            yield panel(self._subject, self._answer, self._clock(), room=room)
        yield from steps
        yield Text("Ctrl-C ends the watch", "dim")
