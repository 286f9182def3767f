"""`python -m bench.rivals install|contest|work CONTESTANT URI …`: each step in a process of its own."""

import asyncio
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from random import Random
from time import perf_counter

import asyncpg
import uvloop

from bench.processes import LOAD_CPU, prepare_this_process, running
from bench.rivals.contestant import AT_ONCE, Ask, Contestant

POLL_S = 0.002
PAUSE_S = (0.02, 0.04)
"""Between two asks of an idle worker: by chance, so that nobody's own rhythm fits it."""


async def main(step: str, name: str, uri: str, *rest: str) -> None:
    """Take one step with a contestant."""
    contestant: Contestant = import_module(f"bench.rivals.{name}").CONTESTANT
    if step == "install":
        await contestant.install(uri)
    elif step == "work":
        (keys,) = rest
        await _work(contestant, uri, int(keys))
    else:
        turn, keys, starts = rest
        await _contest(contestant, name, uri, turn, int(keys), int(starts))


async def _contest(contestant: Contestant, name: str, uri: str, turn: str, keys: int, starts: int) -> None:
    """Fill the queue, have it emptied, then ask the idle worker; prints asks/s, jobs/s and starts in ms."""
    prepare_this_process()
    async with contestant.asking(uri) as ask:
        asks_per_s = await _fill(ask, turn, keys)
        await _vacuum(uri)
        command = ("-m", "bench.rivals", "work", name, uri, str(keys))
        async with running(*command, cpu=LOAD_CPU) as worker:
            jobs_per_s = float((await worker.says(r"emptied (\S+)"))[1])
            waits = []
            for i in range(starts):
                await asyncio.sleep(Random().uniform(*PAUSE_S))
                asked_at = perf_counter()
                await ask(f"{turn}-late{i}", True)
                started_at = float((await worker.says(rf"started {turn}-late{i} (\S+)"))[1])
                waits.append((started_at - asked_at) * 1000)
            await _emptied(contestant, uri)  # or the next round would find a job whose worker is gone
    print(json.dumps({"asks": asks_per_s, "jobs": jobs_per_s, "starts": waits}))  # noqa: T201 - the answer


async def _fill(ask: Ask, turn: str, keys: int) -> float:
    """Ask for every key, then for every key again; how many asks a second."""
    asks = iter([(f"{turn}-{i}", i % 2 == 0) for _ in range(2) for i in range(keys)])
    begun = perf_counter()
    made = await asyncio.gather(*(_ask_on(ask, asks) for _ in range(AT_ONCE)))
    took = perf_counter() - begun
    assert sum(made) == keys, f"{sum(made)} jobs of {keys} keys"
    return 2 * keys / took


async def _ask_on(ask: Ask, asks: Iterator[tuple[str, bool]]) -> int:
    return len([key for key, urgent in asks if await ask(key, urgent)])


async def _work(contestant: Contestant, uri: str, keys: int) -> None:
    """Empty a queue of so many, say how many jobs a second that was; then say when each further job starts."""
    loop, all_started = asyncio.get_running_loop(), asyncio.Event()
    times: list[float] = []

    def started(key: str) -> None:
        times.append(perf_counter())  # the clock is the same in every process
        if len(times) == keys:
            loop.call_soon_threadsafe(all_started.set)
        elif len(times) > keys:
            print("started", key, times[-1], flush=True)  # noqa: T201 - read by the asker

    async with contestant.working(uri, started):
        await all_started.wait()
        await _emptied(contestant, uri)
        print("emptied", keys / (perf_counter() - times[0]), flush=True)  # noqa: T201 - read by the asker
        await asyncio.Event().wait()  # until it is ended


async def _emptied(contestant: Contestant, uri: str) -> None:
    database = await asyncpg.connect(uri)
    while await database.fetchval(contestant.unfinished):
        await asyncio.sleep(POLL_S)
    await database.close()


async def _vacuum(uri: str) -> None:
    database = await asyncpg.connect(uri)
    await database.execute("VACUUM ANALYZE")
    await database.close()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
