"""The main job, against a whole server: ask, get an answer at once, see the fresh value arrive by itself."""

import asyncio
import time
from typing import Any

import pytest

from e2e.conftest import Open
from e2e.house import House
from freshbrick.simulator import Change, Fault, Simulator


def part_calls(simulator: Simulator, path: str) -> int:
    return len(simulator.calls.to(path))


@pytest.mark.alone
async def test_a_missing_part_arrives_by_itself_within_a_second_and_costs_one_call(
    house: House, simulator: Simulator
) -> None:
    async with house.live() as live:
        await live.subscribe("getPart", partNumber="3001")
        assert (await live.value())["status"] == "missing"
        asked = time.monotonic()
        await live.act("enqueueRefreshPart", partNumber="3001", auto=True)
        values = await live.until("fresh")
        assert time.monotonic() - asked < 1
    assert [value["status"] for value in values[:-1]] in (["refreshing"], ["refreshing"] * 2)
    assert values[0]["data"] is None
    assert values[-1]["data"]["name"] == "Brick 2 x 4"
    assert part_calls(simulator, "/items/part/3001") == 1


async def test_colors_cost_one_call_and_a_price_guide_four(house: House, simulator: Simulator) -> None:
    async with house.live() as live:
        await live.subscribe("getPartColors", partNumber="3001")
        await live.act("enqueueRefreshPartColors", partNumber="3001", auto=True)
        assert (await live.until("fresh"))[-1]["data"][0].keys() == {
            "colorId",
            "name",
            "hexCode",
            "type",
            "quantity",
        }
        assert part_calls(simulator, "/items/part/3001/colors") == 1
    async with house.live() as live:
        await live.subscribe("getPriceGuide", partNumber="3001", colorId=11)
        await live.act("enqueueRefreshPriceGuide", partNumber="3001", colorId=11, auto=True)
        guide = (await live.until("fresh"))[-1]["data"]
    assert guide["newStock"]["average"].count(".") == 1
    assert isinstance(guide["newStock"]["steps"], list)
    assert part_calls(simulator, "/items/part/3001/price") == 4


async def test_time_alone_turns_a_watched_part_stale_and_its_old_data_stays_until_the_new_is_there(
    open_house: Open, simulator: Simulator
) -> None:
    house = await open_house(STALE_AFTER="2s", MIN_REFRESH_INTERVAL="0s")
    async with house.live() as live:
        await live.subscribe("getPart", partNumber="3001")
        await live.act("enqueueRefreshPart", partNumber="3001", auto=True)
        await live.until("fresh")
        simulator.world.change("3001", Change(name="Brick 2 x 4, renamed"))
        stale = (await live.until("stale"))[-1]
        assert (stale["status"], stale["data"]["name"]) == ("stale", "Brick 2 x 4")
        await live.act("enqueueRefreshPart", partNumber="3001", auto=True)
        *during, fresh = await live.until("fresh")
    assert {(value["status"], value["data"]["name"]) for value in during} == {("refreshing", "Brick 2 x 4")}
    assert fresh["data"]["name"] == "Brick 2 x 4, renamed"
    assert fresh["lastFetched"] > stale["lastFetched"]


@pytest.mark.alone
async def test_two_hundred_clients_asking_at_once_cost_one_message_and_one_call(
    house: House, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="latency", match="/items/part/3001", latency_ms=200))

    async def by_socket() -> Any:
        async with house.live() as live:
            await live.subscribe("getPart", partNumber="3001")
            await live.act("enqueueRefreshPart", partNumber="3001", auto=True)
            return (await live.until("fresh"))[-1]

    async def by_http() -> Any:
        asked = await house.post("/api/catalog/parts/3001/refresh?auto=true&wait=20s")
        assert asked.status_code in (200, 202), asked.text
        return await house.get("/api/catalog/parts/3001?wait=20s")

    answers = await asyncio.gather(*(by_socket() if n % 2 else by_http() for n in range(200)))
    assert {(answer["status"], answer["data"]["name"]) for answer in answers} == {("fresh", "Brick 2 x 4")}
    assert part_calls(simulator, "/items/part/3001") == 1
    messages = (await house.get("/api/outbox"))["items"]
    assert sum(m["resource"] == "part" for m in messages) == 1


async def test_an_unknown_part_is_asked_for_once_whatever_form_bricklink_says_it_in(
    house: House, simulator: Simulator
) -> None:
    for number, kind in (("99999x", "not_found_empty"), ("99998x", "not_found_404")):
        simulator.faults.add(Fault(kind=kind, match=f"/items/part/{number}"))  # type: ignore[arg-type]  # a kind
        url = f"/api/catalog/parts/{number}"
        await house.post(f"{url}/refresh?auto=true")
        answer = await house.get(f"{url}?wait=10s")
        assert (answer["status"], answer["data"], answer["error"]["code"]) == ("missing", None, "not_found")
        for _ in range(10):
            reply = await house.post(f"{url}/refresh?auto=true")
            assert (reply.status_code, reply.json()["outcome"]) == (200, "not_found")
        assert part_calls(simulator, f"/items/part/{number}") == 1
        forced = await house.post(f"{url}/refresh?force=true&wait=10s")
        assert forced.json()["outcome"] == "enqueued"
        assert part_calls(simulator, f"/items/part/{number}") == 2


async def test_a_part_without_colors_is_fresh_with_an_empty_list(house: House, simulator: Simulator) -> None:
    async with house.live() as live:
        await live.subscribe("getPartColors", partNumber="973")
        await live.act("enqueueRefreshPartColors", partNumber="973", auto=True)
        assert (await live.until("fresh"))[-1]["data"] == []
        await live.act("enqueueRefreshPartColors", partNumber="973", auto=True)
        assert (await live.receive("result"))["value"]["outcome"] in ("enqueued", "fresh")
    assert part_calls(simulator, "/items/part/973/colors") == 1


@pytest.mark.alone
async def test_a_high_retry_runs_when_it_is_due_and_not_at_the_next_cron(
    house: House, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="5xx", match="/items/part/3001", times=1))
    async with house.live() as live:
        await live.subscribe("getPart", partNumber="3001")
        began = time.monotonic()
        await live.act("enqueueRefreshPart", partNumber="3001", auto=True)
        values = await live.until("fresh")
    assert any(v["refresh"] and v["refresh"]["waitingFor"] == "retry" for v in values)
    assert 1.9 < time.monotonic() - began < 7


@pytest.mark.alone
async def test_the_cron_drains_its_batch_at_its_interval(open_house: Open, simulator: Simulator) -> None:
    house = await open_house(DRAIN_INTERVAL="1s", DRAIN_BATCH="3", POLL="200ms")
    numbers = [f"30{n:02}" for n in range(1, 10)]
    for number in numbers:
        await house.post(f"/api/catalog/parts/{number}/refresh?priority=low")
    async with asyncio.timeout(20):
        await simulator.calls.reached(len(numbers), "/items*")
    times = sorted(call.at for call in simulator.calls.to("/items*"))
    assert all(later - earlier > 700 for earlier, later in zip(times, times[3:], strict=False)), (
        "three a second"
    )
