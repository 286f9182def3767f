"""A running simulator whose clock the test moves, and a customer of it."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from freshbrick.simulator import Simulator, running
from simulator.customer import Customer
from support.clock import VirtualClock


@pytest.fixture
def simulator(clock: VirtualClock) -> Simulator:
    return Simulator(clock=clock.now)


@pytest.fixture
async def customer(simulator: Simulator, clock: VirtualClock) -> AsyncIterator[Customer]:
    async with running(simulator) as base_url, httpx2.AsyncClient(timeout=5, verify=False) as http:
        yield Customer(base_url, http, clock.now)
