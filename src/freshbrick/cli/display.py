"""How an answer stands on the screen: the value, its badges and, while it is watched, the steps that it took."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any, Generic, NamedTuple, TypeVar

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from freshbrick.cli.badges import Badge, badges
from freshbrick.cli.live_session import Answered, Event, Offline, Trouble, Updated
from freshbrick.cli.subjects import Subject
from freshbrick.cli.waiting import refusal
from freshbrick.cli.wire import Answer
from freshbrick.cli.words import moment, plain

T = TypeVar("T")

STEPS = 10
"""How many of the last steps stay on the screen."""
FRAME = 6
"""Lines of a panel that are not its value."""

_MARKS = {
    "Fresh": ("✓", "green"),
    "Stale": ("◔", "yellow"),
    "Not checked yet": ("○", "default"),
    "Refreshing": ("↻", "cyan"),
    "Queued": ("◌", "cyan"),
    "Missing": ("□", "default"),
    "Unknown": ("☒", "default"),
    "Failed": ("▲", "red"),
    "Offline": ("✕", "yellow"),
}


class Step(NamedTuple):
    at: int
    badge: Badge


def badge_line(badge: Badge, width: int = 0) -> Text:
    """`✓ Fresh  fetched 3 days ago · stale in 27 days`."""
    mark, style = _MARKS.get(badge.word, ("·", "default"))
    return Text.assemble((f"{mark} {badge.word:<{width}}", f"bold {style}"), "  ", badge.sentence)


def panel(
    subject: Subject[T], answer: Answer[T], now: int, zone: tzinfo | None = None, room: int | None = None
) -> RenderableType:
    """The value, if there is one, above how fresh it is."""
    lines: list[RenderableType] = [badge_line(b) for b in badges(answer, subject.noun, now, zone)]
    if answer.data is None:
        return Group(Text(subject.noun.capitalize(), "bold"), *lines)
    title = Text(subject.title(answer.data), "bold")
    body = Group(subject.view(answer.data, room), "", *lines)
    return Panel(body, title=title, title_align="left", border_style="dim", padding=(1, 2), expand=False)


class Steps(Generic[T]):
    """What happened to a watched key, in order; a new value that changes nothing worth a line is no step."""

    def __init__(self, subject: Subject[T], zone: tzinfo | None = None) -> None:
        self.taken: list[Step] = []
        self.offline = False
        self._subject = subject
        self._zone = zone
        self._last: object = None

    def note(self, event: Event, now: int) -> Sequence[Step]:
        """The steps that `event` was; `now` is the server's time, ms UTC."""
        self.offline = isinstance(event, Offline)
        told = [Step(now, badge) for badge in self._badges(event, now)]
        self.taken = [*self.taken, *told][-STEPS:]
        return told

    def _badges(self, event: Event, now: int) -> list[Badge]:
        match event:
            case Updated(answer):
                was, self._last = self._last, _gist(answer)
                return [] if was == self._last else badges(answer, self._subject.noun, now, self._zone)
            case Answered(asked):
                why = refusal(asked.outcome, asked.retry_after_ms)
                return [Badge("Not asked", why)] if why else []
            case Trouble(message):
                return [Badge("Trouble", plain(message))]
            case Offline():
                return [Badge("Offline", "the connection was lost · back by itself")]


def _gist(answer: Answer[Any]) -> object:
    refresh, error = answer.refresh, answer.error
    return (
        answer.status,
        answer.last_fetched,
        refresh and (refresh.state, refresh.waiting_for, refresh.attempt, refresh.calls_done),
        error and (error.code, error.at),
    )


def step_line(step: Step, zone: tzinfo | None = None) -> Text:
    """`14:02:11  ✓ Fresh  fetched just now · stale in 30 days`."""
    return Text.assemble((f"{moment(step.at, zone):%H:%M:%S}  ", "dim"), badge_line(step.badge, 10))


class Board(Generic[T]):
    """The live screen: drawn anew from what is held, so that ages grow while nothing happens."""

    def __init__(self, subject: Subject[T], steps: Steps[T], clock: Callable[[], int]) -> None:
        self.answer: Answer[T] | None = None
        self._subject = subject
        self._steps = steps
        self._clock = clock

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        if self.answer is None:
            yield Text(f"Looking at {self._subject.noun} …", "dim")
            return
        taken = list(self._steps.taken)
        room = max(4, (options.height or 40) - len(taken) - FRAME - 3)
        yield panel(self._subject, self.answer, self._clock(), room=room)
        log = Table.grid()
        for step in taken:
            log.add_row(step_line(step))
        yield log
        yield Text("Ctrl-C ends the watch", "dim")
