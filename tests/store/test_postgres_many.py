"""Several processes on one PostgreSQL, as it sees them: connections whose statements come in any order."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from freshbrick.accounts.people import ensure_owner
from freshbrick.app.clock import SystemClock
from freshbrick.catalog.actions import Ask, Asked, enqueue_refresh
from freshbrick.catalog.policy import Policy
from freshbrick.model.clock import DAY
from freshbrick.model.outbox import Fail, Failure, Priority
from freshbrick.model.parts import KnownColor, Part
from freshbrick.model.quota import AT_ONCE, Allowance
from freshbrick.store import buckets, crons, keys, leases, outbox, part_colors, parts, search_index, upstreams
from freshbrick.store.database import Tx
from freshbrick.store.migrations import HEAD
from freshbrick.store.migrations.postgres import migrate, revision
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_clock import ServerClock
from freshbrick.store.tables import bucket_spent, catalog_refresh_outbox, part_search, people
from freshbrick.worker.claims import Probe, Rest, claim
from support.postgres import PostgresServer

pytestmark = pytest.mark.e2e  # it takes seconds

PROCESSES = 4
EAGER = Policy(pace=1_000_000, min_refresh_interval=0)
HIGH, NORMAL, LOW = Priority

_MESSAGES = select(catalog_refresh_outbox)
_PAID = select(func.sum(bucket_spent.c.calls).label("calls"))
_PEOPLE = select(people.c.name, people.c.role)
_PLACES = select(part_search.c.part_key).where(part_search.c.until.is_(None))

Processes = Sequence[PostgresDatabase]


@pytest.fixture
async def processes(postgres_url: str) -> AsyncIterator[Processes]:
    """Each with a pool, a writer, a clock and a name of its own."""
    async with AsyncExitStack() as stack:
        opened = []
        for number in range(PROCESSES):
            database = PostgresDatabase(postgres_url, ServerClock(SystemClock()), Random(number))
            stack.push_async_callback(database.close)
            await database.start()
            opened.append(database)
        yield opened


def rows(tx: Tx, statement: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in tx.all(statement)]


async def all_at_once(processes: Processes, works: Iterable[Callable[[PostgresDatabase], Any]]) -> list[Any]:
    """Each work at the next process in turn."""
    return await asyncio.gather(
        *(work(processes[number % len(processes)]) for number, work in enumerate(works))
    )


async def test_any_number_of_asks_from_any_process_leaves_one_live_message_a_key(
    processes: Processes,
) -> None:
    """I2, while the messages are claimed and end between the asks."""
    dice, wanted = Random(5), [f"{3000 + n}" for n in range(12)]
    answers: list[tuple[str, Asked]] = []

    async def ask(database: PostgresDatabase) -> None:
        how = Ask("part", dice.choice(wanted), "ann", dice.choice(list(Priority)), force=dice.random() < 0.3)
        answers.append((how.key, await database.write(enqueue_refresh, EAGER, how)))

    async def work(database: PostgresDatabase) -> None:
        token = f"{dice.random()}"
        claimed = await database.write(claim, EAGER, tuple(Priority), token, 1)
        if isinstance(claimed, list):
            await database.write(leases.succeed, claimed[0].lease, leases.Work(1, 1))

    await all_at_once(processes, [dice.choice([ask, ask, work]) for _ in range(300)] + [ask] * 100)
    messages = await processes[0].read(rows, _MESSAGES)
    live = Counter(message["key"] for message in messages if message["status"] != "succeeded")
    assert set(live.values()) <= {1}
    outcomes = {asked.outcome for _, asked in answers}
    assert {"enqueued", "already_queued"} <= outcomes
    assert outcomes <= {"enqueued", "already_queued", "throttled"}, (
        "what ended this very moment is not asked again"
    )
    made = Counter(asked.message_id for _, asked in answers if asked.outcome == "enqueued")
    assert made == Counter(message["id"] for message in messages), "each was made by one ask"
    keys_of = {message["id"]: message["key"] for message in messages}
    assert all(keys_of[asked.message_id] == key for key, asked in answers if asked.message_id)


async def test_the_most_urgent_of_many_asks_counts(processes: Processes) -> None:
    """A raise is not lost, whatever comes at the same time."""
    for number in range(30):
        asks = [Ask("part", f"{number}", "ann", priority) for priority in (LOW, NORMAL, HIGH, LOW, NORMAL)]
        await all_at_once(processes, [partial(_writes, enqueue_refresh, EAGER, ask) for ask in asks])
    messages = await processes[0].read(rows, _MESSAGES)
    assert Counter(message["priority"] for message in messages) == {HIGH: 30}


async def test_each_message_is_claimed_once_and_never_more_than_four_are_out(processes: Processes) -> None:
    await processes[0].write(_enqueue_all, [f"{n}" for n in range(60)])
    claims: list[int] = []
    out, most = 0, 0

    async def work(database: PostgresDatabase) -> None:
        nonlocal out, most
        while len(claims) < 60:
            claimed = await database.write(claim, EAGER, (HIGH,), f"{id(database)}-{len(claims)}", 1)
            if isinstance(claimed, list):
                out, most = out + 1, max(most, out + 1)
                claims.append(claimed[0].lease.message_id)
                out -= 1
                await database.write(leases.succeed, claimed[0].lease, leases.Work(1, 1))

    await all_at_once(processes, [work] * PROCESSES * 3)
    assert len(claims) == len(set(claims)) == 60
    assert most <= AT_ONCE
    assert (await processes[0].read(rows, _PAID))[0]["calls"] == 60


async def test_payments_never_exceed_the_quota_and_leave_nothing_of_it(processes: Processes) -> None:
    """Without the lock on the bucket's row some more are granted than there are."""
    allowance, dice, granted = Allowance(500), Random(7), Counter[Priority]()

    async def buy(database: PostgresDatabase) -> None:
        priority, cost = dice.choice(list(Priority)), dice.choice((1, 4))
        if await database.write(_pay, allowance, priority, cost):
            granted[priority] += cost

    await all_at_once(processes, [buy] * 600)
    paid = (await processes[0].read(rows, _PAID))[0]["calls"]
    assert paid == sum(granted.values())
    assert 500 - 4 < paid <= 500
    assert granted[LOW] <= allowance.share(LOW)
    assert granted[LOW] + granted[NORMAL] <= allowance.share(NORMAL)


async def test_times_are_reserved_one_pace_apart(processes: Processes) -> None:
    reserved = await all_at_once(processes, [partial(_writes, buckets.reserve, 20)] * 40)
    ordered = sorted(reserved)
    assert min(b - a for a, b in pairwise(ordered)) >= 20


async def test_one_owner_is_made_by_all_who_start_at_once(processes: Processes) -> None:
    owners = await all_at_once(processes, [partial(_writes, ensure_owner)] * 40)
    assert len({owner.id for owner in owners}) == 1
    assert await processes[0].read(rows, _PEOPLE) == [{"name": "owner", "role": "owner"}]


async def test_the_index_agrees_with_a_part_and_its_colors_saved_at_the_same_time(
    processes: Processes,
) -> None:
    disagreed = []
    for n in range(200):
        part = Part(part_number="3001", name=" ".join(["Brick"] * (1 + n % 3)), category_id=n % 7)
        known = [KnownColor(color, 1) for color in range(n % 5, n % 5 + 3)]
        await asyncio.gather(
            processes[0].write(parts.save, part, last_fetched=n + 1),
            processes[1].write(part_colors.save, "3001", known, last_fetched=n + 1),
        )
        if await processes[2].write(_corrects_index, ["3001"]):
            disagreed.append(n)
    assert not disagreed, f"{len(disagreed)} of 200 times the index did not hold what the tables do"
    assert await processes[0].read(rows, _PLACES) == [{"part_key": "3001"}]


async def test_parts_that_want_the_same_place_are_all_found(processes: Processes) -> None:
    """As many minifigures' torsos do: 973pb0001, 973pb0001c01 …"""
    numbers = [f"973pb01c{n:02}" for n in range(60)]

    same = [Part(part_number=number, name="Torso") for number in numbers]
    await all_at_once(processes, [partial(_saves, part) for part in same])
    assert sorted(row["part_key"] for row in await processes[0].read(rows, _PLACES)) == numbers
    assert not await processes[1].write(_corrects_index, numbers)


async def test_a_lease_has_one_end_whoever_ends_it(processes: Processes) -> None:
    """I3: of several that hold the same token by some mistake, one ends the message."""
    for n in range(20):
        await processes[0].write(_enqueue_all, [f"{n}"])
        claimed = await processes[0].write(claim, EAGER, (HIGH,), f"token-{n}", 1)
        assert isinstance(claimed, list)
        ends = await asyncio.gather(
            *(process.write(leases.succeed, claimed[0].lease, leases.Work(1, 1)) for process in processes),
            return_exceptions=True,
        )
        assert Counter(type(end) for end in ends) == {type(None): 1, leases.LeaseLostError: PROCESSES - 1}


async def test_twenty_migrations_at_once_make_one_schema(postgres: PostgresServer) -> None:
    url = await asyncio.to_thread(postgres.make, "twenty_at_once")
    done = await asyncio.gather(*(migrate(url) for _ in range(20)))
    assert await revision(url) == HEAD
    assert any(done)
    assert not any(await asyncio.gather(*(migrate(url) for _ in range(3)))), "there is nothing left to do"


async def _writes(fn: Callable[..., Any], *args: Any) -> Any:
    *args_before, database = args
    return await database.write(fn, *args_before)


async def _saves(part: Part, database: PostgresDatabase) -> None:
    await database.write(parts.save, part, last_fetched=1)


def _enqueue_all(tx: Tx, wanted: Iterable[str]) -> None:
    for key in wanted:
        outbox.enqueue(tx, "part", key, HIGH)


def _pay(tx: Tx, allowance: Allowance, priority: Priority, cost: int) -> bool:
    buckets.lock(tx)
    return buckets.pay(tx, allowance, priority, cost) is None


def _corrects_index(tx: Tx, part_keys: Iterable[str]) -> bool:
    """Whether there was something to correct."""
    search_index.index(tx, part_keys)
    return keys.PARTS in tx.touched


async def test_a_pause_holds_everybody_and_one_of_them_probes(processes: Processes) -> None:
    def claiming(token: str) -> Callable[[PostgresDatabase], Any]:
        return lambda process: process.write(claim, EAGER, (HIGH,), token)

    await processes[0].write(outbox.enqueue, "part", "3001", HIGH)
    refused = Failure("ours", "credentials", "BrickLink refuses the keys.")
    await processes[0].write(upstreams.pause, refused, cause=None)
    held = await all_at_once(processes, [claiming(f"held{n}") for n in range(8)])
    assert all(isinstance(one, Rest) and one.until for one in held)

    await processes[1].write(upstreams.probe_now)
    found = await all_at_once(processes, [claiming(f"probe{n}") for n in range(8)])
    (probe,) = [one for one in found if isinstance(one, Probe)]
    assert await processes[2].write(upstreams.resume, probe.token)
    assert isinstance(await processes[3].write(claim, EAGER, (HIGH,), "after"), list)


async def test_what_bricklink_does_not_know_is_asked_for_by_no_other_process(processes: Processes) -> None:
    def ask(process: PostgresDatabase) -> Any:
        return process.write(enqueue_refresh, EAGER, Ask("part", "99999x", "ann"))

    await ask(processes[0])
    (claimed,) = await processes[1].write(claim, EAGER, (HIGH,), "token")
    failure = Failure("not_found", "not_found", "BrickLink does not know this item.")

    def end(tx: Tx) -> None:
        leases.fail(tx, claimed.lease, leases.Work(1, 1), Fail("not_found", tx.now + DAY), failure, streak=1)

    await processes[1].write(end)
    asked = await all_at_once(processes, [ask] * 8)
    assert {one.outcome for one in asked} == {"not_found"}


async def test_a_cron_that_is_due_for_all_is_taken_by_one(processes: Processes) -> None:
    await processes[0].write(crons.take, "sweep", DAY, 0)  # makes it, due at once
    taken = await all_at_once(processes, [lambda process: process.write(crons.take, "sweep", DAY, 0)] * 12)
    assert taken.count(True) == 1
