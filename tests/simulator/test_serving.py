"""The simulator stays on loopback, in its caller's event loop, and leaves nothing behind."""

import asyncio
import signal
import socket

import httpx2
import pytest

from freshbrick.simulator import Simulator, running, serve
from simulator.customer import Customer
from support.clock import VirtualClock


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "brick.example", ""])
async def test_a_host_that_is_not_loopback_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        async with running(Simulator(), host):
            pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_the_address_it_tells_is_the_one_to_use(clock: VirtualClock, host: str) -> None:
    async with (
        running(Simulator(clock=clock.now), host) as base_url,
        httpx2.AsyncClient(timeout=5, verify=False) as http,
    ):
        assert base_url.startswith("http://127.0.0.1:")
        assert (await Customer(base_url, http, clock.now).data("/items/part/3001"))["no"] == "3001"


async def test_signal_handlers_stay_as_they_were() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with running(Simulator()) as base_url, httpx2.AsyncClient(timeout=5, verify=False) as http:
        await http.get(base_url)
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


async def test_the_port_is_free_again_and_the_simulator_can_come_back(clock: VirtualClock) -> None:
    simulator = Simulator(clock=clock.now)
    async with running(simulator) as first:
        pass
    port = int(first.split(":")[2].split("/")[0])
    async with httpx2.AsyncClient(timeout=5, verify=False) as http:
        customer = Customer(first, http, clock.now)
        with pytest.raises(httpx2.ConnectError):
            await customer.get("/colors")
        async with running(simulator, port=port):
            assert await customer.data("/colors")


async def test_a_taken_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        async with running(Simulator(), port=taken.getsockname()[1]):
            pass


async def test_serving_goes_on_until_it_is_cancelled() -> None:
    ready: asyncio.Queue[str] = asyncio.Queue()
    serving = asyncio.create_task(serve(Simulator(), "127.0.0.1", 0, ready.put_nowait))
    base_url = await ready.get()
    async with httpx2.AsyncClient(timeout=5, verify=False) as http:
        assert (await http.get(f"{base_url}/colors")).json()["meta"]["code"] == 401
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


async def test_many_calls_at_once_are_all_answered(customer: Customer, simulator: Simulator) -> None:
    paths = [f"/items/part/{no}" for no in simulator.world.part_numbers()][:100]
    parts = await asyncio.gather(*(customer.data(path) for path in paths))
    assert [f"/items/part/{part['no']}" for part in parts] == paths
    assert len(simulator.calls) == 100
