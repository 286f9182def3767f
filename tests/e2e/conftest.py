from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from e2e.estate import Estate
from e2e.house import House
from freshbrick.simulator import Simulator, running

Open = Callable[..., Awaitable[House]]
OpenEstate = Callable[..., Estate]


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
async def bricklink_url(simulator: Simulator) -> AsyncIterator[str]:
    async with running(simulator) as base_url:
        yield base_url


@pytest.fixture
async def open_house(tmp_path: Path, bricklink_url: str) -> AsyncIterator[Open]:
    """Start a server with settings of its own: `await open_house(STALE_AFTER="2s")`."""
    houses: list[House] = []

    async def start(*, keys: bool = True, **settings: str) -> House:
        folder = tmp_path / f"house-{len(houses)}"
        folder.mkdir()
        house = House(folder, bricklink_url if keys else None, settings)
        houses.append(house)
        await house.start()
        return house

    yield start
    for house in houses:
        await house.close()


@pytest.fixture
async def house(open_house: Open) -> House:
    return await open_house()


@pytest.fixture
async def open_estate(tmp_path: Path, bricklink_url: str) -> AsyncIterator[OpenEstate]:
    """As many processes as you like: `estate = open_estate(postgres_url, LEASE="2s")`, `await estate.work(4)`."""
    estates: list[Estate] = []

    def open_one(url: str, **settings: str) -> Estate:
        folder = tmp_path / f"estate-{len(estates)}"
        folder.mkdir()
        estates.append(Estate(folder, url, bricklink_url, settings))
        return estates[-1]

    yield open_one
    for estate in estates:
        await estate.close()
