"""How long something took, counted: the histogram of a metric at the price of a few additions."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

BOUNDS: Final = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000)
"""ms; what took longer than the last is counted beyond all."""


class Timings:
    """`total` is in ms. One thread may add while another reads: a count that is just missed is there the next time."""

    __slots__ = ("_counts", "total")

    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS) + 1)
        self.total = 0

    @property
    def count(self) -> int:
        """How many were added."""
        return sum(self._counts)

    def add(self, ms: int) -> None:
        """Count one that took `ms`."""
        self._counts[bisect_left(BOUNDS, ms)] += 1
        self.total += ms

    def include(self, other: "Timings") -> None:
        """Count what another counted."""
        theirs = other._counts  # noqa: SLF001 - of the same class
        self._counts = [own + more for own, more in zip(self._counts, theirs, strict=True)]
        self.total += other.total

    def cumulative(self) -> Iterator[tuple[int | None, int]]:
        """How many took at most so many ms, for every bound; the last is for all (None)."""
        reached = 0
        for bound, count in zip((*BOUNDS, None), tuple(self._counts), strict=True):
            reached += count
            yield bound, reached
