"""Commands without a server: the same application inside the command's own process, for as long as it takes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from freshbrick.accounts.people import Person, ensure_owner
from freshbrick.accounts.secrets import Secret
from freshbrick.api.guard import Insider
from freshbrick.app import logs, wiring
from freshbrick.app.clock import SystemClock
from freshbrick.app.server import listen, running
from freshbrick.model.clock import SECOND
from freshbrick.settings import Settings
from freshbrick.store import crons
from freshbrick.store.database import Tx

WORKER_GONE = 10 * SECOND
"""Where none was seen for so long, no worker runs: each says every five seconds that it does."""


class Direct(NamedTuple):
    """Where the application answers, and the secret that lets this process in."""

    url: str
    secret: Secret


@asynccontextmanager
async def direct(settings: Settings) -> AsyncIterator[Direct]:
    """Serve this process on a loopback port that nobody else is told, as the first owner. Raises SettingsError.

    Where no other process works and there are keys, a worker of its own asks BrickLink; what it has under way when
    the block is left is finished or given back.
    """
    logs.configure("error")  # what else may go wrong is told by the command
    here = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "public_url": None})
    clock = SystemClock()
    with listen(here) as listener:
        async with wiring.open_database(here, clock) as database:
            owner, alone = await database.write(_arrive)
            insider = Insider(Secret.random(), owner)
            works = alone and here.credentials is not None
            async with running(here, database, clock, listener, with_worker=works, insider=insider) as server:
                yield Direct(server.url, insider.secret)


def _arrive(tx: Tx) -> tuple[Person, bool]:
    """The first owner, and whether nobody else works on this database."""
    owner = ensure_owner(tx)
    seen = crons.last_seen(tx)
    return Person(
        owner.id, owner.name, owner.role, "token", None
    ), seen is None or seen < tx.now - WORKER_GONE
