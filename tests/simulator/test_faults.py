"""Everything that can go wrong with BrickLink goes wrong when the script says so."""

import asyncio
import json
import time

import httpx2
import pytest

from freshbrick.simulator import DEFAULT_CREDENTIALS, Fault, Faults, Simulator, running
from freshbrick.simulator.faults import Kind
from simulator.customer import Customer
from support.clock import VirtualClock

PART = "/items/part/3040"


async def test_a_part_fails_twice_and_then_works(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(match=PART, kind="5xx", status=503, times=2))
    assert [(await customer.get(PART)).status_code for _ in range(3)] == [503, 503, 200]


async def test_only_what_matches_fails(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(
        Fault(match="/items/part/300", kind="5xx"), Fault(match="/items/part/3001", kind="5xx")
    )
    codes = {
        path: (await customer.get(path)).status_code
        for path in ("/items/part/3001", "/items/PART/3001/colors", "/items/part/3001old", "/items/part/3002")
    }
    assert list(codes.values()) == [503, 503, 200, 200]


async def test_a_part_can_fail_without_what_is_below_it(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(match=f"{PART}$", kind="5xx", times=1))
    assert [(await customer.get(path)).status_code for path in (f"{PART}/colors", PART)] == [200, 503]


def test_a_script_is_taken_in_order_and_each_line_as_often_as_it_says() -> None:
    faults = Faults(
        Fault(match="/items/part/30*", kind="cut", times=1),
        Fault(kind="html", times=2),
        Fault(match="/colors", kind="timeout"),
    )
    assert faults.take("/items/part/3001").kind == "cut"
    assert faults.take("/items/part/3001").kind == "html"
    assert [fault.times for fault in faults.active()] == [1, None]
    assert faults.take("/colors").kind == "html"
    assert [faults.take("/colors").kind for _ in range(3)] == ["timeout"] * 3
    assert faults.take("/items/part/3001") is None
    faults.clear()
    assert faults.take("/colors") is None


@pytest.mark.parametrize(
    ("kind", "status", "code", "message"),
    [
        ("429_in_200", 200, 429, "TOO_MANY_REQUESTS"),
        ("quota_exhausted", 200, 429, "TOO_MANY_REQUESTS"),
        ("token_refused", 200, 401, "BAD_OAUTH_REQUEST"),
        ("forbidden", 403, 403, "PERMISSION_DENIED"),
        ("not_found_404", 404, 404, "RESOURCE_NOT_FOUND"),
        ("not_found_empty", 200, 200, "OK"),
    ],
)
async def test_refusals_inside_the_envelope(
    customer: Customer, simulator: Simulator, kind: Kind, status: int, code: int, message: str
) -> None:
    simulator.faults.add(Fault(kind=kind))
    reply = await customer.get(PART)
    assert reply.status_code == status
    assert (reply.json()["meta"]["code"], reply.json()["meta"]["message"]) == (code, message)
    assert not reply.json().get("data")
    assert "retry-after" not in reply.headers


async def test_a_refused_token_is_told_with_its_key_and_the_callers_address(
    customer: Customer, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="token_refused"))
    assert (await customer.get(PART)).json() == {
        "meta": {
            "description": f"TOKEN_IP_MISMATCHED: consumer: {DEFAULT_CREDENTIALS.consumer_key} IP: [203.0.113.7]",
            "message": "BAD_OAUTH_REQUEST",
            "code": 401,
        }
    }


async def test_any_refusal_can_have_another_http_status(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="token_refused", status=401))
    reply = await customer.get(PART)
    assert (reply.status_code, reply.json()["meta"]["code"]) == (401, 401)


@pytest.mark.parametrize("retry_after", [17, "Fri, 29 May 2026 12:00:00 GMT"])
async def test_a_429_says_when_to_come_again(
    customer: Customer, simulator: Simulator, retry_after: int | str
) -> None:
    simulator.faults.add(Fault(kind="429", retry_after=retry_after))
    reply = await customer.get(PART)
    assert (reply.status_code, reply.headers["retry-after"]) == (429, str(retry_after))
    assert reply.text.startswith("<html>")


async def test_html_instead_of_json_is_a_success_that_says_nothing(
    customer: Customer, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="html"))
    reply = await customer.get(PART)
    assert reply.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json()


async def test_truncated_json_arrives_whole_and_does_not_parse(
    customer: Customer, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="truncated"))
    reply = await customer.get(PART)
    assert reply.status_code == 200
    assert reply.text.startswith('{"meta"')
    with pytest.raises(json.JSONDecodeError):
        reply.json()


async def test_a_wrong_item_is_the_right_answer_for_another_part(
    customer: Customer, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="wrong_item"))
    assert (await customer.data(PART))["no"] == "3001"
    assert (await customer.data("/items/part/3001"))["no"] == "3002"
    assert (await customer.data(f"{PART}/price?color_id=5"))["item"]["no"] == "3001"


async def test_a_cut_connection_ends_before_its_answer(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="cut", times=1))
    with pytest.raises(httpx2.RemoteProtocolError):
        await customer.get(PART)
    assert [call.outcome for call in simulator.calls] == ["cut"]
    assert (await customer.data(PART))["no"] == "3040"


async def test_a_timeout_never_answers(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="timeout", times=1))
    customer.http.timeout = 0.1
    with pytest.raises(httpx2.ReadTimeout):
        await customer.get(PART)
    [call] = simulator.calls
    assert call.outcome == "timeout"
    customer.http.timeout = 5
    async with asyncio.timeout(2):
        while call.ms is None:  # it ends when its client has gone
            await customer.get("/no/such/address")


async def test_a_flood_goes_on_for_100_megabytes(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="too_large", times=1))
    reply = await customer.http.send(customer.signed(PART), stream=True)
    read = 0
    async for chunk in reply.aiter_bytes():
        read += len(chunk)
        if read > 5 * 2**20:
            break
    await reply.aclose()
    assert int(reply.headers["content-length"]) > 100 * 2**20
    assert (await customer.data(PART))["no"] == "3040"


async def test_latency_delays_the_right_answer(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="latency", latency_ms=60, times=1))
    started = time.perf_counter()
    assert (await customer.data(PART))["no"] == "3040"
    assert time.perf_counter() - started >= 0.06


async def test_every_answer_takes_as_long_as_the_simulator_was_told(clock: VirtualClock) -> None:
    simulator = Simulator(clock=clock.now, latency_ms=(30, 60))
    async with running(simulator) as base_url, httpx2.AsyncClient(timeout=5, verify=False) as http:
        customer = Customer(base_url, http, clock.now)
        await customer.get(PART)
        await customer.get("/no/such/address")
    assert all(call.ms >= 30 for call in simulator.calls)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "latency"},
        {"kind": "html", "match": "items"},
        {"kind": "5xx", "status": 404},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Fault(**wrong)


async def test_a_fault_is_not_spent_on_a_call_that_was_refused_anyway(
    customer: Customer, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="html", times=1))
    simulator.quota.limit = 0
    await customer.get(PART)
    assert len(simulator.faults.active()) == 1


async def test_shutting_down_does_not_wait_for_who_is_kept_waiting(clock: VirtualClock) -> None:
    simulator = Simulator(
        clock=clock.now, faults=Faults(Fault(match=PART, kind="timeout")), latency_ms=60_000
    )
    async with httpx2.AsyncClient(timeout=30, verify=False) as http:
        async with running(simulator) as base_url:
            customer = Customer(base_url, http, clock.now)
            waiting = [asyncio.create_task(customer.get(path)) for path in (PART, "/colors")]
            await simulator.calls.reached(2)
            started = time.perf_counter()
        assert time.perf_counter() - started < 2
        assert sorted(reply.status_code for reply in await asyncio.gather(*waiting)) == [200, 504]
