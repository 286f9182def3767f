"""People who look at parts for as long as a test lasts, each with the client's own connection that comes back."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random

from freshbrick.client.client import Client
from freshbrick.client.wire import Answer
from freshbrick.model.parts import Part
from support.patience import eventually


class Watcher:
    """Watches parts at one server, asking for what is missing as a page does; `last` holds what it saw last of each."""

    def __init__(self, client: Client) -> None:
        self.last: dict[str, Answer[Part]] = {}
        self._client = client

    async def watch(self, number: str) -> None:
        async for answer in self._client.watch_part(number):
            self.last[number] = answer

    async def converged(self) -> bool:
        """Whether all is fresh, and what a fresh read returns (I7)."""
        last = {**self.last}
        return all(
            [
                answer.status == "fresh" and answer == await self._client.get_part(number)
                for number, answer in last.items()
            ]
        )


@asynccontextmanager
async def watchers(urls: Iterable[str], token: str, numbers: Iterable[str]) -> AsyncIterator[list[Watcher]]:
    """One at each address, all of whom watch these parts; each has seen something of every part."""
    numbers = list(numbers)
    async with AsyncExitStack() as stack:
        found: list[Watcher] = []
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        looking: list[asyncio.Task[None]] = []
        for seed, url in enumerate(urls):
            client = await stack.enter_async_context(Client(url, token, dice=Random(seed)))
            found.append(Watcher(client))
            looking += [tasks.create_task(found[-1].watch(number)) for number in numbers]
        await eventually(lambda: all(len(one.last) == len(numbers) for one in found))
        try:
            yield found
        finally:
            for task in looking:
                task.cancel()
