"""The real clock: a wall clock that is believed only as far as time has really passed."""

import asyncio
import time
from threading import Lock

import structlog

from freshbrick.model.clock import MINUTE, Event, believed, line_after

_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Counts while a laptop sleeps too, where the system can tell: a wall clock that has slept is right to be ahead."""


REDRAW = MINUTE

log = structlog.get_logger()


class SystemClock:
    """Milliseconds; safe to read from every thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._line = _wall()
        self._drawn_at = self.monotonic()

    def now(self) -> int:
        with self._lock:
            wall, steady = _wall(), self.monotonic()
            elapsed = steady - self._drawn_at
            now = believed(self._line, elapsed, wall)
            if elapsed >= REDRAW:
                self._line, self._drawn_at = line_after(self._line, elapsed, wall), steady
                if wall - now > REDRAW:
                    log.warning(
                        "clock.disbelieved", ahead_ms=wall - now, remedy="restart if the clock is right now"
                    )
            return now

    def monotonic(self) -> int:
        return time.clock_gettime_ns(_STEADY) // 1_000_000

    async def wait(self, event: Event, timeout_ms: int | None) -> bool:
        if event.is_set():
            return True
        try:
            async with asyncio.timeout(None if timeout_ms is None else timeout_ms / 1000):
                await event.wait()
        except TimeoutError:
            return event.is_set()
        return True


def _wall() -> int:
    return time.time_ns() // 1_000_000
