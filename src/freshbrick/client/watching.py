"""When a watcher asks for a refresh by itself: the rule that keeps a failing key from costing anything."""

from typing import Any

from freshbrick.client.wire import Answer
from freshbrick.model.clock import DAY

Known = tuple[int | None, int | None]


class Watching:
    """Asks once for what it knows (when it was fetched, when it may be retried) of one key, and not before."""

    def __init__(self) -> None:
        self._asked: Known | None = None
        self._again_at: int | None = None

    def wait_ms(self, answer: Answer[Any], now: int) -> int | None:
        """How long to wait before looking again whether to ask: 0 is ask now, None is never by time alone.

        At most a day, so that no timer overflows and none believes a wrong clock for long. `now` in ms UTC.
        """
        if not _is_worth_asking(answer):
            return None
        at = self._again_at if _known(answer) == self._asked else _retry_at(answer) or now
        return None if at is None else min(max(0, at - now), DAY)

    def asked(self, answer: Answer[Any]) -> None:
        """An ask has left for what `answer` says."""
        self._asked = _known(answer)
        self._again_at = None

    def told_to_wait(self, retry_after_ms: int | None, now: int) -> None:
        """The ask was answered: it may be repeated after that time, if any was named."""
        self._again_at = None if retry_after_ms is None else now + retry_after_ms

    def lost(self) -> None:
        """The ask may never have arrived."""
        self._asked = None


def _is_worth_asking(answer: Answer[Any]) -> bool:
    """A message of the background or of a batch waits for its turn: whoever looks goes first, for the same call."""
    if answer.status == "refreshing":
        refresh = answer.refresh
        return refresh is not None and refresh.state == "pending" and refresh.priority != "high"
    return answer.status in ("missing", "stale")


def _known(answer: Answer[Any]) -> Known:
    return answer.last_fetched, _retry_at(answer)


def _retry_at(answer: Answer[Any]) -> int | None:
    return answer.error.retry_at if answer.error else None
