"""How often somebody may fail to sign in."""

from collections.abc import Sequence
from typing import Final

from freshbrick.model.clock import MINUTE, SECOND, Clock
from freshbrick.model.errors import RequestError

LIMIT: Final = 10
WINDOW: Final = 5 * MINUTE
REMEMBERED: Final = 10_000
"""Names and addresses that are kept before those whose failures are over are dropped."""


def wait(failures: Sequence[int], now: int) -> int:
    """Milliseconds until the next attempt may be made after `failures` (their times, the oldest first)."""
    if len(failures) < LIMIT:
        return 0
    return max(0, failures[-LIMIT] + WINDOW - now)


class Attempts:
    """The failures of every name and every address, in memory: a restart forgives."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: dict[str, list[int]] = {}

    def begin(self, *who: str) -> int:
        """Count an attempt as failed until it succeeds, so that many at once are counted too.

        Its time, for `succeeded`. RequestError: `throttled` with `retry_after_ms`.
        """
        now = self._clock.monotonic()
        longest = max(wait(self._failures.get(one, ()), now) for one in who)
        if longest:
            seconds = -(-longest // SECOND)
            raise RequestError(
                "throttled", f"Too many attempts to sign in; try again in {seconds} s.", longest
            )
        self._tidy(now)
        for one in who:
            self._failures[one] = [*self._failures.get(one, ())[1 - LIMIT :], now]
        return now

    def succeeded(self, at: int, *who: str) -> None:
        """Take back the attempt that began `at`; earlier failures stay."""
        for one in who:
            if at in self._failures.get(one, ()):
                self._failures[one].remove(at)

    def _tidy(self, now: int) -> None:
        if len(self._failures) >= REMEMBERED:
            self._failures = {one: at for one, at in self._failures.items() if at and at[-1] > now - WINDOW}
