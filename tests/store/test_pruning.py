"""What goes by itself after a while, and what must not go with it."""

import pytest

from freshbrick.model.clock import DAY, HOUR, MINUTE
from freshbrick.store import keys, leases, outbox
from freshbrick.store.database import Database, Tx
from freshbrick.store.leases import Work
from freshbrick.store.pruning import CHUNK, prune
from store.holding import Heard
from store.messages import end_badly, end_well, make, put_back, take
from support.clock import VirtualClock


async def left(database: Database) -> list[int]:
    return [message.id for message in await database.read(outbox.newest, None, 1000)]


async def test_a_success_goes_after_a_week_and_a_failure_after_a_month(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(end_well, "3001")
    failed = await database.write(end_badly, "3002")
    clock.advance(7 * DAY)
    assert await database.write(prune) == 0
    clock.advance(1)
    assert await database.write(prune) == 1
    assert await left(database) == [failed]
    clock.advance(23 * DAY)
    assert await database.write(prune) == 1
    assert await left(database) == []


async def test_a_failure_that_keeps_its_key_from_being_asked_for_stays_until_then(
    database: Database, clock: VirtualClock
) -> None:
    failed = await database.write(end_badly, "3001", "not_found", clock.now() + 60 * DAY)
    clock.advance(60 * DAY)
    assert await database.write(prune) == 0
    clock.advance(MINUTE)
    assert await database.write(prune) == 1
    assert failed not in await left(database)


@pytest.mark.parametrize("age", [0, 400 * DAY])
async def test_what_waits_or_is_worked_on_never_goes(
    database: Database, clock: VirtualClock, age: int
) -> None:
    await database.write(make, "3001")
    await database.write(take, "3002")
    await database.write(put_back, clock.now() + HOUR, "3003")
    clock.advance(age)
    assert await database.write(prune) == 0


async def test_a_failure_that_was_overcome_does_not_come_back_when_the_success_after_it_has_gone(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(end_badly, "3001old", "not_found", clock.now() + 30 * DAY)
    clock.advance(HOUR)
    await database.write(end_well, "3001OLD")
    clock.advance(6 * DAY)
    assert await database.write(prune) == 0, "both are still to be seen"
    clock.advance(DAY + 1)
    assert await database.write(prune) == 2
    assert await database.read(outbox.history, "part", "3001old") == []


async def test_a_failure_that_was_not_overcome_outlives_the_success_before_it(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(end_well, "3001")
    clock.advance(HOUR)
    failed = await database.write(end_badly, "3001")
    clock.advance(8 * DAY)
    await database.write(prune)
    assert await left(database) == [failed]


async def test_whoever_watches_a_key_or_the_list_is_told(database: Database, clock: VirtualClock) -> None:
    await database.write(end_badly, "3001")
    clock.advance(31 * DAY)
    heard = Heard(database)
    await database.write(prune)
    assert heard.keys == {keys.OUTBOX, keys.message("part", "3001")}
    heard.story.clear()
    await database.write(prune)
    assert not heard.story, "nothing gone, nothing told"


async def test_thousands_go_in_chunks_so_that_no_write_takes_long(
    database: Database, clock: VirtualClock
) -> None:
    def finish_many(tx: Tx) -> None:
        for n in range(2 * CHUNK + 10):
            leases.succeed(tx, take(tx, f"p{n}"), Work())

    await database.write(finish_many)
    clock.advance(8 * DAY)
    assert [await database.write(prune) for _ in range(4)] == [CHUNK, CHUNK, 10, 0]
