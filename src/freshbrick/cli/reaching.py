"""Where the commands find what they ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from freshbrick.client.client import Client
from freshbrick.settings import Settings


@asynccontextmanager
async def reach(settings: Settings) -> AsyncIterator[Client]:
    """A client of the server."""
    token = settings.token.get_secret_value() if settings.token else None
    async with Client(settings.server, token) as client:
        yield client
