from collections.abc import Iterator

import pytest

from support.shop import Shop, Street, running


@pytest.fixture(scope="session")
def street() -> Iterator[Street]:
    with running() as street:
        yield street


@pytest.fixture
def shop(street: Street) -> Shop:
    return street.open()
