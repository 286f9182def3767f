"""A running API whose clock the test moves."""

from collections.abc import AsyncIterator

import pytest

from api.site import Site, site_of
from freshbrick.catalog.policy import Policy
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock


@pytest.fixture
async def site(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[Site]:
    async with site_of(database, clock, Policy()) as site:
        yield site


@pytest.fixture
async def keyless(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[Site]:
    """An API that has no BrickLink keys."""
    async with site_of(database, clock, Policy(configured=False)) as site:
        yield site
