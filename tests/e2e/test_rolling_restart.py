"""Servers and workers are restarted one after the other behind nginx, under load: nobody notices."""

import asyncio
from collections import Counter
from itertools import cycle
from pathlib import Path

import httpx2

from e2e.conftest import OpenEstate
from e2e.estate import tell
from e2e.house import PATIENCE, eventually
from e2e.nginx import free_port, nginx
from e2e.watchers import watchers
from freshbrick.simulator import Simulator, World

SERVERS, WORKERS, VISITORS = 2, 2, 6
ROUNDS = 2
NUMBERS = list(World().part_numbers())[:12]


async def test_no_request_fails_and_every_watcher_converges(
    open_estate: OpenEstate, postgres_url: str, simulator: Simulator, tmp_path: Path
) -> None:
    ports = [free_port() for _ in range(SERVERS)]
    (tmp_path / "nginx").mkdir()
    estate = open_estate(postgres_url, LEASE="2s", MIN_REFRESH_INTERVAL="0s", PACE="1000000")
    for port in ports:
        await estate.serve(1, PORT=port)
    await estate.work(WORKERS)
    token = estate.fronts[0].token
    outcomes: Counter[tuple[str, int | str]] = Counter()
    done = asyncio.Event()

    async with nginx(tmp_path / "nginx", *ports, tls=False) as (port, _):
        url = f"http://127.0.0.1:{port}"

        async def visit() -> None:
            headers = {"Authorization": f"Bearer {token}"}
            async with httpx2.AsyncClient(
                base_url=url, headers=headers, timeout=PATIENCE, trust_env=False
            ) as http:
                for number in cycle(NUMBERS):
                    if done.is_set():
                        return
                    for method, path in (("GET", ""), ("POST", "/refresh")):
                        try:
                            reply = await http.request(method, f"/api/catalog/parts/{number}{path}")
                            outcomes[method, reply.status_code] += 1
                        except httpx2.TransportError as error:
                            outcomes[method, repr(error)] += 1

        async with watchers([url] * VISITORS, token, NUMBERS) as watching, asyncio.TaskGroup() as tasks:
            for _ in range(VISITORS):
                tasks.create_task(visit())
            for front in estate.fronts * ROUNDS:
                before = len(simulator.calls)
                assert await front.stop() == 0
                await front.start()
                await simulator.calls.reached(before + 5)
            for worker in estate.workers * ROUNDS:
                assert await worker.stop() == 0
                await worker.start()
            done.set()
            for watcher in watching:
                await eventually(watcher.converged)
    tell(f"{outcomes.total()} requests: {dict(outcomes)}")
    assert {outcome for _, outcome in outcomes} <= {200, 202}
