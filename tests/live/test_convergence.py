"""I7: whatever happens in whatever order, every watcher ends up with what a fresh read returns."""

import asyncio
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from freshbrick.live.hub import Hub
from freshbrick.live.query import Snapshot
from freshbrick.store.sqlite import SqliteDatabase
from live.colors import Person, Spread, Watcher, paint, queries, settle
from support.clock import VirtualClock

COLORS = range(3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write and ask", "ask", "watch", "leave", "anything", "time", "turn"]),
        st.sampled_from(COLORS),
    ),
    max_size=60,
)


class World:
    def __init__(self, path: Path, dice: Random) -> None:
        self.clock = VirtualClock()
        self.database = SqliteDatabase(path, self.clock)
        self.hub = Hub(
            Spread(self.database, lambda: dice.choice([0, 0, 1, 2, 5])), self.clock, queries(), capacity=2
        )
        self.watchers: list[tuple[int, Watcher]] = []
        self.under_way: list[asyncio.Task[None]] = []
        self.writes = 0
        self.dice = dice

    async def act(self, what: str, color: int) -> None:
        match what:
            case "write" | "write and ask":
                self.writes += 1
                self._begin(self._write(color, self.writes, ask=what != "write"))
            case "ask":
                self._begin(self._ask(color, 0))
            case "watch":
                self.watchers.append((color, Watcher(self.hub, "getColor", {"colorId": color})))
            case "leave" if self.watchers:
                self.watchers.pop(self.dice.randrange(len(self.watchers)))[1].watch.close()
            case "anything":
                self.hub.publish({"*"})
            case "time":
                self.clock.advance(20)
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)

    def _begin(self, work) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        self.under_way.append(asyncio.ensure_future(work))

    async def _write(self, color: int, number: int, *, ask: bool) -> None:
        await self.database.write(paint, color, f"{number:09}")
        if ask:
            await self._ask(color, number)

    async def _ask(self, color: int, at_least: int) -> None:
        snapshot = await self.hub.get("getColor", {"colorId": color}, Person())
        assert int(snapshot.value.name or 0) >= at_least, "a write must be seen by the reads that follow it"


async def play(path: Path, steps: list[tuple[str, int]], seed: int) -> None:
    world = World(path, Random(seed))
    try:
        await run(world, steps)
    finally:
        await world.hub.stop()
        await world.database.close()


async def run(world: World, steps: list[tuple[str, int]]) -> None:
    for color in COLORS:
        await world.database.write(paint, color, "0")
    world.hub.start()
    for what, color in steps:
        await world.act(what, color)
    await asyncio.gather(*world.under_way)
    for _ in range(5):
        await settle(world.clock, ms=50)
    for color, watcher in world.watchers:
        fresh = await world.hub.get("getColor", {"colorId": color}, Person())
        check(watcher, fresh)


def check(watcher: Watcher, fresh: Snapshot) -> None:
    seen = [answer for answer in watcher.answers if isinstance(answer, Snapshot)]
    assert seen[-1].rev == fresh.rev, "a watcher was left behind"
    versions = [answer.version for answer in seen]
    assert versions == sorted(versions)
    names = [int(answer.value.name) for answer in seen]  # type: ignore[attr-defined]  # of getColor
    assert names == sorted(names), "a connection went back to an older state"


@pytest.mark.e2e  # many runs
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_every_watcher_ends_with_what_a_fresh_read_returns(
    database_file: Path, steps: list[tuple[str, int]], seed: int
) -> None:
    asyncio.run(play(database_file, steps, seed))
