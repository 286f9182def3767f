"""Commands without a server: the same application inside the command's own process, for as long as it takes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from freshbrick.accounts.people import Person, ensure_owner
from freshbrick.accounts.secrets import Secret
from freshbrick.api.guard import Insider
from freshbrick.app import logs
from freshbrick.app.databases import open_database
from freshbrick.app.server import listen, running
from freshbrick.model.clock import SECOND, Clock
from freshbrick.settings import Settings
from freshbrick.store import crons
from freshbrick.store.database import Database, DatabaseUnavailableError, Tx

WORKER_GONE = 10 * SECOND
"""Where none was seen for so long, no worker runs: each says every five seconds that it does."""
LOOK = 2 * SECOND
"""How often it is looked whether another still works."""


class Direct(NamedTuple):
    """Where the application answers, and the secret that lets this process in."""

    url: str
    secret: Secret


@asynccontextmanager
async def direct(settings: Settings) -> AsyncIterator[Direct]:
    """Serve this process on a loopback port that nobody else is told, as the first owner. Raises SettingsError.

    Where there are keys a worker of its own asks BrickLink, from when no other process works; what it has under way
    when the block is left is finished or given back.
    """
    logs.configure("error")  # what else may go wrong is told by the command
    here = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "public_url": None})
    with listen(here) as listener:
        async with open_database(here) as (database, clock):
            insider = Insider(Secret.random(), await database.write(_owner))
            async with (
                running(here, database, clock, listener, with_worker=False, insider=insider) as server,
                _standing_in(database, clock, server.work),
            ):
                yield Direct(server.url, insider.secret)


@asynccontextmanager
async def _standing_in(database: Database, clock: Clock, work: Callable[[], None]) -> AsyncIterator[None]:
    """Inside, `work` is called as soon as nobody works on this database."""

    async def stand_in() -> None:
        never = asyncio.Event()
        alone = False
        while not alone:
            with suppress(DatabaseUnavailableError):  # it may be back when looked at again
                alone = await database.read(_alone)
            if not alone:
                await clock.wait(never, LOOK)
        work()

    looking = asyncio.create_task(stand_in())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


def _owner(tx: Tx) -> Person:
    owner = ensure_owner(tx)
    return Person(owner.id, owner.name, owner.role, "token", None)


def _alone(tx: Tx) -> bool:
    """Whether nobody works on this database."""
    seen = crons.last_seen(tx)
    return seen is None or seen < tx.now - WORKER_GONE
