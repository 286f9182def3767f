"""Whatever BrickLink does to the server: old data stays, the reason is told, no secret is, recovery is by itself."""

import asyncio
from typing import Any

import pytest

from e2e.conftest import Open
from e2e.house import SECRETS, House, eventually
from freshbrick.simulator import Fault, Simulator


async def settled(house: House, number: str = "3001") -> Any:
    """The part's answer, once something has been said about the refresh."""

    async def something_said() -> Any:
        answer = await house.get(f"/api/catalog/parts/{number}")
        return answer if answer["error"] or answer["status"] == "fresh" else None

    return await eventually(something_said)


def nothing_leaked(house: House, *said: Any) -> None:
    heard = house.log + "".join(str(text) for text in said)
    for secret in (*SECRETS, house.token):
        assert secret not in heard
    assert "Traceback" not in house.log


PERMANENT = {
    "html": (Fault(kind="html", times=1), "unreadable"),
    "truncated": (Fault(kind="truncated", times=1), "unreadable"),
    "wrong item": (Fault(kind="wrong_item", times=1), "wrong_item"),
    "100 MB": (Fault(kind="too_large", times=1), "too_large"),
}
TEMPORARY = {
    "5xx": (Fault(kind="5xx", status=502, times=1), "upstream_error"),
    "cut": (Fault(kind="cut", times=1), "unreachable"),
    "no answer in 20 s": (Fault(kind="timeout", times=1), "unreachable"),
}


@pytest.mark.parametrize("name", PERMANENT)
async def test_nonsense_is_remembered_and_overridden_by_force(
    house: House, simulator: Simulator, name: str
) -> None:
    fault, code = PERMANENT[name]
    simulator.faults.add(fault)
    await house.post("/api/catalog/parts/3001/refresh?auto=true")
    answer = await settled(house)
    assert (answer["status"], answer["error"]["code"], answer["error"]["temporary"]) == (
        "missing",
        code,
        False,
    )
    assert (await house.post("/api/catalog/parts/3001/refresh?auto=true")).json()["outcome"] == "backing_off"
    await house.post("/api/catalog/parts/3001/refresh?force=true&wait=10s")
    assert (await house.get("/api/catalog/parts/3001"))["status"] == "fresh"
    nothing_leaked(house, answer)


@pytest.mark.parametrize("name", TEMPORARY)
async def test_a_passing_fault_mends_itself(house: House, simulator: Simulator, name: str) -> None:
    fault, code = TEMPORARY[name]
    simulator.faults.add(fault)
    await house.post("/api/catalog/parts/3001/refresh?auto=true")
    answer = await settled(house)
    assert (answer["status"], answer["error"]["code"], answer["error"]["temporary"]) == (
        "refreshing",
        code,
        True,
    )
    assert answer["refresh"]["waitingFor"] == "retry"
    assert (await house.get("/api/catalog/parts/3001?wait=20s"))["status"] == "fresh"
    nothing_leaked(house, answer)


async def test_old_data_outlives_every_failure(open_house: Open, simulator: Simulator) -> None:
    house = await open_house(STALE_AFTER="1s", MIN_REFRESH_INTERVAL="0s")
    await house.post("/api/catalog/parts/3001/refresh?wait=10s")
    simulator.faults.add(Fault(kind="truncated"))
    await asyncio.sleep(1.1)
    await house.post("/api/catalog/parts/3001/refresh?auto=true&wait=10s")
    answer = await house.get("/api/catalog/parts/3001")
    assert (answer["status"], answer["data"]["name"]) == ("stale", "Brick 2 x 4")
    assert answer["error"]["code"] == "unreadable"


@pytest.mark.parametrize("kind", ["429", "429_in_200"])
async def test_a_429_is_told_by_the_status_and_ends_by_itself(
    house: House, simulator: Simulator, kind: str
) -> None:
    simulator.faults.add(Fault(kind=kind, times=1, retry_after=2))  # type: ignore[arg-type]  # a kind
    await house.post("/api/catalog/parts/3001/refresh?auto=true")
    answer = await settled(house)
    assert (answer["error"]["code"], answer["refresh"]["waitingFor"]) == ("limited", "quota")
    assert answer["refresh"]["attempt"] == 0
    status = await house.get("/api/status")
    assert status["upstream"]["state"] == "limited"
    assert status["upstream"]["probeAt"] == answer["refresh"]["nextAttemptAt"]
    if kind == "429":  # the other form has no Retry-After to be waited for
        assert (await house.get("/api/catalog/parts/3001?wait=20s"))["status"] == "fresh"
    nothing_leaked(house, answer, status)


async def test_refused_keys_pause_name_the_address_that_bricklink_saw_and_no_key(
    house: House, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="token_refused"))
    async with house.live() as live:
        await live.subscribe("getStatus")
        await house.post("/api/catalog/parts/3001/refresh?auto=true")
        while (status := await live.value())["upstream"]["state"] != "paused":
            pass
    assert status["upstream"]["code"] == "credentials"
    assert "IP" in status["upstream"]["detail"] or "address" in status["upstream"]["detail"]
    assert status["upstream"]["probeAt"] > status["upstream"]["since"]
    answer = await house.get("/api/catalog/parts/3001")
    assert answer["refresh"]["waitingFor"] == "pause"
    simulator.faults.clear()
    await house.stop()
    await house.start()
    assert (await house.get("/api/catalog/parts/3001?wait=20s"))["status"] == "fresh", (
        "a start probes at once"
    )
    nothing_leaked(house, status, answer)


@pytest.mark.alone
async def test_a_bricklink_that_never_answers_holds_up_nobody_else(
    open_house: Open, simulator: Simulator
) -> None:
    house = await open_house(PACE="4")
    simulator.faults.add(Fault(kind="timeout", match="/items/part/5*"))
    keys = [{"resource": "part", "key": f"5{n:04}"} for n in range(3_000)]
    batch = await house.post("/api/catalog/refresh", json={"items": keys})
    assert batch.json()["enqueued"] == 3_000
    await simulator.calls.reached(2, "/items/part/5*")
    async with asyncio.timeout(1):
        await house.post("/api/catalog/parts/3001/refresh?wait=10s")
        assert (await house.get("/api/catalog/parts/3001"))["status"] == "fresh"
    assert len(simulator.calls.to("/items/part/5*")) == 2, "a batch holds two of the four seats"


@pytest.mark.alone
async def test_the_quota_is_never_exceeded_and_work_goes_on_when_it_opens(
    open_house: Open, simulator: Simulator
) -> None:
    house = await open_house(QUOTA_PER_DAY="50", QUOTA_WINDOW="8s", POLL="200ms")
    simulator.faults.add(Fault(kind="not_found_empty"))
    keys = [{"resource": "part", "key": f"5{n:03}"} for n in range(500)]
    await house.post("/api/catalog/refresh", json={"items": keys})
    async with asyncio.timeout(10):
        await simulator.calls.reached(40)
    waiting = (await house.get("/api/outbox?status=pending"))["items"][0]
    assert (waiting["waitingFor"], waiting["attempt"]) == ("quota", 0)
    assert waiting["nextAttemptAt"] > simulator.calls.to("*")[0].at
    async with asyncio.timeout(1):
        await house.post("/api/catalog/parts/3001/refresh?wait=10s")
    async with asyncio.timeout(20):
        await simulator.calls.reached(90)
    times = [call.at for call in simulator.calls]
    assert max(sum(at <= other < at + 8_000 for other in times) for at in times) <= 50
