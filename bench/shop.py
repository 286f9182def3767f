"""What is measured: a server on a database with a whole catalog, and somebody to be signed in as."""

import csv
import gzip
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.processes import LOAD_CPU, Process, running
from freshbrick.accounts.people import ensure_owner
from freshbrick.accounts.tokens import create_token
from freshbrick.app.clock import SystemClock
from freshbrick.app.commands import keys_of_simulator
from freshbrick.model.parts import Part, is_part_number
from freshbrick.simulator import World
from freshbrick.store import parts
from freshbrick.store.database import Tx
from freshbrick.store.migrations.sqlite import migrate
from freshbrick.store.sqlite import SqliteDatabase

PARTS = 61_770
"""As many as Rebrickable's list has; that list where it is there, else as many made-up ones."""
_LISTS = ("parts", "part_categories", "colors", "elements")
LISTS = [Path(__file__).parents[2] / "shared" / "data" / f"rebrickable-{name}.csv.gz" for name in _LISTS]
"""Rebrickable's downloads, which are not part of the project."""
CHUNK = 500


class Shop(NamedTuple):
    """A running server, and the token of its owner."""

    url: str
    token: str
    process: Process

    @property
    def headers(self) -> dict[str, str]:
        """What signs a request in."""
        return {"Authorization": f"Bearer {self.token}"}


def catalog() -> Iterator[Part]:
    """The parts of the benchmarks."""
    if LISTS[0].exists():
        with gzip.open(LISTS[0], "rt", encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if is_part_number(row["part_num"]):
                    yield Part(part_number=row["part_num"], name=row["name"], source="import")
        return
    world = World()
    known = [part for number in world.part_numbers() if (part := world.part(number))]
    yield from (
        Part(part_number=f"{part.no}v{version}", name=part.name, source="import")
        for version in range(-(-PARTS // len(known)))
        for part in known
    )


async def stock(file: Path, number: int = PARTS) -> str:
    """Make a database with so many fresh parts; the token of its owner."""
    migrate(file)
    database = SqliteDatabase(file, SystemClock())
    rows = islice(catalog(), number)
    while chunk := list(islice(rows, CHUNK)):
        await database.write(_save, chunk)
    token = await database.write(lambda tx: create_token(tx, ensure_owner(tx).id, "bench"))
    await database.close()
    return token.reveal()


def _save(tx: Tx, chunk: list[Part]) -> None:
    for part in chunk:
        parts.save(tx, part, last_fetched=tx.now)


@asynccontextmanager
async def open_shop(
    file: Path, token: str, *options: str, module: str = "freshbrick", **settings: str
) -> AsyncIterator[Shop]:
    """`freshbrick serve` on the database, or what stands in for it; `settings` without their prefix."""
    environ = {f"FRESHBRICK_{name}": value for name, value in settings.items()}
    environ |= {"FRESHBRICK_DATABASE_URL": f"sqlite:///{file}", "FRESHBRICK_PORT": "0"}
    async with running("-m", module, "serve", *options, environ=environ) as process:
        yield Shop(await process.address(), token, process)


@asynccontextmanager
async def open_simulator(catalog: Path | None = None) -> AsyncIterator[dict[str, str]]:
    """`freshbrick simulate` without latency; yields the settings under which a shop asks it."""
    options = ["--port", "0", *(["--catalog", str(catalog)] if catalog else [])]
    async with running("-m", "freshbrick", "simulate", *options, cpu=LOAD_CPU) as process:
        told = [await process.says(r"FRESHBRICK_(\w+)=(\S+)") for _ in range(len(keys_of_simulator()) + 1)]
        yield {setting[1]: setting[2] for setting in told}
