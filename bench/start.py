"""How long `freshbrick serve` takes to be ready, and what it needs while nothing happens."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx2

from bench.figure import Figure, at_most
from bench.processes import SERVER_CPU, resident, resident_in, run
from bench.shop import Shop, open_shop, stock

ROUNDS = 5
MB = 1e6
_IMPORTS = "import litestar, sqlalchemy, httpx2, uvicorn; print(open('/proc/self/status').read())"


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Beside a Python that only imports the libraries."""
    file = folder / "start.db"
    token = await stock(file, 1_000)
    ready, memory, imported, needed = [], [], [], []
    for _ in range(ROUNDS):
        begun = perf_counter()
        async with open_shop(file, token) as shop:
            await _until_ready(shop)
            ready.append(perf_counter() - begun)
            memory.append(resident(shop.process.pid) / MB)
        begun = perf_counter()
        said = await run([sys.executable, "-c", _IMPORTS], cpu=SERVER_CPU)
        imported.append(perf_counter() - begun)
        needed.append(resident_in(said) / MB)
    yield at_most("serve: start to ready", median(ready), "s", 2.0, median(imported))
    yield at_most("serve: resident memory, idle", median(memory), "MB", 130, median(needed))


async def _until_ready(shop: Shop) -> None:
    async with httpx2.AsyncClient(trust_env=False) as http:
        while (await http.get(f"{shop.url}/readyz")).status_code != httpx2.codes.OK:
            await asyncio.sleep(0.005)
