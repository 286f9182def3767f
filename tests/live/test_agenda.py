"""What is due, in its order, and how long the sleeper sleeps."""

import asyncio

from freshbrick.live.agenda import Agenda
from freshbrick.model.clock import Event
from live.colors import settle
from support.clock import VirtualClock


class Sleeper(VirtualClock):
    """Remembers how long anybody wanted to sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.sleeps: list[int | None] = []

    async def wait(self, event: Event, timeout_ms: int | None) -> bool:
        self.sleeps.append(timeout_ms)
        return await super().wait(event, timeout_ms)


async def test_things_come_when_they_are_due_in_order() -> None:
    clock = Sleeper()
    agenda: Agenda[str] = Agenda(clock)
    came: list[str] = []

    async def collect() -> None:
        while True:
            came.append(await agenda.next())

    collecting = asyncio.create_task(collect())
    agenda.set("late", 400)
    await settle(clock)
    agenda.set("brought forward", 500)
    agenda.set("brought forward", 100)
    agenda.set("put off", 50)
    agenda.set("put off", 300)
    agenda.set("never", 50)
    agenda.set("never", None)
    await settle(clock, ms=99)
    assert came == []
    await settle(clock, ms=1)
    assert came == ["brought forward"]
    await settle(clock, ms=1_000)
    assert came == ["brought forward", "put off", "late"]
    collecting.cancel()


async def test_a_sleeper_wakes_for_what_is_due_sooner() -> None:
    clock = Sleeper()
    agenda: Agenda[str] = Agenda(clock)
    agenda.set("late", 400)
    waiting = asyncio.create_task(agenda.next())
    await settle(clock)
    agenda.set("soon", 100)
    await settle(clock, ms=100)
    assert waiting.done()


async def test_nobody_sleeps_longer_than_ten_seconds() -> None:
    clock = Sleeper()
    agenda: Agenda[str] = Agenda(clock)
    waiting = asyncio.create_task(agenda.next())
    await settle(clock, ms=10_000)
    agenda.set("far", 30 * 86_400_000)
    await settle(clock, ms=10_000)
    assert set(clock.sleeps) == {10_000}
    clock.advance(30 * 86_400_000)
    assert await waiting == "far"


async def test_times_that_no_longer_count_take_no_room() -> None:
    agenda: Agenda[int] = Agenda(VirtualClock())
    for at in range(100_000):
        agenda.set(at % 10, 1_000_000 + at)
    assert len(agenda._heap) < 100
