from collections.abc import Iterator

import pytest

from support.shop import Shop, running


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running(Shop()) as shop:
        yield shop
