"""I2: one live message per key, whoever asks how often from wherever; what an ask writes, and what it does not."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import asyncpg
import pytest

from freshbrick.model.clock import DAY, HOUR, MINUTE
from freshbrick.model.outbox import Priority
from freshbrick.store import keys, leases, outbox
from freshbrick.store.database import Database, Tx
from freshbrick.store.leases import Work
from freshbrick.store.outbox import Enqueued, Message
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard
from store.messages import end_badly, end_well, put_back, take
from support.clock import VirtualClock

HIGH, NORMAL, LOW = Priority


async def ask(
    database: Database, priority: Priority = HIGH, key: str = "3001", *, force: bool = False
) -> Enqueued:
    return await database.write(outbox.enqueue, "part", key, priority, force=force)


async def found(database: Database, asked: Enqueued) -> Message:
    message = await database.read(outbox.get, asked.message_id)
    assert message is not None
    return message


def test_any_number_of_asks_from_two_programs_leave_one_message_per_key(database_file: Path) -> None:
    numbers = [f"30{n:02}" for n in range(20)]

    async def program(seed: int) -> list[Enqueued]:
        database = SqliteDatabase(database_file, VirtualClock())
        dice = Random(seed)
        asks = [(dice.choice(tuple(Priority)), number) for number in numbers * 15]
        dice.shuffle(asks)
        asked = await asyncio.gather(*(ask(database, *each, force=dice.random() < 0.2) for each in asks))
        await database.close()
        return asked

    with ThreadPoolExecutor(2) as programs:
        asked = [one for many in programs.map(lambda n: asyncio.run(program(n)), range(2)) for one in many]
    assert sum(one.created for one in asked) == 20
    assert len({one.message_id for one in asked}) == 20
    with closing(sqlite3.connect(database_file)) as db:
        rows = db.execute("SELECT key, count(*), min(priority) FROM catalog_refresh_outbox GROUP BY key")
        assert {tuple(row) for row in rows} == {(number, 1, 1) for number in numbers}


async def test_a_key_is_one_key_however_it_is_spelled_and_another_for_each_resource(
    database: Database,
) -> None:
    first = await ask(database, key="3001OLD")
    assert await ask(database, key="3001old") == Enqueued(first.message_id, created=False)
    other = await database.write(outbox.enqueue, "part_colors", "3001old", HIGH)
    assert other.created


async def test_a_second_ask_that_is_no_more_urgent_writes_nothing_at_all(
    database: Database, clock: VirtualClock
) -> None:
    asked = await ask(database, NORMAL)
    before = await found(database, asked)
    heard = Heard(database)
    clock.advance(MINUTE)
    for priority in (NORMAL, LOW):
        assert await ask(database, priority) == Enqueued(asked.message_id, created=False)
    assert await ask(database, LOW, force=True) == Enqueued(asked.message_id, created=False)
    assert await found(database, asked) == before
    assert not heard.story


async def test_a_more_urgent_ask_raises_the_message_makes_it_due_and_wakes_the_worker(
    database: Database, clock: VirtualClock
) -> None:
    message_id = await database.write(put_back, clock.now() + HOUR, "3001", LOW)
    heard = Heard(database)
    clock.advance(MINUTE)
    assert await ask(database, NORMAL) == Enqueued(message_id, created=False)
    message = await found(database, Enqueued(message_id, created=False))
    assert (message.priority, message.next_attempt_at, message.attempt) == (NORMAL, clock.now(), 1)
    assert heard.keys >= {keys.DUE, keys.OUTBOX, keys.message("part", "3001")}


async def test_only_force_overrides_the_backoff_of_an_equally_urgent_message(
    database: Database, clock: VirtualClock
) -> None:
    message_id = await database.write(lambda tx: put_back(tx, tx.now + HOUR))
    heard = Heard(database)
    await ask(database)
    assert (await found(database, Enqueued(message_id, False))).next_attempt_at == clock.now() + HOUR
    assert not heard.story
    await ask(database, LOW, force=True)
    message = await found(database, Enqueued(message_id, False))
    assert (message.priority, message.next_attempt_at) == (HIGH, clock.now()), (
        "and does not make it less urgent"
    )
    assert keys.DUE in heard.keys


async def test_pressing_again_and_again_does_not_lose_ones_place_in_the_line(
    database: Database, clock: VirtualClock
) -> None:
    first = await ask(database, key="3001", force=True)
    clock.advance(MINUTE)
    await ask(database, key="3002")
    clock.advance(MINUTE)
    await ask(database, key="3001", force=True)
    (nearest,) = await database.write(leases.claimable, HIGH)
    assert nearest.id == first.message_id


@pytest.mark.parametrize("force", [False, True])
async def test_a_message_that_a_worker_has_is_left_as_it_is(database: Database, force: bool) -> None:
    lease = await database.write(take, "3001", LOW)
    before = await found(database, Enqueued(lease.message_id, created=False))
    heard = Heard(database)
    asked = await ask(database, HIGH, force=force)
    assert asked == Enqueued(lease.message_id, created=False)
    assert await found(database, asked) == before
    assert not heard.story


@pytest.mark.parametrize("end", [end_well, end_badly])
async def test_once_a_message_has_ended_the_next_ask_makes_a_new_one(
    database: Database, end: "type[end_well]"
) -> None:
    ended = await database.write(end)
    asked = await ask(database)
    assert asked.created
    assert asked.message_id > ended


async def test_two_messages_of_a_key_cannot_both_be_live_even_by_hand(database: Database) -> None:
    await database.write(end_well)
    await ask(database)
    with pytest.raises((sqlite3.IntegrityError, asyncpg.UniqueViolationError)):
        await database.write(_revive)


def _revive(tx: Tx) -> None:
    tx.run(outbox.outbox.update().values(status="pending"))


async def test_the_history_of_a_key_is_its_two_newest_messages(database: Database) -> None:
    ids = [await database.write(end_well, "3001old") for _ in range(3)]
    await database.write(end_well, "3001")
    live = (await ask(database, key="3001OLD")).message_id
    history = await database.read(outbox.history, "part", "3001Old")
    assert [message.id for message in history] == [live, ids[-1]]
    assert await database.read(outbox.history, "part_colors", "3001old") == []


async def test_a_pending_or_failed_message_can_be_discarded_and_one_with_a_worker_cannot(
    database: Database,
) -> None:
    pending = (await ask(database, key="3001")).message_id
    failed = await database.write(end_badly, "3002")
    inflight = (await database.write(take, "3003")).message_id
    succeeded = await database.write(end_well, "3004")
    heard = Heard(database)
    assert [await database.write(outbox.discard, n) for n in (pending, failed, inflight, succeeded, 999)] == [
        *(True, True),
        *(False, False, False),
    ]
    assert heard.keys == {keys.OUTBOX, keys.message("part", "3001"), keys.message("part", "3002")}
    left = await database.read(outbox.newest, None, 10)
    assert {message.id for message in left} == {inflight, succeeded}


async def test_the_number_of_a_discarded_message_is_never_used_again(database: Database) -> None:
    discarded = (await ask(database)).message_id
    await database.write(outbox.discard, discarded)
    assert (await ask(database)).message_id > discarded


async def test_a_worker_does_not_come_back_to_a_message_that_was_discarded(database: Database) -> None:
    lease = await database.write(take)
    await database.write(leases.release, lease, Work(), 0)
    await database.write(outbox.discard, lease.message_id)
    with pytest.raises(leases.LeaseLostError):
        await database.write(leases.succeed, lease, Work())


async def test_the_list_shows_the_newest_first_of_one_state_or_of_all(database: Database) -> None:
    ids = [await database.write(end_badly, f"30{n}") for n in range(3)]
    live = (await ask(database)).message_id
    assert [m.id for m in await database.read(outbox.newest, "failed", 2)] == [ids[2], ids[1]]
    assert [m.id for m in await database.read(outbox.newest, None, 2)] == [live, ids[2]]
    assert [m.id for m in await database.read(outbox.newest, "pending", 9)] == [live]
    assert await database.read(outbox.newest, "inflight", 9) == []


async def test_the_list_of_one_key_shows_that_key_however_it_is_spelled(database: Database) -> None:
    failed = await database.write(end_badly, "3001pb1")
    await ask(database, key="3001")
    live = (await ask(database, key="3001PB1")).message_id
    for status, ids in ((None, [live, failed]), ("failed", [failed]), ("succeeded", [])):
        found = await database.read(outbox.newest_of_key, "part", "3001Pb1", status, 9)
        assert [m.id for m in found] == ids
    assert [m.id for m in await database.read(outbox.newest_of_key, "part", "3001pb1", None, 1)] == [live]
    assert await database.read(outbox.newest_of_key, "part_colors", "3001pb1", None, 9) == []


async def test_the_counts_are_of_what_lives_and_of_what_ended_lately(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(end_badly, "2001")
    clock.advance(2 * DAY)
    await database.write(end_badly, "2002")
    await database.write(end_well, "2003")
    await database.write(take, "2004")
    await ask(database, key="2005")
    oldest = clock.now()
    clock.advance(MINUTE)
    await ask(database, LOW, key="2006")
    counts = await database.read(outbox.counts, clock.now() - DAY)
    assert counts == outbox.Counts(pending=2, inflight=1, succeeded=1, failed=1, oldest_pending_at=oldest)
    assert await database.read(outbox.pending, LOW) == {"part": 1}


async def test_only_a_person_s_own_urgent_asks_for_unknown_keys_of_that_hour_are_counted(
    database: Database, clock: VirtualClock
) -> None:
    def asks(tx: Tx) -> None:
        outbox.enqueue(tx, "part", "1", HIGH, requested_by="ann")
        outbox.enqueue(tx, "part", "2", HIGH, requested_by="ann", last_fetched=tx.now - DAY)
        outbox.enqueue(tx, "part", "3", NORMAL, requested_by="ann")
        outbox.enqueue(tx, "part", "4", HIGH, requested_by="ben")

    await database.write(asks)
    assert await database.read(outbox.asked_unknown, "ann", clock.now() - 1, 1)
    assert not await database.read(outbox.asked_unknown, "ann", clock.now() - 1, 2)
    assert not await database.read(outbox.asked_unknown, "ann", clock.now(), 1)
    assert not await database.read(outbox.asked_unknown, "eve", 0, 1)


async def test_a_finished_message_keeps_what_it_cost_and_why_it_failed(
    database: Database, clock: VirtualClock
) -> None:
    message = await database.read(outbox.get, await database.write(end_badly, "3001"))
    assert message is not None
    assert (message.status, message.failure_code, message.last_error) == (
        "failed",
        "not_found",
        "It is not_found.",
    )
    assert (message.calls, message.upstream_ms, message.processed_at) == (1, 800, clock.now())
    assert (message.lease_token, message.lease_expires_at, message.claims) == (None, None, 0)
