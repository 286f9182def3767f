"""Behind PgBouncer in transaction mode, where notices do not get through: processes look for each other's changes."""

import asyncio
import time

from e2e.conftest import OpenEstate
from e2e.estate import tell
from e2e.house import eventually
from e2e.pgbouncer import pgbouncer
from e2e.watchers import watchers
from freshbrick.simulator import Simulator, World

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
