"""Where the commands find what they ask: a running server, or this machine's own database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from freshbrick.cli.failures import in_words
from freshbrick.client.client import Client
from freshbrick.settings import Settings


@asynccontextmanager
async def reach(settings: Settings) -> AsyncIterator[Client]:
    """A client of the server that is named; where none is, of an application on the database itself."""
    if settings.model_fields_set & {"server", "token"}:
        token = settings.token.get_secret_value() if settings.token else None
        async with Client(settings.server, token) as client:
            yield client
    else:
        with in_words():
            async with _directly(settings) as client:
                yield client


@asynccontextmanager
async def _directly(settings: Settings) -> AsyncIterator[Client]:
    from freshbrick.app.databases import place
    from freshbrick.app.direct import direct

    async with direct(settings) as here, Client(here.url, here.secret.reveal()) as client:
        told = f"No server is named: working on {place(settings)} directly."
        Console(stderr=True, highlight=False).print(told, style="dim", soft_wrap=True, markup=False)
        yield client
