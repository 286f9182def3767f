"""What askers and watchers see when time passes or a query fails."""

import sqlite3

import pytest

from freshbrick.catalog.reading import Reading
from freshbrick.live.hub import Hub
from freshbrick.live.query import Query
from freshbrick.model.errors import RequestError
from freshbrick.store.database import Database, DatabaseUnavailableError, Tx
from live.colors import Color, Nothing, Person, Spread, Watcher, paint, queries, settle
from support.clock import VirtualClock

RED = {"colorId": 5}
ANNA = Person()


# --- time ---


def ripening(at: int) -> Query:
    """A color that turns ripe at `at`, although nothing is written."""

    def read(tx: Tx, _args: Nothing, _person: None) -> Reading:
        ripe = tx.now >= at
        return Reading(Color("ripe" if ripe else "green"), None if ripe else at)

    return Query("ripening", Nothing, read)


async def test_a_watched_value_changes_when_its_time_comes(database: Database, clock: VirtualClock) -> None:
    days = 30 * 24 * 3_600_000
    hub = Hub(database, clock, queries(ripening(clock.now() + days)))
    hub.start()
    watcher = Watcher(hub, "ripening")
    assert await watcher.next() == Color("green")
    await settle(clock, ms=days - 1)
    assert len(watcher.answers) == 1
    clock.advance(1)
    assert await watcher.next() == Color("ripe")
    await hub.stop()


async def test_a_read_notices_that_a_kept_value_has_expired(database: Database, clock: VirtualClock) -> None:
    hub = Hub(database, clock, queries(ripening(clock.now() + 100)))
    assert (await hub.get("ripening", {}, ANNA)).value == Color("green")
    clock.advance(99)
    assert (await hub.get("ripening", {}, ANNA)).value == Color("green")
    clock.advance(1)
    assert (await hub.get("ripening", {}, ANNA)).value == Color("ripe")
    assert (hub.evaluations, hub.hits) == (2, 1)


async def test_a_kept_value_that_is_watched_later_still_changes_in_time(
    database: Database, clock: VirtualClock
) -> None:
    hub = Hub(database, clock, queries(ripening(clock.now() + 100)))
    hub.start()
    await hub.get("ripening", {}, ANNA)
    watcher = Watcher(hub, "ripening")
    assert await watcher.next() == Color("green")
    await settle(clock, ms=100)
    assert await watcher.next() == Color("ripe")
    await hub.stop()


async def test_a_wall_clock_that_steps_back_does_not_keep_a_value_longer(
    database: Database, clock: VirtualClock
) -> None:
    hub = Hub(database, clock, queries(ripening(clock.now() + 100)))
    await hub.get("ripening", {}, ANNA)
    clock.step(-1_000_000)
    clock.advance(100)
    await hub.get("ripening", {}, ANNA)
    assert hub.evaluations == 2


# --- errors ---


async def test_an_error_is_not_kept(hub: Hub, database: Database) -> None:
    await database.write(paint, 5, "forbidden")
    for _ in range(2):
        with pytest.raises(RequestError, match="nobody may look"):
            await hub.get("getColor", RED, ANNA)
    assert (hub.evaluations, hub.hits) == (2, 0)


async def test_a_watcher_is_told_a_refusal_and_later_the_value(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    await database.write(paint, 5, "forbidden")
    watcher = Watcher(hub, "getColor", RED)
    assert (await watcher.next()).code == "forbidden"
    await settle(clock, ms=3_600_000)
    assert len(watcher.answers) == 1
    await database.write(paint, 5, "Red")
    assert await watcher.next() == Color("Red")


async def test_a_query_that_breaks_is_told_as_internal_and_tried_again_ever_more_rarely(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    await database.write(paint, 5, "broken")
    watcher = Watcher(hub, "getColor", RED)
    waits = [(await watcher.next()).retry_after_ms]
    for _ in range(7):
        await settle(clock, ms=waits[-1] - 1)
        clock.advance(1)
        waits.append((await watcher.next()).retry_after_ms)
    assert waits == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]
    assert hub.evaluations == 8


async def test_a_database_that_does_not_answer_is_told_as_unavailable(
    database: Database, clock: VirtualClock
) -> None:
    class Down(Spread):
        async def read(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            raise DatabaseUnavailableError from sqlite3.OperationalError("disk I/O error")

    hub = Hub(Down(database, int), clock, queries())
    with pytest.raises(RequestError) as caught:
        await hub.get("getColor", RED, ANNA)
    assert caught.value.code == "unavailable"
