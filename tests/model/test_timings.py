"""Counting how long things took."""

from freshbrick.model.timings import BOUNDS, Timings


def test_each_is_counted_at_the_first_bound_that_it_does_not_exceed_and_at_all_above() -> None:
    timings = Timings()
    for ms in (0, 1, 2, 3, BOUNDS[-1] + 1):
        timings.add(ms)
    reached = dict(timings.cumulative())
    assert (reached[1], reached[2], reached[5], reached[BOUNDS[-1]], reached[None]) == (2, 3, 4, 4, 5)
    assert (timings.count, timings.total) == (5, 6 + BOUNDS[-1] + 1)
