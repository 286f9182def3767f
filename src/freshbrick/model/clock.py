"""What a clock owes its users, and how far a wall clock is believed."""

from typing import Protocol

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Event(Protocol):
    """The part of `asyncio.Event` that a wait needs."""

    def is_set(self) -> bool: ...

    async def wait(self) -> object: ...


class Clock(Protocol):
    """The time, as an argument: real in a server, virtual in tests."""

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        ...

    def monotonic(self) -> int:
        """Milliseconds that only ever grow, whatever happens to the wall clock."""
        ...

    async def wait(self, event: Event, timeout_ms: int | None) -> bool:
        """Wait for `event` at most `timeout_ms`; whether it was set."""
        ...


APART = MINUTE
"""How far behind another's the time of a transaction may be that sees what that one has written: where several
processes write, a transaction takes its time when it begins, and its looks later. A stored time that lies so much
further ahead than it could ever be set was not set by a wrong clock."""

DRIFT = 1_000
"""A wall clock may run fast or slow by one part in so many."""


def believed(line: int, elapsed: int, wall: int) -> int:
    """The time to go by when the wall clock says `wall`, `elapsed` ms after it was believed at `line`.

    A step back is followed: it frees no call. A step forward is not, since it would hand out calls that BrickLink
    still counts.
    """
    return min(wall, line + elapsed + elapsed // DRIFT + 1)


def line_after(line: int, elapsed: int, wall: int) -> int:
    """Where belief goes on from: a clock that went back may come back, so the line itself goes on evenly."""
    return max(believed(line, elapsed, wall), line + elapsed - elapsed // DRIFT)
