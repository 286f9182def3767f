"""The demo's switches on a real flow: what is made old turns stale and is fetched again, what breaks is mended."""

from collections.abc import AsyncIterator

import pytest

from freshbrick.api.demo import Ageing
from freshbrick.app.demo_control import Control
from freshbrick.app.demo_world import WAITING
from freshbrick.catalog.outbox_list import OutboxArgs, get_outbox
from freshbrick.catalog.search import SearchArgs, search_parts
from freshbrick.catalog.status import upstream_health
from freshbrick.model.clock import DAY, MINUTE, SECOND
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Resource
from freshbrick.store.keys import data, message
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard
from support.clock import VirtualClock
from support.flow import Flow, flow_of


@pytest.fixture
async def flow(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[Flow]:
    async with flow_of(database, clock) as flow:
        yield flow


@pytest.fixture
def control(flow: Flow) -> Control:
    return Control(flow.database, flow.policy, flow.simulator.faults, since=0)


async def fetch(flow: Flow, resource: Resource = "part", key: str = "3001") -> None:
    assert (await flow.ask(resource, key)).outcome == "enqueued"
    await flow.drain()


async def state(flow: Flow) -> str:
    return (await flow.database.read(upstream_health, flow.policy)).state


@pytest.mark.parametrize(
    ("resource", "key"), [("part", "3001"), ("part_colors", "3001"), ("price_guide", "3001/5")]
)
async def test_what_is_made_old_is_stale_and_may_be_asked_for_again_at_once(
    flow: Flow, control: Control, resource: Resource, key: str
) -> None:
    await fetch(flow, resource, key)
    assert (await flow.ask(resource, key)).outcome == "throttled"
    heard = Heard(flow.database)
    await control.age(Ageing(key, resource))  # type: ignore[arg-type]  # one of the three
    assert {data(resource, key), message(resource, key)} <= heard.keys
    answer = await flow.answer(resource, key)
    assert (answer.status, answer.last_fetched) == ("stale", flow.clock.now() - 41 * DAY)
    await fetch(flow, resource, key)
    assert (await flow.answer(resource, key)).status == "fresh"


async def test_it_is_old_for_searches_and_in_the_outbox_too(flow: Flow, control: Control) -> None:
    await fetch(flow)
    await control.age(Ageing("3001"))
    await control.age(Ageing("3001"))
    found = await flow.database.read(search_parts, flow.policy, SearchArgs(query="3001", status="stale"))
    assert [part.part_number for part in found.value.items] == ["3001"]
    mine = OutboxArgs(resource="part", key="3001")
    (shown,) = (await flow.database.read(get_outbox, flow.policy, mine)).value.items
    assert shown.processed_at == flow.clock.now() - 41 * DAY


async def test_the_parts_of_the_beginning_wait_for_the_drain_again(flow: Flow, control: Control) -> None:
    for number in WAITING:
        await fetch(flow, "part", number)
    await control.wait()
    waiting = (await flow.database.read(get_outbox, flow.policy, OutboxArgs("pending"))).value.items
    assert sorted((shown.key, shown.priority) for shown in waiting) == [(number, "low") for number in WAITING]
    assert (await flow.answer("part", WAITING[0])).last_fetched == flow.clock.now() - 41 * DAY


async def test_a_value_can_be_left_to_turn_stale_by_itself(flow: Flow, control: Control) -> None:
    await fetch(flow)
    await control.age(Ageing("3001", stale_in_ms=20 * SECOND))
    answer = await flow.answer("part", "3001")
    assert (answer.status, answer.stale_at) == ("fresh", flow.clock.now() + 20 * SECOND)
    flow.clock.advance(20 * SECOND + 1)
    assert (await flow.answer("part", "3001")).status == "stale"


@pytest.mark.parametrize(
    ("ageing", "code"), [(Ageing("3001"), "not_found"), (Ageing("3001", "price_guide"), "bad_request")]
)
async def test_what_is_not_there_cannot_be_old(control: Control, ageing: Ageing, code: str) -> None:
    with pytest.raises(RequestError) as error:
        await control.age(ageing)
    assert error.value.code == code


async def test_a_forgotten_part_is_missing_and_can_be_looked_up_again(flow: Flow, control: Control) -> None:
    asked: list[tuple[Resource, str]] = [
        ("part", "3024"),
        ("part_colors", "3024"),
        ("price_guide", "3024/5"),
        ("part", "3024b"),
    ]
    for resource, key in asked:
        await fetch(flow, resource, key)
    for _ in range(2):
        await control.forget("3024")
    for resource, key in asked[:3]:
        assert (await flow.answer(resource, key)).status == "missing"
    assert (await flow.answer("part", "3024b")).error is not None, "another part is left alone"
    found = await flow.database.read(search_parts, flow.policy, SearchArgs(query="3024"))
    assert found.value.items == []
    await fetch(flow, "part", "3024")
    found = await flow.database.read(search_parts, flow.policy, SearchArgs(query="3024"))
    assert [part.part_number for part in found.value.items] == ["3024"]


async def test_refused_keys_pause_everything_until_all_is_mended(flow: Flow, control: Control) -> None:
    control.break_bricklink("refuse")
    control.break_bricklink("refuse")
    assert control.broken == "refuse"
    await fetch(flow)
    health = await flow.database.read(upstream_health, flow.policy)
    assert (health.state, health.code) == ("paused", "credentials")
    assert "203.0.113.7" in (health.detail or "")
    await control.heal()
    assert control.broken is None
    await flow.drain()
    assert await state(flow) == "ok"
    flow.clock.advance(MINUTE)
    await flow.drain()
    assert (await flow.answer("part", "3001")).status == "fresh"


async def test_a_limit_closes_the_bucket_until_all_is_mended(flow: Flow, control: Control) -> None:
    control.break_bricklink("limit")
    await fetch(flow)
    health = await flow.database.read(upstream_health, flow.policy)
    assert (health.state, health.probe_at) == ("limited", flow.clock.now() + 20 * SECOND)
    await control.heal()
    assert await state(flow) == "ok"
    await flow.drain()
    assert (await flow.answer("part", "3001")).status == "fresh"


async def test_an_outage_fails_every_call_until_all_is_mended(flow: Flow, control: Control) -> None:
    control.break_bricklink("limit")
    control.break_bricklink("outage")
    await fetch(flow)
    answer = await flow.answer("part", "3001")
    assert answer.error is not None
    assert answer.error.code == "upstream_error"
    for number in ("3002", "3003", "3004", "3005"):
        await fetch(flow, "part", number)
    assert await state(flow) == "paused"
    await control.heal()
    await flow.drain()
    assert await state(flow) == "ok"


async def test_3040_fails_twice_in_the_beginning_and_again_once_all_is_mended(
    flow: Flow, control: Control
) -> None:
    for _ in range(2):
        await flow.ask("part", "3040")
        await flow.pass_time(20 * SECOND, SECOND)
        assert (await flow.answer("part", "3040")).status == "fresh"
        assert flow.calls("/items/part/3040") == 3
        await control.heal()
        await control.age(Ageing("3040"))
        flow.simulator.calls.clear()
