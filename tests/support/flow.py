"""The whole back of the house in one process: real SQLite, real HTTP to the simulator, time moved by the test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from freshbrick.bricklink.catalog_client import CatalogClient
from freshbrick.bricklink.oauth import Credentials, Signer
from freshbrick.bricklink.transport import http_client
from freshbrick.catalog import answers
from freshbrick.catalog.actions import Ask, Asked, enqueue_refresh
from freshbrick.catalog.answers import Answer
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.refresh import Refresher
from freshbrick.model.outbox import Priority, Resource
from freshbrick.simulator import DEFAULT_CREDENTIALS, Simulator, running
from freshbrick.store import outbox
from freshbrick.store.database import Database, Tx
from freshbrick.store.outbox import Message
from freshbrick.store.sqlite import SqliteDatabase
from freshbrick.worker.claims import Claimed, Probe, Rest, claim
from freshbrick.worker.refresh_worker import RefreshWorker
from support.clock import VirtualClock

UNPACED = Policy(pace=1_000_000)


class Flow:
    """What a test asks, sees and moves."""

    def __init__(
        self,
        database: Database,
        clock: VirtualClock,
        simulator: Simulator,
        policy: Policy,
        worker: RefreshWorker,
    ) -> None:
        self.database = database
        self.clock = clock
        self.simulator = simulator
        self.policy = policy
        self.worker = worker

    async def ask(self, resource: Resource, key: str, **how: Any) -> Asked:
        ask = Ask(resource, key, how.pop("requested_by", "ann"), **how)
        return await self.database.write(enqueue_refresh, self.policy, ask)

    async def ask_many(self, resource: Resource, keys: list[str], priority: Priority) -> None:
        def enqueue_all(tx: Tx) -> None:
            for key in keys:
                outbox.enqueue(tx, resource, key, priority)

        await self.database.write(enqueue_all)

    async def answer(self, resource: Resource, key: str) -> Answer[Any]:
        reading = await self.database.read(answers.answer, self.policy, resource, key)
        assert isinstance(reading.value, Answer)
        return reading.value

    async def drain(self, limit: int = 10_000) -> int:
        return await self.worker.drain_catalog_refresh_outbox(limit)

    async def message(self, message_id: int) -> Message:
        found = await self.database.read(outbox.get, message_id)
        assert found is not None
        return found

    async def until(self, reached: Callable[[Message], bool], message_id: int) -> None:
        """Wait for the commit after which the message is as wanted."""
        committed = asyncio.Event()
        self.database.subscribe(lambda _: committed.set())
        while not reached(await self.message(message_id)):
            committed.clear()
            await committed.wait()

    async def claim(self, *priorities: Priority, token: str = "by-hand") -> Claimed | Probe | Rest:
        found = await self.database.write(claim, self.policy, priorities or tuple(Priority), token, 1)
        return found[0] if isinstance(found, list) else found

    def calls(self, path: str = "") -> int:
        """Calls that BrickLink saw below this path; the lists of colors and categories only if named."""
        return len(self.simulator.calls.to(path or "/items*"))

    async def pass_time(self, total: int, step: int) -> None:
        """Let `total` ms go by, working on what comes due."""
        for _ in range(total // step):
            self.clock.advance(step)
            await self.drain()


@asynccontextmanager
async def flow_of(
    database: SqliteDatabase, clock: VirtualClock, policy: Policy = UNPACED, **simulated: Any
) -> AsyncIterator[Flow]:
    simulator = Simulator(clock=clock.now, **simulated)
    async with running(simulator) as base_url, http_client() as http:
        secrets = DEFAULT_CREDENTIALS
        credentials = Credentials(
            secrets.consumer_key, secrets.consumer_secret, secrets.token_value, secrets.token_secret
        )
        client = CatalogClient(http, base_url, Signer(credentials, Random(1)), policy.terms)
        refresher = Refresher(database, client, policy)
        worker = RefreshWorker(database, refresher, policy, clock, Random(1), "worker")
        yield Flow(database, clock, simulator, policy, worker)
