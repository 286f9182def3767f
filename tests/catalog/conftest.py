"""A catalog without BrickLink: what a worker would do is done by hand, in transactions."""

import pytest

from catalog.counter import Counter
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock


@pytest.fixture
def counter(database: SqliteDatabase, clock: VirtualClock) -> Counter:
    return Counter(database, clock)
