"""What happens by the clock, and that it happens once."""

import asyncio

import pytest
from msgspec.structs import replace

from freshbrick.catalog.policy import Policy
from freshbrick.catalog.status import StatusArgs, StatusReport, get_status
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.outbox import Fail, Failure, Priority
from freshbrick.model.parts import Part
from freshbrick.model.prices import QUARTERS, PriceTerms
from freshbrick.model.quota import Allowance
from freshbrick.simulator import Fault
from freshbrick.store import leases, outbox, parts, people, reference
from freshbrick.store.database import Tx
from freshbrick.store.leases import Work
from freshbrick.store.sqlite import SqliteDatabase
from freshbrick.worker.crons import Crons
from freshbrick.worker.sweep import sweep
from support.clock import VirtualClock
from support.flow import UNPACED, Flow, flow_of
from support.inventory import keep, save_guide

DRAIN = "drain_catalog_refresh_outbox"


def crons_of(flow: Flow, policy: Policy | None = None, *, visiting: bool = False) -> Crons:
    used = policy or flow.policy
    return Crons(flow.database, flow.clock, flow.worker, used, "worker", visiting=visiting)


async def test_the_drain_takes_ten_every_ten_minutes_and_low_work_only_then(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="not_found_empty"))
    crons = crons_of(flow)
    await crons.run_due()
    await flow.ask_many("part", [f"9{n}" for n in range(14)], Priority.LOW)
    seen = []
    for _ in range(30):
        flow.clock.advance(MINUTE)
        await crons.run_due()
        seen.append(flow.calls("/items*"))
    assert seen == [0] * 9 + [10] * 10 + [14] * 11


async def test_two_processes_run_a_cron_once(flow: Flow) -> None:
    first, second = crons_of(flow), crons_of(flow)
    await first.run_due()
    flow.clock.advance(10 * MINUTE)
    assert DRAIN in await first.run_due()
    assert DRAIN not in await second.run_due()


async def test_a_due_time_from_a_wrong_clock_is_due_now(flow: Flow) -> None:
    crons = crons_of(flow)
    flow.clock.step(365 * DAY)
    await crons.run_due()
    flow.clock.step(-365 * DAY)
    assert DRAIN in await crons.run_due()


async def test_finished_messages_are_pruned_and_unknown_keys_remembered(flow: Flow) -> None:
    policy = replace(UNPACED, not_found_for=60 * DAY)
    async with flow_of(flow.database, flow.clock, policy) as flow:  # type: ignore[arg-type]  # the SQLite one
        crons = crons_of(flow, policy)
        await crons.run_due()
        done = await flow.ask("part", "3001")
        unknown = await flow.ask("part", "99999x")
        await flow.drain()
        flow.clock.advance(6 * DAY)
        await crons.run_due()
        assert (await flow.message(done.message_id or 0)).status == "succeeded"
        flow.clock.advance(2 * DAY)
        await crons.run_due()
        ids = await flow.database.read(_ids)
        assert done.message_id not in ids
        assert unknown.message_id in ids
        flow.clock.advance(40 * DAY)
        await crons.run_due()
        assert (await flow.ask("part", "99999x", auto=True)).outcome == "not_found"
        flow.clock.advance(40 * DAY)
        await crons.run_due()
        assert unknown.message_id not in await flow.database.read(_ids)


async def test_the_sweep_asks_for_what_people_keep_before_it_is_stale(flow: Flow) -> None:
    await flow.ask("part", "3001")
    await flow.ask("color", "all")
    await flow.drain()
    await flow.database.write(_keep, "3001", 5)
    await sweep(flow.database, flow.policy)
    assert await flow.database.read(_live) == ["price_guide 3001/5"], "the part is fresh for another month"
    flow.clock.advance(29 * DAY + HOUR)
    await sweep(flow.database, flow.policy)
    assert "part 3001" in await flow.database.read(_live)


async def test_the_sweep_spends_no_more_than_its_share_of_the_day(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with flow_of(database, clock, replace(UNPACED, allowance=Allowance(40))) as flow:
        await flow.ask("color", "all")
        await flow.ask("category", "all")
        await flow.drain()
        for n in range(20):
            await flow.database.write(_keep, f"77{n:02}", 1)
        await sweep(flow.database, flow.policy)
        live = await flow.database.read(_live)
        cost = sum(4 if key.startswith("price_guide") else 1 for key in live)
        assert 10 <= cost <= 18, "twenty calls are LOW's, two are spent"


async def test_what_is_left_alone_for_now_keeps_nothing_else_from_being_swept(
    database: SqliteDatabase,
) -> None:
    def unknown(tx: Tx, number: str) -> None:
        outbox.enqueue(tx, "price_guide", f"{number}/1", Priority.LOW)
        (lease,) = leases.claim(tx, leases.claimable(tx, Priority.LOW), number, 60_000)
        failure = Failure("not_found", "not_found", "BrickLink has no such part.")
        leases.fail(tx, lease, Work(), Fail("not_found", tx.now + 7 * DAY), failure, streak=1)
        parts.save(tx, Part(part_number=number, name="x"), last_fetched=tx.now)
        _keep(tx, number, 1)

    for n in range(10):
        await database.write(unknown, f"10{n:02}")
    await database.write(_keep, "3001", 5)
    await sweep(database, replace(UNPACED, allowance=Allowance(40)))
    assert {"part 3001", "price_guide 3001/5"} <= set(await database.read(_live))


async def test_a_guide_is_swept_while_a_quarter_is_missing_or_was_fetched_under_other_terms(
    database: SqliteDatabase,
) -> None:
    def fill(tx: Tx) -> None:
        for n in (1, 2, 3):
            parts.save(tx, Part(part_number=f"300{n}", name="x"), last_fetched=tx.now)
            _keep(tx, f"300{n}", 1)
        save_guide(tx, "3001", 1)
        save_guide(tx, "3002", 1, *QUARTERS[1:])
        save_guide(tx, "3003", 1, terms=PriceTerms("EUR"))

    await database.write(fill)
    await sweep(database, UNPACED)
    live = await database.read(_live)
    assert [key for key in live if "300" in key] == ["price_guide 3002/1", "price_guide 3003/1"]


async def test_of_a_large_inventory_the_oldest_is_swept_first(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("freshbrick.worker.sweep.PAGE", 3)

    def fill(tx: Tx) -> None:
        reference.save_colors(tx, [])
        reference.save_categories(tx, [])
        for n in range(10):
            parts.save(tx, Part(part_number=f"30{n:02}", name="x"), last_fetched=tx.now - (30 + n) * DAY)
            save_guide(tx, f"30{n:02}", 1, age=HOUR)
            _keep(tx, f"30{n:02}", 1)

    await database.write(fill)
    await sweep(database, replace(UNPACED, allowance=Allowance(8)))
    assert await database.read(_live) == ["part 3006", "part 3007", "part 3008", "part 3009"]


async def test_a_visitor_is_seen_to_work_and_runs_no_cron(flow: Flow) -> None:
    crons = crons_of(flow, visiting=True)
    flow.clock.advance(2 * DAY)
    assert await crons.run_due() == []
    await seen(flow, crons)


async def test_a_worker_is_seen_while_it_runs(flow: Flow) -> None:
    await seen(flow, crons_of(flow))


async def seen(flow: Flow, crons: Crons) -> None:
    """It is, and no longer when it has stopped."""
    running = asyncio.create_task(crons.run())
    report = None
    while report is None or not report.worker.alive:
        await asyncio.sleep(0)
        report = (await flow.database.read(get_status, flow.policy, StatusArgs())).value
        assert isinstance(report, StatusReport)
    crons.stop()
    await running
    flow.clock.advance(20 * SECOND)
    report = (await flow.database.read(get_status, flow.policy, StatusArgs())).value
    assert isinstance(report, StatusReport)
    assert not report.worker.alive


def _keep(tx: Tx, part_number: str, color_id: int) -> None:
    if not people.everybody(tx):
        people.add(tx, "ann", "owner")
    keep(tx, part_number, color_id)


def _live(tx: Tx) -> list[str]:
    return sorted(f"{m.resource} {m.key}" for m in outbox.newest(tx, "pending", 100))


def _ids(tx: Tx) -> list[int]:
    return [m.id for m in outbox.newest(tx, None, 100)]
