"""The account's calls run out, and come back as the window rolls on."""

import pytest

from freshbrick.simulator import Fault, Quota, Simulator
from simulator.customer import Customer
from support.clock import VirtualClock


@pytest.fixture
def simulator(clock: VirtualClock) -> Simulator:
    return Simulator(clock=clock.now, quota=Quota(3, window_ms=60_000))


async def codes(customer: Customer, count: int) -> list[int]:
    return [int((await customer.meta("/items/part/3001"))["code"]) for _ in range(count)]


async def test_what_exceeds_the_quota_is_a_429_inside_a_200_without_retry_after(
    customer: Customer, simulator: Simulator
) -> None:
    assert await codes(customer, 4) == [200, 200, 200, 429]
    reply = await customer.get("/colors")
    assert (reply.status_code, reply.json()["meta"]["code"]) == (200, 429)
    assert "data" not in reply.json()
    assert "retry-after" not in reply.headers


async def test_a_gateway_may_say_it_plainly(customer: Customer, simulator: Simulator) -> None:
    simulator.quota.limit, simulator.quota.plain = 0, True
    reply = await customer.get("/colors")
    assert reply.status_code == 429
    assert reply.text.startswith("<html>")


async def test_calls_come_back_one_by_one_as_the_window_rolls(
    customer: Customer, clock: VirtualClock
) -> None:
    await codes(customer, 1)
    clock.advance(30_000)
    assert await codes(customer, 3) == [200, 200, 429]
    clock.advance(30_000)
    assert await codes(customer, 2) == [200, 429]


async def test_failed_and_unknown_calls_count_too(customer: Customer, simulator: Simulator) -> None:
    simulator.faults.add(Fault(kind="5xx", times=1))
    await customer.get("/items/part/3001")
    await customer.get("/items/part/99999x")
    await customer.get("/no/such/address")
    assert await codes(customer, 1) == [429]


def test_the_default_is_five_thousand_a_day() -> None:
    quota = Quota()
    assert all(quota.take(now) for now in range(5000))
    assert not quota.take(86_399_999)
    assert quota.take(86_400_000)
