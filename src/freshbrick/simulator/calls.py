"""The log of calls that reached the simulator; it never holds a key or a signature."""

import asyncio
from collections import deque
from collections.abc import Iterator

import msgspec

from freshbrick.simulator.asgi import Request
from freshbrick.simulator.faults import matches

_KEPT = 100_000


class Call(msgspec.Struct):
    """A call; `at` in ms UTC, `path` without the base, `outcome` "pending" until it is answered."""

    at: int
    method: str
    path: str
    query: dict[str, str]
    outcome: str = "pending"
    fault: str | None = None
    ms: int | None = None


class Calls:
    """The latest calls, in the order of their arrival."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=_KEPT)
        self._arrival = asyncio.Event()

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def to(self, match: str = "*") -> list[Call]:
        """Those whose path matches, as a fault's does."""
        return [call for call in self._calls if matches(match, call.path)]

    def arrived(self, now: int, request: Request, path: str) -> Call:
        call = Call(now, request.method, path, request.query)
        self._calls.append(call)
        self._arrival.set()
        self._arrival = asyncio.Event()
        return call

    async def reached(self, count: int, match: str = "*") -> None:
        """Wait until that many calls that match have arrived, answered or not."""
        while len(self.to(match)) < count:
            await self._arrival.wait()

    def clear(self) -> None:
        self._calls.clear()
