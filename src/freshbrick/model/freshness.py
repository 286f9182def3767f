"""How fresh an answer is, and when that changes by itself."""

from typing import Literal, NamedTuple

from freshbrick.model.clock import HOUR

Status = Literal["fresh", "stale", "refreshing", "missing"]


def stale_at(last_fetched: int | None, stale_after: int) -> int | None:
    """When data fetched at `last_fetched` turns stale; None if it was never fetched (times in ms UTC)."""
    return None if last_fetched is None else last_fetched + stale_after


def believable(last_fetched: int | None, now: int) -> int | None:
    """When data was fetched; None if a wrong clock wrote it down, which would keep it fresh for as long as it erred."""
    return None if last_fetched is None or last_fetched > newest_believable(now) else last_fetched


def newest_believable(now: int) -> int:
    """Behind this nothing can have been fetched yet, even where the clocks of two machines differ (ms UTC)."""
    return now + HOUR


class State(NamedTuple):
    """What a status is made of; `stale_at` is None for data that was never fetched, which is stale."""

    has_data: bool
    refresh_active: bool
    stale_at: int | None


def status(state: State, now: int) -> Status:
    """The status of an answer at `now`."""
    if state.refresh_active:
        return "refreshing"
    if not state.has_data:
        return "missing"
    return "stale" if state.stale_at is None or now > state.stale_at else "fresh"


def changes_at(state: State, now: int) -> int | None:
    """When the status changes although nothing is written, or None (I1)."""
    if state.stale_at is None or status(state, now) != "fresh":
        return None
    return state.stale_at + 1
