"""The seam between the product and its database: the same functions of a transaction on every engine."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Concatenate, Final, Literal, ParamSpec, Protocol, TypeVar

from sqlalchemy import Executable

from freshbrick.model.timings import Timings

P = ParamSpec("P")
T = TypeVar("T")

Dialect = Literal["sqlite", "postgresql"]


class Row(Protocol):
    """A value by its column's name; iterating gives the values in the statement's order."""

    def __getitem__(self, name: str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


EVERYTHING: Final = "*"
"""The key that stands for all keys: whoever watches anything looks again."""


class Tx(Protocol):
    """One transaction. Statements are module-level constants: each is compiled once, then run by name."""

    now: int
    """The transaction's time, ms UTC: the same for every statement in it."""
    touched: set[str]
    depended: set[str]

    @property
    def dialect(self) -> Dialect:
        """Whose SQL it speaks, for the few things that only one engine knows."""
        ...

    def all(self, statement: Executable, /, **params: object) -> Sequence[Row]:
        """Every row; the cursor is exhausted."""
        ...

    def one(self, statement: Executable, /, **params: object) -> Row | None:
        """The first row, if any."""
        ...

    def run(self, statement: Executable, /, **params: object) -> int:
        """Write; how many rows changed."""
        ...

    def must(self, statement: Executable, error: Exception, /, **params: object) -> None:
        """Write the one row that the statement returns, or raise `error`: now, or before the transaction's next answer.

        An engine may let several that follow each other share a round trip.
        """
        ...

    def run_many(self, statement: Executable, rows: Iterable[Mapping[str, object]], /) -> None:
        """Write the same statement for every row."""
        ...

    def hold(self, name: str) -> None:
        """Of all transactions that hold a name one goes on at a time: the others wait here until it has ended."""
        ...

    def touch(self, *keys: str) -> None:
        """Say that this write changed what `keys` stand for: published after the commit."""
        ...

    def depends(self, *keys: str) -> None:
        """Say that this read would change with `keys`."""
        ...


class Commits:
    """What an engine counts of its commits: `transactions` in them, `times` of them, each from its BEGIN."""

    def __init__(self) -> None:
        self.transactions = 0
        self.times = Timings()
        self.returned_at: int | None = None
        """When the commit returned that listeners are being told of (monotonic ms); None: nobody here knows."""


class Database(Protocol):
    """A database. A function given to it may be run more than once and has no effect outside its transaction."""

    commits: Commits

    def read_now(self, fn: "Callable[Concatenate[Tx, P], T]", /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a point read before this returns. NotNowError where that would mean to wait: ask `read` then."""
        ...

    async def read(self, fn: "Callable[Concatenate[Tx, P], T]", /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a point read in one consistent snapshot."""
        ...

    async def scan(self, fn: "Callable[Concatenate[Tx, P], T]", /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a search or a list: the same, off the event loop."""
        ...

    async def write(self, fn: "Callable[Concatenate[Tx, P], T]", /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run in one transaction and publish what it touched, before this returns."""
        ...

    def subscribe(self, listener: "Listener", /) -> None:
        """Tell `listener` the keys of every commit, on the event loop."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        ...


Listener = Callable[[Collection[str]], None]


class NotNowError(Exception):
    """The database cannot answer without waiting."""


class DatabaseUnavailableError(Exception):
    """The database does not answer now; asking again may help."""
