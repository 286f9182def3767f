"""What a watcher has not read yet: a slow one skips what lies between, and always gets the last value."""

import asyncio
from collections import deque

from freshbrick.client.errors import ClientError
from freshbrick.client.events import Event, Updated

UNREAD = 64
"""Events kept for a watcher that does not read."""


class Mailbox:
    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        self._error: ClientError | None = None
        self._filled = asyncio.Event()

    def put(self, event: Event | ClientError) -> None:
        """An error is the last: what came before it is still read."""
        if isinstance(event, ClientError):
            self._error = self._error or event
        else:
            self._events.append(event)
            self._forget()
        self._filled.set()

    async def take(self) -> Event:
        """The next event. ClientError if there will be none."""
        while not self._events:
            if self._error is not None:
                raise self._error
            self._filled.clear()
            await self._filled.wait()
        return self._events.popleft()

    def _forget(self) -> None:
        """One that is too many: the oldest, unless that is the only value among them."""
        if len(self._events) > UNREAD:
            values = sum(isinstance(event, Updated) for event in self._events)
            only = isinstance(self._events[0], Updated) and values == 1
            del self._events[1 if only else 0]
