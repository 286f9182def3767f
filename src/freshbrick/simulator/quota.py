"""How many calls the account has left: so many in any window of time."""

from collections import deque

DAY = 86_400_000


class Quota:
    """`limit` calls in `window_ms`; `plain` says whether the refusal is a gateway's HTTP 429 or an envelope."""

    def __init__(self, limit: int = 5000, window_ms: int = DAY, *, plain: bool = False) -> None:
        self.limit = limit
        self.window_ms = window_ms
        self.plain = plain
        self._calls: deque[int] = deque()

    def take(self, now: int) -> bool:
        """Count a call, if there is one left; what is refused does not count."""
        if self.used(now) >= self.limit:
            return False
        self._calls.append(now)
        return True

    def used(self, now: int) -> int:
        while self._calls and self._calls[0] <= now - self.window_ms:
            self._calls.popleft()
        return len(self._calls)
