"""Small transactions for the tests of the database, and ways to make it wait."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from threading import Event

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from freshbrick.store.database import Database, Tx
from freshbrick.store.tables import colors

_ADD = insert(colors).values(color_id=bindparam("id"), name=bindparam("name"), type="Solid")
_NAME = select(colors.c.name).where(colors.c.color_id == bindparam("id"))
_COUNT = select(func.count().label("count")).select_from(colors)


def paint(tx: Tx, color_id: int, name: str = "Red") -> int:
    """Add a color and say so; adding it twice breaks a constraint."""
    tx.run(_ADD, id=color_id, name=name)
    tx.touch(f"color:{color_id}")
    return color_id


def name_of(tx: Tx, color_id: int) -> str | None:
    row = tx.one(_NAME, id=color_id)
    return row["name"] if row else None


def count(tx: Tx) -> int:
    return int(tx.all(_COUNT)[0]["count"])


async def turn() -> None:
    """Let every task that can run do so once."""
    await asyncio.sleep(0)


@asynccontextmanager
async def busy(database: Database) -> AsyncIterator[None]:
    """Keep the writer in the middle of a transaction: what is asked meanwhile waits and comes together."""
    entered, done = Event(), Event()

    def hold(_tx: Tx) -> None:
        entered.set()
        done.wait()

    holding = asyncio.ensure_future(database.write(hold))
    try:
        await asyncio.to_thread(entered.wait)
        yield
        await turn()
    finally:
        done.set()
        await holding


@contextmanager
def stranger(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program with the same file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


class Heard:
    """What a listener was told, in order, with notes of the test between."""

    def __init__(self, database: Database | None = None) -> None:
        self.story: list[object] = []
        self._news = asyncio.Event()
        if database is not None:
            database.subscribe(self.listen)

    def listen(self, keys: Collection[str]) -> None:
        self.story.append(set(keys))
        self._news.set()

    @property
    def keys(self) -> set[str]:
        return set[str]().union(*(told for told in self.story if isinstance(told, set)))

    async def until(self, key: str) -> None:
        while key not in self.keys:
            self._news.clear()
            await self._news.wait()
