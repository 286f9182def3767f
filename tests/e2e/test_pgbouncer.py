"""Behind PgBouncer in transaction mode, where notices do not get through: processes look for each other's changes."""

import asyncio
import time

import asyncpg

from e2e.conftest import OpenEstate
from e2e.estate import tell
from e2e.house import eventually
from e2e.pgbouncer import pgbouncer
from e2e.watchers import watchers
from freshbrick.simulator import Simulator, World
from freshbrick.store.migrations import HEAD
from freshbrick.store.migrations.postgres import revision

NUMBERS = list(World().part_numbers())[:20]
SOON_S = 5


async def test_the_main_flow_through_a_pool_of_transactions(
    open_estate: OpenEstate, postgres_url: str, simulator: Simulator
) -> None:
    async with pgbouncer(postgres_url) as url:
        estate = open_estate(url, NOTICES="poll", LEASE="3s", PACE="1000000")
        await asyncio.gather(estate.serve(2), estate.work(2))
        one, other = estate.fronts
        async with watchers([one.url, other.url], one.token, NUMBERS) as watching:
            for watcher in watching:
                await eventually(watcher.converged)
            asked = sorted(call.path for call in simulator.calls.to("/items/part/*"))
            assert asked == sorted(f"/items/part/{number}" for number in NUMBERS)

            lot = {
                "partNumber": NUMBERS[0],
                "colorId": 11,
                "condition": "new",
                "quantity": 4,
                "price": "0.05",
            }
            assert (await other.get("/api/inventory/lots"))["items"] == []
            began = time.monotonic()
            assert (await one.post("/api/inventory/lots", json=lot)).status_code == 201

            async def seen() -> bool:
                return bool((await other.get("/api/inventory/lots"))["items"])

            await eventually(seen)
            took = time.monotonic() - began
            tell(f"behind PgBouncer another server knows it after {took:.2f} s")
            assert took < SOON_S
        for process in [*estate.fronts, *estate.workers]:
            assert '"level": "error"' not in process.log
        await asyncio.gather(*(worker.stop() for worker in estate.workers))


async def test_a_start_is_not_hurt_by_who_else_uses_the_pool(postgres_url: str) -> None:
    """What is prepared on one connection of the pool is asked for on another, unless one transaction holds it."""
    async with pgbouncer(postgres_url) as url:

        async def others() -> None:
            connection = await asyncpg.connect(url, statement_cache_size=0)
            for _ in range(100):
                await connection.execute("SELECT pg_backend_pid()")
            await connection.close()

        async def start() -> None:
            for _ in range(20):
                assert await revision(url) == HEAD

        await asyncio.gather(*(others() for _ in range(4)), *(start() for _ in range(4)))
