"""Three servers and four workers on one PostgreSQL: what many people ask for at once is asked for once."""

import asyncio
import json
import statistics
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import AsyncExitStack

import msgspec
import pytest
import websockets

from e2e.conftest import OpenEstate
from e2e.estate import Front, tell
from e2e.house import PATIENCE
from freshbrick.model.parts import Part
from freshbrick.simulator import Simulator, World
from freshbrick.store import keys, parts

pytestmark = pytest.mark.alone  # it measures times, and needs every core

CLIENTS, PARTS = 500, 50
EACH = 10
"""Parts that one client asks for: a hundred clients, of all three servers, ask for each."""
COMMITS = 60
LONG = 4 * PATIENCE
SOON_MS = 250
"""On a machine that does much else at the same time; by itself it is a tenth of that."""


class Page:
    """A live client that keeps the last value of each part that it watches, as JSON text and with its revision."""

    def __init__(self, socket: websockets.ClientConnection, numbers: Sequence[str]) -> None:
        self._socket = socket
        self._numbers = numbers
        self.revs: dict[str, str] = {}
        self.status: dict[str, str] = {}

    async def watch(self) -> None:
        """Subscribe, and hear the first value of each."""
        items = [
            {"id": n, "query": "getPart", "args": {"partNumber": number}}
            for n, number in enumerate(self._numbers)
        ]
        await self._socket.send(json.dumps({"type": "subscribe", "items": items}))
        while len(self.status) < len(self._numbers):
            await self.hear()

    async def ask(self) -> None:
        """As the hook does: ask for what is missing, until there is nothing more to ask for."""
        asked = set[str]()
        while set(self.status.values()) != {"fresh"}:
            missing = {number for number, status in self.status.items() if status == "missing"} - asked
            asked |= missing
            for number in missing:
                args = {"partNumber": number, "auto": True}
                ask = {
                    "type": "action",
                    "id": 1_000 + len(asked),
                    "action": "enqueueRefreshPart",
                    "args": args,
                }
                await self._socket.send(json.dumps(ask))
            await self.hear()

    async def changed(self, number: str) -> float:
        """When the frame arrives after which this part is not missing any more."""
        while self.status[number] == "missing":
            await self.hear()
        return time.perf_counter()

    async def holds(self, revs: Mapping[str, str]) -> None:
        """Until it holds what these reads returned: a revision that is not the last is followed by one that is."""
        while any(revs[number] != rev for number, rev in self.revs.items()):
            await self.hear()

    async def close(self) -> None:
        await self._socket.close()

    async def hear(self) -> None:
        message = msgspec.json.decode(await self._socket.recv())
        for item in message.get("items", ()):
            number = self._numbers[item["id"]]
            self.revs[number] = item["rev"]
            if "value" in item:
                self.status[number] = item["value"]["status"]


async def page(front: Front, numbers: Sequence[str], stack: AsyncExitStack) -> Page:
    url = front.url.replace("http", "ws", 1) + "/api/live"
    headers = {"Authorization": f"Bearer {front.token}"}
    socket = await stack.enter_async_context(
        websockets.connect(
            url, additional_headers=headers, compression=None, open_timeout=LONG, ping_timeout=LONG
        )
    )
    return Page(socket, numbers)


async def revisions(front: Front, numbers: Sequence[str]) -> Mapping[str, str]:
    """What a fresh read returns."""
    replies = [await front.http.get(f"{front.url}/api/catalog/parts/{number}") for number in numbers]
    return {n: reply.headers["etag"].strip('"') for n, reply in zip(numbers, replies, strict=True)}


async def test_five_hundred_clients_of_three_servers_ask_for_the_same_parts_at_once(
    open_estate: OpenEstate, postgres_url: str, simulator: Simulator
) -> None:
    numbers = list(World().part_numbers())[:PARTS]
    estate = open_estate(postgres_url)
    await asyncio.gather(estate.serve(3), estate.work(4))
    async with AsyncExitStack() as stack:
        portions = [[numbers[(n + m) % PARTS] for m in range(EACH)] for n in range(CLIENTS)]
        pages = await asyncio.gather(
            *(page(estate.fronts[n % 3], portion, stack) for n, portion in enumerate(portions))
        )
        async with asyncio.timeout(LONG):
            await asyncio.gather(*(one.watch() for one in pages))
            started = time.perf_counter()
            await asyncio.gather(*(one.ask() for one in pages))
        took = time.perf_counter() - started
        tell(f"{CLIENTS} clients asked {CLIENTS * EACH} times: fresh after {took:.1f} s")
        reads = [await revisions(front, numbers) for front in estate.fronts]
        assert reads[0] == reads[1] == reads[2]
        async with asyncio.timeout(LONG):
            await asyncio.gather(*(one.holds(reads[0]) for one in pages))
            await asyncio.gather(*(one.close() for one in pages))
    asked = [call.path for call in simulator.calls.to("/items/part/*")]
    assert sorted(asked) == sorted(f"/items/part/{number}" for number in numbers)


async def test_a_commit_of_one_process_is_soon_seen_at_the_clients_of_others(
    open_estate: OpenEstate, postgres_url: str
) -> None:
    """From COMMIT's answer at the process that writes to the frame's arrival at a client of another, in ms."""
    estate = open_estate(postgres_url)
    await estate.serve(2)
    numbers = [f"9{n:03}" for n in range(COMMITS)]
    took: list[float] = []
    committed: dict[str, float] = {}

    def note(touched: Collection[str]) -> None:
        committed.update(dict.fromkeys(touched, time.perf_counter()))

    async with estate.database() as database, AsyncExitStack() as stack:
        database.subscribe(note)
        pages = [await page(front, numbers, stack) for front in estate.fronts]
        for one in pages:
            await one.watch()
        for number in numbers:
            part = Part(part_number=number, name="Brick")
            await database.write(parts.save, part, last_fetched=1)
            async with asyncio.timeout(LONG):
                arrived = await asyncio.gather(*(one.changed(number) for one in pages))
            took += [1_000 * (at - committed[keys.data("part", number)]) for at in arrived]
    median, most = statistics.median(took), statistics.quantiles(took, n=10)[-1]
    tell(f"from a commit to the frame: median {median:.1f} ms, 90 % within {most:.1f} ms")
    assert median < SOON_MS
