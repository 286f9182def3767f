"""What happened to a watched key, as lines with their times."""

from datetime import tzinfo
from typing import Any, Generic, NamedTuple, TypeVar

from rich.text import Text

from freshbrick.cli.badges import Badge, badges
from freshbrick.cli.subjects import Subject
from freshbrick.cli.waiting import refusal
from freshbrick.cli.words import moment, plain
from freshbrick.client.events import Answered, Event, Offline, Trouble, Updated
from freshbrick.client.wire import Answer

T = TypeVar("T")

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
_WORD_WIDTH = 10


class Step(NamedTuple):
    """`at` in ms UTC; `badges` as they were then."""

    at: int
    badges: tuple[Badge, ...]


class Steps(Generic[T]):
    """Tells steps from events: a value that changes nothing worth a line is none."""

    def __init__(self, subject: Subject[T], zone: tzinfo | None = None) -> None:
        self._subject = subject
        self._zone = zone
        self._last: object = None
        self._failure: object = None

    def note(self, event: Event, now: int) -> Step | None:
        """The step that `event` was; `now` is the server's time, ms UTC."""
        told = self._badges(event, now)
        return Step(now, tuple(told)) if told else None

    def _badges(self, event: Event, now: int) -> list[Badge]:
        match event:
            case Updated(answer):
                return self._updated(answer, now)
            case Answered(asked):
                why = refusal(asked.outcome, asked.retry_after_ms)
                return [Badge("Not asked", why)] if why else []
            case Trouble(message):
                return [Badge("Trouble", plain(message))]
            case Offline():
                return [Badge("Offline", "the connection was lost · back by itself")]

    def _updated(self, answer: Answer[T], now: int) -> list[Badge]:
        """The badges of an answer that is worth a line; a failure is told in the line in which it is new."""
        was, self._last = self._last, _gist(answer)
        if was == self._last:
            return []
        failure, self._failure = self._failure, answer.error and (answer.error.code, answer.error.at)
        told = badges(answer, self._subject.noun, now, self._zone)
        return told if failure != self._failure else told[:1]


def badge_word(badge: Badge, width: int = 0) -> Text:
    """`✓ Fresh`."""
    mark, style = _MARKS.get(badge.word, ("·", "default"))
    return Text(f"{mark} {badge.word:<{width}}", f"bold {style}")


def badge_line(badge: Badge, width: int = 0) -> Text:
    """`✓ Fresh  fetched 3 days ago · stale in 27 days`."""
    return Text.assemble(badge_word(badge, width), "  ", badge.sentence)


def step_line(step: Step, zone: tzinfo | None = None) -> Text:
    """`14:02:11  ✓ Fresh       fetched just now · stale in 30 days`."""
    first, *more = step.badges
    line = Text.assemble((f"{moment(step.at, zone):%H:%M:%S}  ", "dim"), badge_line(first, _WORD_WIDTH))
    for badge in more:
        line.append("   ").append(badge_line(badge))
    return line


def _gist(answer: Answer[Any]) -> object:
    refresh, error = answer.refresh, answer.error
    return (
        answer.status,
        answer.last_fetched,
        refresh and (refresh.state, refresh.waiting_for, refresh.attempt, refresh.calls_done),
        error and (error.code, error.at),
    )
