"""When somebody who waits for a fresh value has all that there is to get."""

from freshbrick.client.events import Answered, Event, Trouble, Updated
from freshbrick.client.wire import Answer
from freshbrick.model.clock import SECOND

PATIENCE = 30 * SECOND


class Waiting:
    """Looks at a session's events; `deadline` is the server's time in ms UTC."""

    def __init__(self, deadline: int, *, force: bool) -> None:
        self.note: str | None = None
        self._deadline = deadline
        self._under_way = False
        self._force = force

    def is_over(self, event: Event) -> bool:
        """Whether waiting on would bring nothing; `note` then says why, unless the answer itself does."""
        match event:
            case Updated(answer):
                return self._has_come(answer)
            case Answered(asked):
                self._under_way = asked.accepted
                self.note = refusal(asked.outcome, asked.retry_after_ms)
                return not asked.accepted and asked.outcome != "fresh"
            case Trouble(message):
                self.note = message
                return True
            case _:
                return False

    def _has_come(self, answer: Answer[object]) -> bool:
        if answer.refresh is not None:
            self._under_way = True
            held_up = answer.refresh.waiting_for in ("quota", "pause")
            return held_up or (answer.refresh.next_attempt_at or 0) > self._deadline
        # A value from before our ask ends nothing, unless it is fresh and nobody insists on another.
        return self._under_way or (answer.status == "fresh" and not self._force)


def refusal(outcome: str, retry_after_ms: int | None) -> str | None:
    """Why an ask was not taken, where the answer's own status does not say so."""
    if outcome == "throttled":
        wait = f"; ask again in {max(1, round((retry_after_ms or 0) / SECOND))} s"
        return f"BrickLink was asked a moment ago{wait}."
    if outcome == "keys_missing":
        return "Freshbrick has no BrickLink keys yet, so it cannot ask."
    return None
