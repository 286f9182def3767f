"""Connections that owe their peers something: all are written to in the next turn of the event loop."""

import asyncio
from itertools import islice
from typing import Protocol

import structlog

from freshbrick.model.clock import Clock

AT_ONCE = 256
"""How many in one turn, a few ms of it: others go on between the turns of a crowd."""

log = structlog.get_logger(__name__)


class Owing(Protocol):
    """A connection that owes something."""

    def flush(self, now: int, at: int) -> None:
        """Write it, as far as that needs no waiting; `now` in ms UTC, `at` in monotonic ms."""
        ...


class Flushing:
    """One callback for all of them: a task's turn for each would cost more than what is written."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._owing: dict[Owing, None] = {}
        self._scheduled = False

    def add(self, connection: Owing) -> None:
        """Flush it in the next turn, once, whatever else comes up for it in this one."""
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)
        self._owing[connection] = None

    def _flush(self) -> None:
        now, at = self._clock.now(), self._clock.monotonic()
        for connection in list(islice(self._owing, AT_ONCE)):
            del self._owing[connection]
            try:
                connection.flush(now, at)
            except Exception:  # the others are told all the same
                log.exception("live.flush_broke")
        self._scheduled = False
        for connection in islice(self._owing, 1):
            self.add(connection)
