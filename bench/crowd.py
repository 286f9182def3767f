"""Thousands who watch one part: when the last of them is told, and what each costs."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from time import perf_counter_ns

from bench.figure import Figure, at_most, duration
from bench.processes import resident, running
from bench.push import action
from bench.shop import Shop, catalog, open_shop, open_simulator, stock
from bench.sockets import Client, connect

CROWD = 5_000
AT_ONCE = 100
ROUNDS = 5
KB, MS = 1e3, 1e6


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Beside a bare loop that sends the same bytes to as many sockets."""
    file = folder / "crowd.db"
    token = await stock(file, ROUNDS)
    numbers = [part.part_number for part, _ in zip(catalog(), range(ROUNDS), strict=False)]
    async with open_simulator() as keys, open_shop(file, token, "--no-worker", **keys) as shop:
        before = resident(shop.process.pid)
        crowd = await Crowd.gather(shop.url, shop.headers)
        times = [await _tell(crowd, shop, i, number) for i, number in enumerate(numbers)]
        each = (resident(shop.process.pid) - before) / CROWD
        frame = crowd.last
        crowd.leave()
    body = folder / "frame"
    body.write_bytes(b"\n\n" + frame)
    async with running("-m", "bench.bare", str(body)) as process:
        crowd = await Crowd.gather(await process.address(), {})
        bare = [await crowd.told(lambda: crowd.clients[0].send("all")) for _ in range(ROUNDS)]
        crowd.leave()
    yield duration(f"{CROWD:,} subscribers of one part, last one served", times, "ms", bare, 1.5)
    yield at_most("memory of a connection that watches one part", each / KB, "KB", 40)


class Crowd:
    """Open sockets, and how many frames came to all of them together."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self.last = b""
        self._waited_for = 0
        self._reached = asyncio.Event()
        self._at = 0

    @classmethod
    async def gather(cls, url: str, headers: Mapping[str, str]) -> "Crowd":
        """Open them, some at a time."""
        crowd = cls()
        for _ in range(0, CROWD, AT_ONCE):
            crowd.clients += await asyncio.gather(
                *(connect(url, crowd._take, headers) for _ in range(AT_ONCE))
            )
        return crowd

    def say(self, text: str) -> None:
        """Send the same from each."""
        for client in self.clients:
            client.send(text)

    def leave(self) -> None:
        """Close them all."""
        for client in self.clients:
            client.close()

    async def told(self, trigger: Callable[[], None]) -> float:
        """Ms from the trigger until everybody got a frame."""
        self._waited_for = len(self.clients)
        self._reached.clear()
        begun = perf_counter_ns()
        trigger()
        async with asyncio.timeout(60):
            await self._reached.wait()
        return (self._at - begun) / MS

    def _take(self, frame: bytes, at: int) -> None:
        if b'"type":"update"' not in frame:  # a welcome, or what became of an action
            return
        self.last, self._at = frame, at
        self._waited_for -= 1
        if self._waited_for == 0:
            self._reached.set()


async def _tell(crowd: Crowd, shop: Shop, id_: int, number: str) -> float:
    """Ms from the ask for a part that all watch until all know of it."""
    watch = json.dumps(
        {"type": "subscribe", "items": [{"id": 1, "query": "getPart", "args": {"partNumber": number}}]}
    )
    await crowd.told(lambda: crowd.say(watch))
    asker = await connect(shop.url, lambda *_: None, shop.headers)
    took = await crowd.told(lambda: asker.send(action(id_, number)))
    asker.close()
    return took
