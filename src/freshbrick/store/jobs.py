"""A transaction that somebody waits for."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from freshbrick.store.database import Tx

T = TypeVar("T")


class Job(Generic[T]):
    """What is to be done, what came of it, and whom to tell."""

    __slots__ = ("answer", "error", "fn", "result", "touched")

    def __init__(self, fn: Callable[[Tx], T], answer: asyncio.Future[T]) -> None:
        self.fn = fn
        self.answer = answer
        self.result: T | None = None
        self.error: BaseException | None = None
        self.touched: set[str] = set()

    def perform(self, tx: Tx) -> None:
        """Run it, once more if it was rolled back; its exception is raised."""
        self.error = None
        self.touched = tx.touched  # known even if the commit's outcome never will be
        self.result = self.fn(tx)

    def fail(self, error: BaseException) -> None:
        """It was rolled back, and so touched nothing."""
        # A future refuses StopIteration.
        self.error = (
            RuntimeError("a transaction raised StopIteration") if isinstance(error, StopIteration) else error
        )
        self.touched = set()

    def settle(self) -> None:
        """Answer."""
        if self.answer.done():
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.result)  # type: ignore[arg-type]  # without an error there is a result
