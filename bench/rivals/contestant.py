"""What a queue has to do to take part."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

AT_ONCE = 32
"""So many ask at the same time, and about so many jobs may run at the same time."""

Ask = Callable[[str, bool], Awaitable[bool]]
"""Ask for the work of a key, urgently or not: whether that made a job, or found the one that waits."""
Started = Callable[[str], None]
"""Called by a job when it starts, with its key: all that it does."""


class Contestant(NamedTuple):
    """A queue, driven as its own documentation says is fast and right; it is given its database's URI."""

    install: Callable[[str], Awaitable[None]]
    asking: Callable[[str], AbstractAsyncContextManager[Ask]]
    working: Callable[[str, Started], AbstractAsyncContextManager[None]]
    """A worker, until the block ends."""
    unfinished: str
    """The SQL that says whether any job has not ended."""
