from collections.abc import AsyncIterator

import pytest

from freshbrick.live.hub import Hub
from freshbrick.store.database import Database
from live.colors import queries
from support.clock import VirtualClock


@pytest.fixture
async def hub(database: Database, clock: VirtualClock) -> AsyncIterator[Hub]:
    hub = Hub(database, clock, queries())
    hub.start()
    yield hub
    await hub.stop()
