"""What askers and watchers of live queries see."""

import asyncio

import pytest
from msgspec import Raw

from freshbrick.live.hub import RUNS, Hub
from freshbrick.live.query import Snapshot
from freshbrick.model.errors import RequestError
from freshbrick.store.database import Database, Tx
from live.colors import Color, Count, Person, Spread, Watcher, paint, queries, settle, turns
from support.clock import VirtualClock

RED = {"colorId": 5}
ANNA, BEN = Person(1), Person(2)


async def test_a_second_read_costs_no_evaluation(hub: Hub) -> None:
    first = await hub.get("getColor", RED, ANNA)
    second = await hub.get("getColor", Raw(b'{"colorId":5}'), BEN)
    assert first is second
    assert (hub.evaluations, hub.hits) == (1, 1)


async def test_a_read_after_a_write_sees_it(hub: Hub, database: Database) -> None:
    before = await hub.get("getColor", RED, ANNA)
    await database.write(paint, 5, "Red")
    after = await hub.get("getColor", RED, ANNA)
    assert (before.value, after.value) == (Color(None), Color("Red"))
    assert before.rev != after.rev
    assert after.body == b'{"name":"Red"}'


async def test_the_same_value_has_the_same_rev_again(hub: Hub, database: Database) -> None:
    before = await hub.get("getColor", RED, ANNA)
    await database.write(lambda tx: tx.touch("color:5"))
    assert (await hub.get("getColor", RED, ANNA)).rev == before.rev
    assert hub.evaluations == 2


async def test_many_askers_share_one_evaluation(hub: Hub) -> None:
    await asyncio.gather(*(hub.get("getColor", RED, ANNA) for _ in range(100)))
    assert hub.evaluations == 1


async def test_an_asker_that_goes_away_leaves_the_others_their_answer(hub: Hub) -> None:
    impatient = asyncio.ensure_future(hub.get("getColor", RED, ANNA))
    patient = asyncio.ensure_future(hub.get("getColor", RED, ANNA))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).value == Color(None)


async def test_a_watcher_is_told_what_was_written(hub: Hub, database: Database, clock: VirtualClock) -> None:
    watcher = Watcher(hub, "getColor", RED)
    assert await watcher.next() == Color(None)
    await settle(clock, ms=50)
    await database.write(paint, 5, "Red")
    assert await watcher.next() == Color("Red")


async def test_a_watcher_of_another_color_is_left_alone(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    watcher = Watcher(hub, "getColor", {"colorId": 6})
    await watcher.next()
    await database.write(paint, 5, "Red")
    await settle(clock, ms=1_000)
    assert len(watcher.answers) == 1


async def test_five_thousand_watchers_cost_one_evaluation_and_share_one_body(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    watchers = [Watcher(hub, "getColor", RED) for _ in range(5_000)]
    await settle(clock, ms=50)
    await database.write(paint, 5, "Red")
    assert await watchers[0].next() == Color(None)
    assert await watchers[0].next() == Color("Red")
    assert hub.evaluations == 2
    assert len({id(watcher.answers[-1]) for watcher in watchers}) == 1


async def test_each_of_a_few_touches_is_answered_and_many_are_paced(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    watcher = Watcher(hub, "getColor", RED)
    await watcher.next()
    for n in range(20):
        await database.write(paint, 5, str(n))
        await settle(clock, ms=0)
    assert [answer.value for answer in watcher.answers[1:]] == [Color(str(n)) for n in range(7)]
    await settle(clock, ms=49)
    assert hub.evaluations == 8
    clock.advance(1)
    while await watcher.next() != Color("19"):
        pass
    assert hub.evaluations == 9


async def test_a_watched_list_is_read_again_once_a_second(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    watcher = Watcher(hub, "countColors")
    await watcher.next()
    await database.write(paint, 5, "Red")
    await settle(clock, ms=999)
    assert hub.evaluations == 1
    clock.advance(1)
    assert await watcher.next() == Count(1)


async def test_someone_who_left_is_told_nothing(hub: Hub, database: Database, clock: VirtualClock) -> None:
    watcher = Watcher(hub, "getColor", RED)
    await watcher.next()
    watcher.watch.close()
    watcher.watch.close()
    await database.write(paint, 5, "Red")
    await settle(clock, ms=1_000)
    assert len(watcher.answers) == 1
    assert hub.evaluations == 1


async def test_when_anything_may_have_changed_everything_watched_is_read_again(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    watchers = [Watcher(hub, "getColor", {"colorId": n}) for n in range(100)]
    for watcher in watchers:
        await watcher.next()
    clock.advance(50)
    await database.write(lambda tx: tx.touch("*"))
    for watcher in watchers:
        await watcher.next()
    assert hub.evaluations == 200


async def test_at_most_eight_are_read_again_at_once(database: Database, clock: VirtualClock) -> None:
    under_way = most = 0

    class Counted(Spread):
        async def _pass(self) -> None:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            await super()._pass()
            under_way -= 1

    hub = Hub(Counted(database, lambda: 3), clock, queries())
    hub.start()
    watchers = [Watcher(hub, "getColor", {"colorId": n}) for n in range(100)]
    for watcher in watchers:
        await watcher.next()
    most = 0
    clock.advance(50)
    hub.publish({"*"})
    for watcher in watchers:
        await watcher.next()
    await hub.stop()
    assert most == 8


@pytest.mark.parametrize("key", ["color:5", "*"])
async def test_what_is_touched_while_it_is_read_is_read_again(
    database: Database, clock: VirtualClock, key: str
) -> None:
    class Overtaken(Spread):
        """A write lands after the first snapshot was taken and before it is answered."""

        async def read(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            found = await database.read(fn, *args, **kwargs)
            if hub.evaluations == 1:
                await database.write(write)
            return found

    def write(tx: Tx) -> None:
        paint(tx, 5, "Red")
        tx.touched.clear()
        tx.touch(key)

    hub = Hub(Overtaken(database, int), clock, queries())
    assert (await hub.get("getColor", RED, ANNA)).value == Color("Red")
    assert hub.evaluations == 2


async def test_writes_that_never_pause_starve_nobody(database: Database, clock: VirtualClock) -> None:
    hub: Hub

    class Storm(Spread):
        async def _pass(self) -> None:
            hub.publish({"color:5"})

    hub = Hub(Storm(database, int), clock, queries())
    async with asyncio.timeout(5):
        for _ in range(2):
            assert (await hub.get("getColor", RED, ANNA)).value == Color(None)
    assert hub.hits == 0, "an overtaken answer must not be kept"


async def test_who_writes_and_then_asks_is_not_answered_from_before(
    database: Database, clock: VirtualClock
) -> None:
    """Even who joins an evaluation that was spoilt so often that those who asked earlier are told what it found."""
    hub: Hub
    late: list[asyncio.Task[Snapshot]] = []

    class Storm(Spread):
        async def _pass(self) -> None:
            hub.publish({"color:5"})
            if hub.evaluations == RUNS and not late:
                await database.write(paint, 5, "Red")
                late.append(asyncio.create_task(hub.get("getColor", RED, ANNA)))
                await turns(5)

        async def read(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            found = await database.read(fn, *args, **kwargs)
            await self._pass()
            return found

    hub = Hub(Storm(database, int), clock, queries())
    assert (await hub.get("getColor", RED, ANNA)).value == Color(None)
    assert (await late[0]).value == Color("Red")


# --- who asks ---


async def test_a_personal_query_is_answered_for_each_person_apart(hub: Hub) -> None:
    assert (await hub.get("whoami", {}, ANNA)).value == Count(1)
    assert (await hub.get("whoami", {}, BEN)).value == Count(2)
    assert (await hub.get("whoami", {}, ANNA)).value == Count(1)
    assert (hub.evaluations, hub.hits) == (2, 1)


@pytest.mark.parametrize(
    ("name", "args", "code", "says"),
    [
        ("getNothing", b"{}", "unknown_query", "getNothing"),
        ("getColor", b'{"colorId":"red"}', "bad_request", "colorId"),
        ("getColor", b"{}", "bad_request", "colorId"),
        ("getColor", b'{"colorId":5,"shade":1}', "bad_request", "shade"),
        ("getColor", b"null", "bad_request", "object"),
        ("getColor", b"[" * 10_000, "bad_request", "getColor"),
    ],
)
async def test_a_bad_question_is_told_what_is_wrong_with_it(
    hub: Hub, name: str, args: bytes, code: str, says: str
) -> None:
    with pytest.raises(RequestError, match=says) as caught:
        await hub.get(name, args, ANNA)
    assert caught.value.code == code
    with pytest.raises(RequestError, match=says):
        hub.watch(name, args, ANNA, lambda _: None)


# --- room ---


async def test_only_what_nobody_watches_makes_room(database: Database, clock: VirtualClock) -> None:
    hub = Hub(database, clock, queries(), capacity=2)
    watcher = Watcher(hub, "getColor", {"colorId": 0})
    await watcher.next()
    for n in (1, 2, 1, 3):  # 2 is the one that was not asked for longest
        await hub.get("getColor", {"colorId": n}, ANNA)
    evaluations = hub.evaluations
    for n in (0, 1, 3):
        await hub.get("getColor", {"colorId": n}, ANNA)
    assert hub.evaluations == evaluations
    await hub.get("getColor", {"colorId": 2}, ANNA)
    assert hub.evaluations == evaluations + 1


async def test_nothing_is_left_of_what_nobody_asks_for(hub: Hub, database: Database) -> None:
    for n in range(100):
        await hub.get("getColor", {"colorId": n}, ANNA)
    await database.write(lambda tx: tx.touch("*"))
    assert not hub._entries
    assert not hub._dependants
    assert not hub._idle


# --- waiting reads ---


async def test_a_waiting_read_is_answered_as_soon_as_it_is_done(
    hub: Hub, database: Database, clock: VirtualClock
) -> None:
    waiting = asyncio.ensure_future(
        hub.until("getColor", RED, ANNA, lambda color: color.name == "Red", 20_000)
    )
    await settle(clock, ms=1_000)
    await database.write(paint, 5, "Blue")
    await settle(clock, ms=1_000)
    assert not waiting.done()
    await database.write(paint, 5, "Red")
    await settle(clock, ms=50)
    assert (await waiting).value == Color("Red")


async def test_a_waiting_read_ends_with_what_there_is(hub: Hub, clock: VirtualClock) -> None:
    waiting = asyncio.ensure_future(hub.until("getColor", RED, ANNA, lambda _: False, 20_000))
    await settle(clock, ms=19_999)
    assert not waiting.done()
    await settle(clock, ms=1)
    assert (await waiting).value == Color(None)


async def test_answers_that_nobody_watches_are_let_go_when_they_take_too_much(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("freshbrick.live.hub.IDLE_BYTES", 40)  # three answers of 13 bytes
    hub = Hub(database, clock, queries())
    for color in (1, 2, 3, 4, 1):
        assert (await hub.get("getColor", {"colorId": color}, ANNA)).body == b'{"name":null}'
    assert (hub.evaluations, hub.hits) == (5, 0), "the first was let go when the fourth came"
    await hub.get("getColor", {"colorId": 4}, ANNA)
    assert hub.hits == 1
    await database.write(paint, 4, "Red")
    for color in (3, 4):
        await hub.get("getColor", {"colorId": color}, ANNA)
    assert hub.hits == 2, "what is touched leaves its room to others"
