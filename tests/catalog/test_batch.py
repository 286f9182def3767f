"""Batches: every key counted once, nothing blocked for long, an honest time of readiness."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from freshbrick.catalog import batch
from freshbrick.catalog.batch import BatchArgs, BatchItem, BatchResult, ready_at, refresh_batch
from freshbrick.catalog.policy import Policy
from freshbrick.model.clock import DAY, HOUR, MINUTE
from freshbrick.model.outbox import Priority, Resource
from freshbrick.model.parts import Part
from freshbrick.model.quota import Allowance, Spent, spent
from freshbrick.store import buckets, outbox, parts, people
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import NOON
from support.inventory import keep, save_guide

POLICY = Policy(allowance=Allowance(100))
ANA, BEN = 1, 2


def of(kind: Literal["stale", "inventory"], *, dry_run: bool = False) -> BatchArgs:
    return BatchArgs(of=kind, dry_run=dry_run)


def items(resource: Resource, *keys: str, dry_run: bool = False) -> BatchArgs:
    return BatchArgs(items=[BatchItem(resource, key) for key in keys], dry_run=dry_run)


async def run(database: SqliteDatabase, args: BatchArgs, policy: Policy = POLICY) -> BatchResult:
    return await refresh_batch(database, policy, args, "ana", ANA)


async def queued(database: SqliteDatabase) -> list[tuple[str, str]]:
    messages = await database.read(outbox.newest, None, 100)
    return sorted((message.resource, message.key) for message in messages)


def save(tx: Tx, number: str, age: int) -> None:
    parts.save(tx, Part(part_number=number, name=number), last_fetched=tx.now - age)


class TestOutcomes:
    async def test_a_key_counts_once_in_whatever_case(self, database: SqliteDatabase) -> None:
        told = await run(database, items("part", "3001a", "3001A", "3001a"))
        assert (told.enqueued, told.calls) == (1, 1)
        assert await queued(database) == [("part", "3001a")]

    async def test_what_waits_already_costs_nothing_more(self, database: SqliteDatabase) -> None:
        await run(database, items("price_guide", "3001/11"))
        told = await run(database, items("price_guide", "3001/11", "3001/5"))
        assert (told.enqueued, told.already_queued, told.calls) == (1, 1, 4)

    async def test_a_person_who_waits_is_not_pushed_back(self, database: SqliteDatabase) -> None:
        await database.write(outbox.enqueue, "part", "3001", Priority.HIGH)
        await run(database, items("part", "3001"))
        (message,) = await database.read(outbox.newest, None, 10)
        assert message.priority == Priority.HIGH

    async def test_without_keys_nothing_is_queued(self, database: SqliteDatabase) -> None:
        told = await run(database, items("part", "3001"), Policy(configured=False))
        assert (told.enqueued, told.keys_missing) == (0, 1)
        assert not await queued(database)

    async def test_a_dry_run_says_what_would_happen_and_nothing_does(self, database: SqliteDatabase) -> None:
        published: list[object] = []
        database.subscribe(published.append)
        told = await run(database, items("price_guide", "3001/11", "3001/5", dry_run=True))
        assert (told.enqueued, told.calls) == (2, 8)
        assert not published
        assert not await queued(database)
        asked = await run(database, items("price_guide", "3001/11", "3001/5"))
        assert replace(asked, first=None, up_to=None) == told, "but for the messages, which are not there"
        assert asked.up_to is not None


class TestKinds:
    async def test_stale_is_what_is_older_than_it_may_be(self, database: SqliteDatabase) -> None:
        for number, age in (("3001", 30 * DAY + 1), ("3002", 30 * DAY), ("3003", HOUR), ("3004", 90 * DAY)):
            await database.write(save, number, age)
        await database.write(save_guide, "3003", 11, age=31 * DAY)
        await database.write(save_guide, "3003", 5, age=HOUR)
        told = await run(database, of("stale"))
        assert await queued(database) == [("part", "3001"), ("part", "3004"), ("price_guide", "3003/11")]
        assert told.calls == 6

    async def test_never_checked_imports_are_left_alone(self, database: SqliteDatabase) -> None:
        part = Part(part_number="3001", name="x", source="import")
        await database.write(parts.save, part, last_fetched=None)
        assert (await run(database, of("stale"))).enqueued == 0

    async def test_inventory_is_part_and_guide_of_every_lot_of_the_asker(
        self, database: SqliteDatabase
    ) -> None:
        await database.write(people.add, "ana", "owner")
        await database.write(people.add, "ben", "member")
        await database.write(keep, "3005", 1, person_id=BEN)
        for number, color_id in (("3001", 11), ("3001", 5), ("3001", 11)):
            await database.write(keep, number, color_id)
        told = await run(database, of("inventory"))
        assert await queued(database) == [
            ("part", "3001"),
            ("price_guide", "3001/11"),
            ("price_guide", "3001/5"),
        ]
        assert told.calls == 9

    async def test_whose_inventory_it_is_shows_nowhere(self, database: SqliteDatabase) -> None:
        await database.write(people.add, "ana", "owner")
        await database.write(keep, "3001", 11)
        await run(database, items("part", "3005"))
        await run(database, of("inventory"))
        messages = await database.read(outbox.newest, None, 10)
        shown = {(message.key, message.requested_by) for message in messages}
        assert shown == {("3001", "inventory"), ("3001/11", "inventory"), ("3005", "ana")}

    @pytest.mark.parametrize("dry_run", [True, False])
    async def test_much_more_than_a_chunk_is_found_to_the_end(
        self, database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, *, dry_run: bool
    ) -> None:
        monkeypatch.setattr(batch, "CHUNK", 4)
        for n in range(10):
            await database.write(save, f"30{n:02}", 40 * DAY)
            await database.write(save_guide, f"30{n % 2:02}", n, age=40 * DAY)
        assert (await run(database, of("stale", dry_run=dry_run))).enqueued == 20

    async def test_others_write_between_the_chunks(
        self, database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batch, "CHUNK", 4)
        commits: list[int] = []
        database.subscribe(
            lambda keys: commits.append(len([key for key in keys if key.startswith("message:")]))
        )
        await run(database, items("part", *(str(n) for n in range(3000, 3010))))
        assert commits == [4, 4, 2]


class TestReadiness:
    async def test_what_waits_already_comes_first(self, database: SqliteDatabase) -> None:
        policy = Policy(allowance=Allowance(1_000), pace=1)
        first = await run(database, items("price_guide", "3001/11"), policy)
        second = await run(database, items("price_guide", "3001/5"), policy)
        assert (first.ready_at, second.ready_at) == (NOON + 4_000, NOON + 8_000)

    async def test_a_block_by_bricklink_is_waited_for(self, database: SqliteDatabase) -> None:
        await database.write(buckets.block, HOUR)
        told = await run(database, items("part", "3001"))
        assert told.ready_at is not None
        assert told.ready_at >= NOON + HOUR

    def test_nothing_is_done_at_once(self) -> None:
        assert ready_at([], Allowance(100), 250, 0, NOON) == NOON

    def test_what_may_never_be_spent_is_never_ready(self) -> None:
        assert ready_at([], Allowance(8, others=8), 250, 1, NOON) is None

    def test_the_pace_is_kept(self) -> None:
        assert ready_at([], Allowance(5_000), 250, 400, NOON) == NOON + 100_000

    def test_a_full_share_opens_as_its_oldest_slots_are_forgotten(self) -> None:
        allowance = Allowance(100)
        slot = allowance.slot_of(NOON)
        ledger = [Spent(slot - HOUR, 40), Spent(slot, 40)]
        at = ready_at(ledger, allowance, 0, 30, NOON)
        assert at is not None
        assert slot - HOUR + DAY < at <= slot - HOUR + DAY + 15 * MINUTE

    @settings(deadline=None, max_examples=50)
    @given(
        calls=st.integers(1, 200),
        quota=st.integers(8, 200),
        before=st.lists(st.tuples(st.integers(0, 26 * 12), st.integers(1, 30)), max_size=8),
        interval=st.sampled_from([0.0, 250.0, 20_000.0]),
    )
    def test_it_is_when_a_ledger_that_is_really_kept_lets_the_last_call_go(
        self, calls: int, quota: int, before: list[tuple[int, int]], interval: float
    ) -> None:
        """Play it through, a slot at a time, spending whatever the share has room for."""
        allowance = Allowance(quota)
        ledger = [
            Spent(allowance.slot_of(NOON) - ago * allowance.slot, spent_then) for ago, spent_then in before
        ]
        told = ready_at(ledger, allowance, interval, calls, NOON)
        played = _play(list(ledger), allowance, interval, calls)
        assert told is not None
        # An estimate: where the quota holds all of it back, the pace between the last calls is not added.
        assert abs(told - played) <= 2 * allowance.slot + calls * interval


def _play(ledger: list[Spent], allowance: Allowance, interval: float, calls: int) -> int:
    """When the last call leaves, to a slot."""
    now, paced = NOON, float(NOON)
    while True:
        until = allowance.slot_of(now) + allowance.slot
        room = allowance.share(Priority.NORMAL) - spent(ledger, allowance, now)
        leave = 0
        while leave < min(calls, room) and paced < until:
            paced = max(paced, now) + interval
            leave += 1
        if leave:
            ledger.append(Spent(allowance.slot_of(now), leave))
            calls -= leave
        if not calls:
            return max(now, round(paced))
        now = until
