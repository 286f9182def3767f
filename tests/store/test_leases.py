"""Claims in order, each end fenced by its lease (I3), and times that a wrong clock wrote down."""

from collections.abc import Callable

import pytest

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Fail, Failure, Postpone, Priority, Retry
from freshbrick.store import keys, leases, outbox
from freshbrick.store.database import Database, Tx
from freshbrick.store.leases import Lease, LeaseLostError, Work
from freshbrick.store.outbox import Message
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard, count, paint
from store.messages import LEASE, make, put_back, take
from support.clock import VirtualClock

HIGH, NORMAL, LOW = Priority
FAILURE = Failure("temporary", "unreachable", "No answer came.")
FATE = Fail("refused", 0)

ENDS: dict[str, Callable[[Tx, Lease], None]] = {
    "renew": lambda tx, lease: leases.renew(tx, lease, LEASE),
    "progress": lambda tx, lease: leases.progress(tx, lease, Work(1, 1)),
    "succeed": lambda tx, lease: leases.succeed(tx, lease, Work(1, 1)),
    "fail": lambda tx, lease: leases.fail(tx, lease, Work(1, 1), FATE, FAILURE, streak=1),
    "release": lambda tx, lease: leases.release(tx, lease, Work(1, 1), 0, failure=FAILURE),
}
each_end = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)


async def message(database: Database, message_id: int) -> Message:
    found = await database.read(outbox.get, message_id)
    assert found is not None
    return found


@each_end
async def test_a_worker_that_lost_its_lease_changes_nothing_its_data_included(
    database: SqliteDatabase, clock: VirtualClock, end: Callable[[Tx, Lease], None]
) -> None:
    lost = await database.write(take)
    clock.advance(LEASE)
    winner = await database.write(_rescue)
    before = await message(database, lost.message_id)
    heard = Heard(database)

    def save_and_end(tx: Tx) -> None:
        paint(tx, 1)
        end(tx, lost)

    with pytest.raises(LeaseLostError):
        await database.write(save_and_end)
    assert await message(database, lost.message_id) == before
    assert await database.read(count) == 0
    assert not heard.keys
    await database.write(end, winner)


def _rescue(tx: Tx) -> Lease:
    expired = leases.next_expired(tx, 2 * LEASE)
    assert expired is not None
    return leases.claim(tx, [expired], "the other", LEASE)[0]


@each_end
async def test_nothing_ends_twice(database: Database, end: Callable[[Tx, Lease], None]) -> None:
    lease = await database.write(take)
    await database.write(leases.succeed, lease, Work(1, 1))
    with pytest.raises(LeaseLostError):
        await database.write(end, lease)


@each_end
async def test_every_step_of_a_message_is_told_to_whoever_watches_it(
    database: Database, end: Callable[[Tx, Lease], None]
) -> None:
    lease = await database.write(take)
    heard = Heard(database)
    await database.write(end, lease)
    assert heard.keys >= {keys.OUTBOX, keys.WORKER, keys.message("part", "3001")}


async def test_the_one_that_has_been_due_for_longest_goes_first_and_the_order_of_asking_decides_a_tie(
    database: Database, clock: VirtualClock
) -> None:
    for number in ("3003", "3001", "3002"):
        await database.write(make, number)
    clock.step(-SECOND)
    await database.write(make, "3000")
    clock.step(SECOND)
    order = []
    while found := await database.write(leases.claimable, HIGH):
        order += [one.key for one in found]
        await database.write(leases.claim, found, found[0].key, LEASE)
    assert order == ["3000", "3003", "3001", "3002"]


async def test_a_message_is_claimable_at_its_time_and_not_before(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(put_back, clock.now() + MINUTE)
    assert not await database.write(leases.claimable, HIGH)
    assert await database.read(leases.next_due, HIGH) == clock.now() + MINUTE
    assert await database.read(leases.next_due, LOW) is None
    clock.advance(MINUTE)
    assert await database.write(leases.claimable, HIGH)
    assert await database.read(leases.next_due, HIGH) is None


async def test_a_due_time_that_a_wrong_clock_wrote_down_holds_nothing_back(
    database: Database, clock: VirtualClock
) -> None:
    await database.write(put_back, clock.now() + 400 * DAY, "3001")
    assert (await database.write(_next)).key == "3001"
    await database.write(make, "3002")
    assert (await database.write(_next)).key == "3002", "but others go first"


async def test_a_lease_that_runs_out_frees_its_message_at_that_moment(
    database: Database, clock: VirtualClock
) -> None:
    lease = await database.write(take)
    clock.advance(LEASE - 1)
    assert await database.write(leases.next_expired, 2 * LEASE) is None
    await database.write(leases.renew, lease, LEASE)
    clock.advance(LEASE - 1)
    assert await database.write(leases.next_expired, 2 * LEASE) is None
    assert await database.read(leases.leased) == [(HIGH, clock.now() + 1)]
    clock.advance(1)
    assert (await database.write(leases.next_expired, 2 * LEASE)) is not None
    assert await database.read(leases.leased) == []


async def test_a_lease_of_a_clock_that_was_ahead_is_not_kept_for_as_long(
    database: Database, clock: VirtualClock
) -> None:
    clock.step(5 * HOUR)
    lease = await database.write(take)
    clock.step(-5 * HOUR)
    expired = await database.write(leases.next_expired, 2 * LEASE)
    assert expired is not None
    assert expired.id == lease.message_id


async def test_claims_count_until_there_is_an_outcome(database: Database, clock: VirtualClock) -> None:
    lease = await database.write(take)
    for claims in (2, 3):
        clock.advance(LEASE)
        lease = await database.write(_rescue)
        assert (await message(database, lease.message_id)).claims == claims
    await database.write(leases.release, lease, Work(), clock.now())
    found = await message(database, lease.message_id)
    assert (found.claims, found.attempt, found.status) == (0, 0, "pending")


async def test_what_was_spent_adds_up_over_tries(database: Database, clock: VirtualClock) -> None:
    await database.write(put_back, clock.now())
    lease = await database.write(lambda tx: leases.claim(tx, [_next(tx)], "again", LEASE)[0])
    await database.write(leases.progress, lease, Work(2, 300))
    await database.write(leases.succeed, lease, Work(1, 50))
    found = await message(database, lease.message_id)
    assert (found.calls, found.upstream_ms, found.attempt) == (4, 20_350, 1)
    assert (found.failure_code, found.failed_at) == ("unreachable", clock.now()), (
        "the last failure stays on the row"
    )


def _next(tx: Tx) -> Message:
    (found,) = leases.claimable(tx, HIGH)
    return found


async def test_a_postponement_for_quota_is_no_failure(database: Database, clock: VirtualClock) -> None:
    lease = await database.write(take)
    await database.write(leases.release, lease, Work(), clock.now() + HOUR)
    found = await message(database, lease.message_id)
    assert (found.failure_code, found.attempt, found.next_attempt_at) == (None, 0, clock.now() + HOUR)


async def test_a_message_that_lost_all_its_workers_keeps_their_number(database: Database) -> None:
    lease = await database.write(take)
    fate = Fail("worker_lost", 0)
    await database.write(leases.fail, lease, Work(), fate, FAILURE, streak=1)
    assert (await message(database, lease.message_id)).claims == 1


@pytest.mark.parametrize(
    ("fate", "status", "attempt"),
    [(Retry(5), "pending", 2), (Postpone(5), "pending", 2), (Fail("attempts_exhausted", 5), "failed", 2)],
    ids=["retry", "postpone", "fail"],
)
async def test_a_failure_may_be_counted_against_a_message_that_nobody_has(
    database: Database, clock: VirtualClock, fate: Retry | Postpone | Fail, status: str, attempt: int
) -> None:
    message_id = await database.write(put_back, clock.now())
    found = await message(database, message_id)
    await database.write(lambda tx: leases.count_against(tx, found, fate, streak=1))
    after = await message(database, message_id)
    assert (after.status, after.attempt) == (status, attempt)
