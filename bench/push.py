"""From a commit to whoever watches, one at a time."""

import asyncio
import json
from bisect import bisect
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from bench.figure import Figure, at_most, duration
from bench.processes import running
from bench.shop import Shop, catalog, open_shop, open_simulator, stock
from bench.sockets import connect
from freshbrick.simulator import World

TIMES = 250
"""No connection may watch more than 256 keys."""
MISSING = 100
US, MS = 1e3, 1e6


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """A commit's way to a frame beside an echo; then the whole way of a part that is missing."""
    file = folder / "push.db"
    token = await stock(file, TIMES)
    numbers = [part.part_number for part in islice(catalog(), TIMES)]
    async with open_simulator() as keys:
        async with open_shop(file, token, "--no-worker", module="bench.serving", **keys) as shop:
            ways, size = await _from_commit_to_frame(shop, numbers)
        echoes = await _echoes(folder, size)
        yield duration("COMMIT → frame at a subscriber, median", ways, "µs", echoes, 3)
        empty = folder / "empty.db"
        token = await stock(empty, 0)
        async with open_shop(empty, token, PACE="1000000", **keys) as shop:
            numbers = list(islice(World().part_numbers(), MISSING))
            times = [await _missing_to_fresh(shop, number) for number in numbers]
    yield at_most("missing part asked → fresh at the subscriber, median", median(times), "ms", 10)


class Inbox:
    """Frames as they come, one at a time."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[tuple[bytes, int]] = asyncio.Queue()

    def __call__(self, payload: bytes, at: int) -> None:
        self._frames.put_nowait((payload, at))

    async def next(self) -> tuple[bytes, int]:
        """The next frame and when it came (ns)."""
        async with asyncio.timeout(10):
            return await self._frames.get()


async def _from_commit_to_frame(shop: Shop, numbers: list[str]) -> tuple[list[float], int]:
    """µs for each, and the size of a frame."""
    watched, asked = Inbox(), Inbox()
    watcher = await connect(shop.url, watched, shop.headers)
    asker = await connect(shop.url, asked, shop.headers)
    items = [
        {"id": i, "query": "getPart", "args": {"partNumber": number}} for i, number in enumerate(numbers)
    ]
    watcher.send(json.dumps({"type": "subscribe", "items": items}))
    await _until_told(watched, len(numbers))
    await asked.next()  # its welcome
    stamps: list[int] = []
    listening = asyncio.create_task(_commits(shop, stamps))
    frames = []
    for i, number in enumerate(numbers):
        asker.send(action(i, number))
        frames.append(await watched.next())
        await asked.next()
    await asyncio.sleep(0.5)  # for the last of the stamps to be read
    listening.cancel()
    watcher.close()
    asker.close()
    return [(at - stamps[bisect(stamps, at) - 1]) / US for _, at in frames], len(frames[0][0])


def action(id_: int, number: str) -> str:
    """The frame that asks for a part."""
    args = {"partNumber": number}
    return json.dumps({"type": "action", "id": id_, "action": "enqueueRefreshPart", "args": args})


async def _until_told(inbox: Inbox, items: int) -> None:
    while items:
        frame, _ = await inbox.next()
        items -= len(json.loads(frame).get("items", ()))


async def _commits(shop: Shop, stamps: list[int]) -> None:
    """Note when each commit had returned (ns), for as long as the shop is open."""
    while line := await shop.process.output.readline():
        if line.strip().isdigit():
            stamps.append(int(line))


async def _echoes(folder: Path, size: int) -> list[float]:
    """µs for each round of a frame of that size."""
    body = folder / "echo"
    body.write_bytes(b"\n\n")
    async with running("-m", "bench.bare", str(body)) as process:
        inbox = Inbox()
        client = await connect(await process.address(), inbox)
        times = []
        for _ in range(TIMES):
            begun = perf_counter_ns()
            client.send("x" * size)
            _, at = await inbox.next()
            times.append((at - begun) / US)
        client.close()
    return times


async def _missing_to_fresh(shop: Shop, number: str) -> float:
    """Ms from the ask for a part that nobody knows yet to its value, on one socket."""
    inbox = Inbox()
    client = await connect(shop.url, inbox, shop.headers)
    item = {"id": 1, "query": "getPart", "args": {"partNumber": number}}
    client.send(json.dumps({"type": "subscribe", "items": [item]}))
    await _until_told(inbox, 1)
    begun = perf_counter_ns()
    client.send(action(1, number))
    while True:
        frame, at = await inbox.next()
        if b'"status":"fresh"' in frame:
            client.close()
            return (at - begun) / MS
