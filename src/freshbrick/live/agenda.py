"""When each of many things is due: one heap, one sleeper."""

import asyncio
import heapq
from collections.abc import Hashable
from itertools import count
from typing import Generic, TypeVar

from freshbrick.model.clock import SECOND, Clock

T = TypeVar("T", bound=Hashable)

LONGEST_SLEEP = 10 * SECOND
"""A machine that was suspended notices within this what is overdue."""
SLACK = 64


class Agenda(Generic[T]):
    """Times are monotonic milliseconds; a thing is due at one time or never."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[T, int] = {}
        self._heap: list[tuple[int, int, T]] = []  # may hold times that no longer count: `_due` decides
        self._order = count()
        self._sooner = asyncio.Event()

    def set(self, thing: T, at: int | None) -> None:
        """Make `thing` due at `at` instead of whenever it was."""
        if at is None:
            self._due.pop(thing, None)
        elif self._due.get(thing) != at:
            self._due[thing] = at
            heapq.heappush(self._heap, (at, next(self._order), thing))
            if self._heap[0][2] is thing:
                self._sooner.set()
        if len(self._heap) > 2 * len(self._due) + SLACK:
            self._compact()

    async def next(self) -> T:
        """Sleep until something is due; it leaves the agenda."""
        while True:
            self._sooner.clear()
            thing = self._pop()
            if thing is not None:
                return thing
            wait = self._heap[0][0] - self._clock.monotonic() if self._heap else LONGEST_SLEEP
            await self._clock.wait(self._sooner, min(wait, LONGEST_SLEEP))

    def _pop(self) -> T | None:
        now = self._clock.monotonic()
        while self._heap and self._heap[0][0] <= now:
            at, _, thing = heapq.heappop(self._heap)
            if self._due.get(thing) == at:
                del self._due[thing]
                return thing
        return None

    def _compact(self) -> None:
        self._heap = [(at, next(self._order), thing) for thing, at in self._due.items()]
        heapq.heapify(self._heap)
