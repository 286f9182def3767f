"""One live query with its arguments: its last outcome, and everybody who watches it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from freshbrick.live.query import Answer, Query, Snapshot, snapshot
from freshbrick.model.errors import RequestError
from freshbrick.store.database import Tx

Callback = Callable[[Answer], None]
"""Must not raise: it stands in the way of the others."""
Look = tuple[Answer, frozenset[str], int]
"""What one evaluation read: the encoded answer, what it depends on, and the transaction's time (ms UTC)."""
Key = tuple[str, Struct, int | None]
"""Who shares an entry: askers of the same query, arguments and, if it is personal, person."""


class Somebody(Protocol):
    """All that a live query needs to know of a person."""

    @property
    def id(self) -> int: ...


class Outcome(Struct, frozen=True):
    """What an evaluation found."""

    answer: Answer
    depended: frozenset[str]
    clean: bool
    """Nothing that it depends on was touched while it ran."""
    due: int | None
    """When it must be looked at again though nothing is touched: monotonic ms."""


class Entry:
    """`rested` is when a touch may run it again (monotonic ms); `collected` is what was touched while it runs.

    `cause` is when the first commit returned that touched it since its watchers were last told (monotonic ms).
    """

    __slots__ = (
        "_exhausted",
        "args",
        "callbacks",
        "cause",
        "collected",
        "depended",
        "failures",
        "key",
        "outcome",
        "person",
        "query",
        "rested",
        "task",
    )

    def __init__(self, key: Key, query: Query, args: Struct, person: Somebody | None) -> None:
        self.key = key
        self.query = query
        self.args = args
        self.person = person
        self.callbacks: dict[object, Callback] = {}
        self.task: asyncio.Task[Outcome] | None = None
        self.outcome: Outcome | None = None
        self.depended: frozenset[str] = frozenset()
        self.collected: set[str] = set()
        self.cause: int | None = None
        self.rested = 0
        self._exhausted = 0
        self.failures = 0

    @property
    def size(self) -> int:
        """Bytes of the answer that is kept."""
        kept = self.outcome.answer if self.outcome else None
        return len(kept.body) if isinstance(kept, Snapshot) else 0

    def kept(self, now: int) -> Outcome | None:
        """The outcome, if it still holds at `now`."""
        if self.outcome is not None and (self.outcome.due is None or now < self.outcome.due):
            return self.outcome
        return None

    def tire(self, now: int, every: int, burst: int) -> None:
        """An evaluation begins: `burst` of them may follow at once, then one `every` so many ms (a leaky bucket)."""
        self._exhausted = max(self._exhausted, now) + every
        self.rested = max(now, self._exhausted - (burst - 1) * every)

    def look(self, tx: Tx, version: int) -> Look:
        """Evaluate."""
        return self._answer(tx, version), frozenset(tx.depended), tx.now

    def _answer(self, tx: Tx, version: int) -> Answer:
        try:
            return snapshot(self.query.fn(tx, self.args, self.person), version)
        except RequestError as error:
            return error.with_traceback(None)


def ttl(answer: Answer, now: int) -> int | None:
    """How long an answer read at `now` (ms UTC) holds by itself, in ms; None if for ever."""
    if isinstance(answer, Snapshot) and answer.expires_at is not None:
        return answer.expires_at - now
    return None
