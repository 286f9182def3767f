"""The outbox on PostgreSQL beside other queues at the same work; what is compared is told in `bench.rivals`."""

import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import msgspec

from bench.figure import Figure, duration, plain, speed
from bench.postgres import create_database, serving
from bench.processes import run

OURS = "freshbrick"
RIVALS = {"procrastinate": "Procrastinate", "pgqueuer": "PgQueuer", "dbos": "DBOS"}
KEYS = 1_000
STARTS = 70
ROUNDS = 3


class Turn(msgspec.Struct):
    """What one contestant did in one round: two rates a second, and the milliseconds of each start."""

    asks: float
    jobs: float
    starts: list[float]


Turns = Mapping[str, Sequence[Turn]]


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Each has a database of its own in the same server, and its turn in every round."""
    turns: dict[str, list[Turn]] = {name: [] for name in (OURS, *RIVALS)}
    with serving(folder) as server:
        uris = {name: create_database(server, name) for name in turns}
        for name, uri in uris.items():
            await _step("install", name, uri)
        for i in range(ROUNDS):
            for name, uri in uris.items():
                said = await _step("contest", name, uri, f"round{i}", str(KEYS), str(STARTS))
                turns[name].append(msgspec.json.decode(said.splitlines()[-1], type=Turn))
    for figure in (
        *_rates("messages on PostgreSQL: asked for twice, claimed, finished", turns, _messages),
        *_rates("  of that: enqueue, each key twice", turns, lambda turn: turn.asks),
        *_rates("  of that: claim and finish", turns, lambda turn: turn.jobs),
        *_starts("from enqueue to start on PostgreSQL", turns),
    ):
        yield figure


async def _step(*arguments: str) -> str:
    return await run([sys.executable, "-m", "bench.rivals", *arguments])


def _messages(turn: Turn) -> float:
    """How many a second go the whole way, at a time each for its two asks and its work."""
    return 1 / (2 / turn.asks + 1 / turn.jobs)


def _rates(name: str, turns: Turns, rate: Callable[[Turn], float]) -> list[Figure]:
    """Ours beside the best rival's, then each rival's."""
    rates = {who: [rate(turn) for turn in taken] for who, taken in turns.items()}
    best = max(RIVALS, key=lambda rival: median(rates[rival]))
    rivals = [plain(f"    {title}", median(rates[rival]), "/s") for rival, title in RIVALS.items()]
    return [speed(name, rates[OURS], "/s", rates[best], 1), *rivals]


def _starts(name: str, turns: Turns) -> list[Figure]:
    """The same, where less is better."""
    times = {who: [median(turn.starts) for turn in taken] for who, taken in turns.items()}
    best = min(RIVALS, key=lambda rival: median(times[rival]))
    rivals = [plain(f"    {title}", median(times[rival]), "ms") for rival, title in RIVALS.items()]
    return [duration(name, times[OURS], "ms", times[best], 1), *rivals]
