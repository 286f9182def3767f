"""Small queries over the colors table, and watchers that remember what they were told."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from freshbrick.catalog.reading import Reading
from freshbrick.live.hub import Hub, Watch
from freshbrick.live.query import Answer, Query, Snapshot
from freshbrick.model.errors import RequestError
from freshbrick.store.database import Database, NotNowError, Tx
from freshbrick.store.tables import colors
from support.clock import VirtualClock

T = TypeVar("T")

_COLOR = select(colors.c.name).where(colors.c.color_id == bindparam("id"))
_COUNT = select(func.count().label("count")).select_from(colors)
_new = insert(colors).values(color_id=bindparam("id"), name=bindparam("name"), type="Solid")
_PAINT = _new.on_conflict_do_update(index_elements=["color_id"], set_={"name": _new.excluded.name})


class Person(Struct, frozen=True):
    id: int = 1


class GetColor(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    color_id: int


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Color(Struct, frozen=True):
    name: str | None


class Count(Struct, frozen=True):
    count: int


def get_color(tx: Tx, args: GetColor, _person: None) -> Reading:
    tx.depends(f"color:{args.color_id}")
    row = tx.one(_COLOR, id=args.color_id)
    if row and row["name"] == "forbidden":
        raise RequestError("forbidden", "nobody may look at this color")
    if row and row["name"] == "broken":
        raise ZeroDivisionError
    return Reading(Color(row["name"] if row else None))


def count_colors(tx: Tx, _args: Nothing, _person: None) -> Reading:
    tx.depends("colors")
    row = tx.one(_COUNT)
    return Reading(Count(row["count"] if row else 0))


def whoami(tx: Tx, _args: Nothing, person: Person) -> Reading:
    tx.depends("people")
    return Reading(Count(person.id))


def paint(tx: Tx, color_id: int, name: str) -> None:
    tx.run(_PAINT, id=color_id, name=name)
    tx.touch(f"color:{color_id}", "colors")


def queries(*more: Query) -> dict[str, Query]:
    ours = (
        Query("getColor", GetColor, get_color),
        Query("countColors", Nothing, count_colors, heavy=True),
        Query("whoami", Nothing, whoami, personal=True),
        *more,
    )
    return {query.name: query for query in ours}


class Watcher:
    """Remembers every answer; `next` waits for one more."""

    def __init__(
        self, hub: Hub, name: str, args: dict[str, object] | None = None, person: Person | None = None
    ) -> None:
        self.answers: list[Answer] = []
        self._read = 0
        self._told = asyncio.Event()
        self.watch: Watch = hub.watch(name, args or {}, person or Person(), self._tell)

    def _tell(self, answer: Answer) -> None:
        self.answers.append(answer)
        self._told.set()

    async def next(self) -> Any:
        async with asyncio.timeout(5):
            while len(self.answers) == self._read:
                self._told.clear()
                await self._told.wait()
        self._read += 1
        answer = self.answers[self._read - 1]
        return answer.value if isinstance(answer, Snapshot) else answer


class Spread:
    """The database with loop turns before and after each snapshot, so that other things happen in between."""

    def __init__(self, database: Database, turns: Callable[[], int]) -> None:
        self._database = database
        self._turns = turns
        self.subscribe = database.subscribe
        self.write = database.write
        self.close = database.close

    def read_now(self, fn: Callable[..., T], /, *_args: Any, **_kwargs: Any) -> T:
        raise NotNowError(f"{fn} has to wait")

    async def read(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        await self._pass()
        found = await self._database.read(fn, *args, **kwargs)
        await self._pass()
        return found

    scan = read

    async def _pass(self) -> None:
        await turns(self._turns())


async def settle(clock: VirtualClock, *, ms: int = 0) -> None:
    """Let everything go on that can, then `ms` pass, and again."""
    await turns(50)
    clock.advance(ms)
    await turns(50)


async def eventually(condition: Callable[[], bool]) -> None:
    """Wait for what other tasks and sockets are about to do."""
    for _ in range(100_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came")


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)
