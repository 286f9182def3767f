"""A clock that stands still until a test moves it."""

import asyncio
from itertools import count

from freshbrick.model.clock import Event

NOON = 1_780_000_000_000


class VirtualClock:
    def __init__(self, now: int = NOON) -> None:
        self._now = now
        self._monotonic = 0
        self._ticket = count()
        self._waiting: dict[int, tuple[int, asyncio.Future[None]]] = {}

    def now(self) -> int:
        return self._now

    def monotonic(self) -> int:
        return self._monotonic

    def advance(self, ms: int) -> None:
        """Let time pass; whoever waited for that long goes on."""
        self._now += ms
        self._monotonic += ms
        for until, future in list(self._waiting.values()):
            if until <= self._monotonic and not future.done():
                future.set_result(None)

    def step(self, ms: int) -> None:
        """Set the wall clock: no time passes."""
        self._now += ms

    async def wait(self, event: Event, timeout_ms: int | None) -> bool:
        if event.is_set():
            return True
        if timeout_ms is not None and timeout_ms <= 0:
            await asyncio.sleep(0)
            return event.is_set()
        timer = asyncio.get_running_loop().create_future()
        ticket = next(self._ticket)
        if timeout_ms is not None:
            self._waiting[ticket] = (self._monotonic + timeout_ms, timer)
        signal = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait({signal, timer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            signal.cancel()
            timer.cancel()
            self._waiting.pop(ticket, None)
        return event.is_set()
