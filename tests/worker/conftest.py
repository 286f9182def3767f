from collections.abc import AsyncIterator

import pytest

from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock
from support.flow import Flow, flow_of


@pytest.fixture
async def flow(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[Flow]:
    async with flow_of(database, clock) as flow:
        yield flow
