"""A process of its own that writes to a database until it is killed, or until its disk is full."""

import asyncio
import json
import resource
import sys
from pathlib import Path

from freshbrick.store.sqlite import SqliteDatabase
from store.holding import count, paint
from support.clock import VirtualClock


def say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


async def write_for_ever(database: SqliteDatabase) -> None:
    """Say each id once its write was answered."""

    async def lane(start: int) -> None:
        for n in range(start, 1_000_000_000, 8):
            say(await database.write(paint, n, "x" * (n % 500)))

    await asyncio.gather(*(lane(start) for start in range(8)))


async def fill_the_disk(database: SqliteDatabase, path: Path) -> None:
    """Say who was refused while there was no room, and how it went on."""

    async def all_of(ids: range, size: int) -> list[str]:
        writes = [database.write(paint, n, "x" * size) for n in ids]
        return [type(o).__name__ for o in await asyncio.gather(*writes, return_exceptions=True)]

    await database.write(paint, 1)
    room = path.with_name(path.name + "-wal").stat().st_size + 50_000
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    full = await all_of(range(100, 110), 30_000)
    stored = await database.read(count)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    after = await all_of(range(200, 210), 30_000)
    say({"full": full, "stored": stored, "after": after, "in_all": await database.read(count)})


async def main(path: Path, task: str) -> None:
    database = SqliteDatabase(path, VirtualClock())
    if task == "fill":
        await fill_the_disk(database, path)
    else:
        await write_for_ever(database)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
