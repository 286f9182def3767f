"""The outbox on PostgreSQL beside other queues at the same work; what is compared is told in `bench.rivals`."""

import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import msgspec

from bench.figure import Figure, plain
from bench.postgres import create_database, serving
from bench.processes import run

RIVALS = {"procrastinate": "Procrastinate", "pgqueuer": "PgQueuer", "dbos": "DBOS"}
KEYS = 1_000
STARTS = 70
ROUNDS = 3


class Turn(msgspec.Struct):
    """What one contestant did in one round: two rates a second, and the milliseconds of each start."""

    asks: float
    jobs: float
    starts: list[float]


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Each has a database of its own in the same server, and its turn in every round."""
    turns: dict[str, list[Turn]] = {name: [] for name in RIVALS}
    with serving(folder) as server:
        uris = {name: create_database(server, name) for name in turns}
        for name, uri in uris.items():
            await _step("install", name, uri)
        for i in range(ROUNDS):
            for name, uri in uris.items():
                said = await _step("contest", name, uri, f"round{i}", str(KEYS), str(STARTS))
                turns[name].append(msgspec.json.decode(said.splitlines()[-1], type=Turn))
    for figure in _figures(turns):
        yield figure


async def _step(*arguments: str) -> str:
    return await run([sys.executable, "-m", "bench.rivals", *arguments])


def _figures(turns: Mapping[str, Sequence[Turn]]) -> list[Figure]:
    rows = []
    for name, title in RIVALS.items():
        taken = turns[name]
        rows += [
            plain(f"{title}: enqueue, each key twice", median(t.asks for t in taken), "/s"),
            plain(f"{title}: claim and finish", median(t.jobs for t in taken), "/s"),
            plain(f"{title}: from enqueue to start", median(_starts(taken)), "ms"),
        ]
    return rows


def _starts(turns: Sequence[Turn]) -> list[float]:
    return [ms for turn in turns for ms in turn.starts]
