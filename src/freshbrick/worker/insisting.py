"""Writes of what was paid for: tried again while the database is away for a moment."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

import structlog

from freshbrick.model.clock import Clock
from freshbrick.store.database import Database, DatabaseUnavailableError, Tx

P = ParamSpec("P")
T = TypeVar("T")

AGAIN: Final = 500
"""Ms between two tries."""

log = structlog.get_logger()


class Insisting:
    """Writes to `database`, for as long as a lease lasts: `lease` ms.

    Only for what is fenced: if a COMMIT went unanswered and yet came through, the second try meets LeaseLostError,
    and writes nothing twice.
    """

    def __init__(self, database: Database, clock: Clock, lease: int) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease

    async def write(self, fn: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """As the database's own. DatabaseUnavailableError once the lease is over."""
        end = self._clock.monotonic() + self._lease
        never = asyncio.Event()
        while True:
            try:
                return await self._database.write(fn, *args, **kwargs)
            except DatabaseUnavailableError as error:
                if self._clock.monotonic() >= end:
                    raise
                log.warning("refresh.unwritten", reason=str(error))
            await self._clock.wait(never, AGAIN)
