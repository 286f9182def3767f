"""How fresh an answer is, as a word and a sentence: the web UI's own."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, NamedTuple, Protocol

from freshbrick.cli.words import ago, clock_time, day, ordinal, plain, span
from freshbrick.client.wire import Answer, Failure, Refresh


class Pending(Protocol):
    """What a live message and a row of the outbox say about waiting; `attempt` counts the tries that failed."""

    @property
    def waiting_for(self) -> str | None: ...

    @property
    def next_attempt_at(self) -> int | None: ...

    @property
    def attempt(self) -> int: ...

    @property
    def priority(self) -> str: ...


class Badge(NamedTuple):
    word: str
    sentence: str


def badges(answer: Answer[Any], noun: str, now: int, zone: tzinfo | None = None) -> list[Badge]:
    """The status of `noun` ("part 3001") at `now`, then its last failure, if that says more."""
    status, failure = _status(answer, noun, now, zone), answer.error
    if failure is None or status.word == "Unknown":
        return [status]
    return [status, Badge("Failed", " · ".join(_failed(answer, failure, now, zone)))]


def waiting(message: Pending, now: int, zone: tzinfo | None = None) -> str:
    """Why a message is not worked on."""
    until = message.next_attempt_at
    at = None if until is None or until <= now else until
    match message.waiting_for:
        case "retry":
            return f"{ordinal(message.attempt + 1)} try {f'in {span(at - now)}' if at else 'now'}"
        case "quota":
            return "today's calls are used up" + (f", next at {clock_time(at, now, zone)}" if at else "")
        case "pause":
            return "BrickLink is paused" + (f", asked again at {clock_time(at, now, zone)}" if at else "")
        case _:
            return "waits for the drain" if message.priority == "low" else "next in line"


def _status(answer: Answer[Any], noun: str, now: int, zone: tzinfo | None) -> Badge:
    if answer.refresh is not None:
        return _refreshing(answer, answer.refresh, now, zone)
    if answer.data is None:
        return _missing(answer.error, noun, now, zone)
    if answer.last_fetched is None:
        imported = getattr(answer.data, "source", None) == "import"
        return Badge(
            "Not checked yet", "from the imported list" if imported else "not fetched as a whole so far"
        )
    fetched = f"fetched {ago(answer.last_fetched, now)}"
    # Without a connection nobody tells that a value has turned stale.
    if answer.status == "stale" or answer.stale_at is None or now > answer.stale_at:
        return Badge("Stale", fetched)
    return Badge("Fresh", f"{fetched} · stale in {span(answer.stale_at - now)}")


def _refreshing(answer: Answer[Any], refresh: Refresh, now: int, zone: tzinfo | None) -> Badge:
    old = [] if answer.data is None else [_shown(answer, now)]
    if refresh.state == "pending":
        return Badge("Queued", " · ".join([waiting(refresh, now, zone), *old]))
    call = min(refresh.calls_done + 1, refresh.calls_total)
    step = f", call {call} of {refresh.calls_total}" if refresh.calls_total > 1 else ""
    return Badge("Refreshing", " · ".join([f"asking BrickLink{step}", *old]))


def _shown(answer: Answer[Any], now: int) -> str:
    if answer.last_fetched is None:
        return "showing what is there"
    return f"showing what was fetched {ago(answer.last_fetched, now)}"


def _missing(failure: Failure | None, noun: str, now: int, zone: tzinfo | None) -> Badge:
    if failure is None or failure.code != "not_found":
        return Badge("Missing", "nothing known yet")
    asked = f"asked {day(failure.at, now, zone)}"
    again = f", asks again {_again(failure, now)}" if failure.retry_at else ""
    return Badge("Unknown", f"BrickLink has no {noun} · {asked}{again}")


def _failed(answer: Answer[Any], failure: Failure, now: int, zone: tzinfo | None) -> Iterator[str]:
    tries = answer.refresh.attempt if answer.refresh else 0
    yield plain(failure.message).rstrip(". ") + (f" ({_tries(tries)})" if tries else "")
    if answer.data is not None:
        yield "old figures kept"
    if answer.refresh is None and failure.retry_at is not None:
        yield f"{day(failure.at, now, zone)}, asks again {_again(failure, now)}"


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"


def _again(failure: Failure, now: int) -> str:
    left = (failure.retry_at or now) - now
    return f"in {span(left)}" if left > 0 else "now"
