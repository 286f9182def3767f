"""One line of the table: what was measured, what it is held against, and whether that is enough."""

from collections.abc import Sequence
from statistics import median

import msgspec


class Figure(msgspec.Struct, frozen=True, rename="camel"):
    """`value` and `reference` in `unit`; `met` says whether `wanted` is reached."""

    name: str
    value: float
    unit: str
    reference: float | None
    compared: float | None
    """value / reference, by pairs that were measured right after one another where there are any"""
    wanted: str
    met: bool


def speed(
    name: str, values: Sequence[float], unit: str, references: Sequence[float], at_least: float
) -> Figure:
    """A rate that shall be at least so many times the reference; medians of pairs."""
    ratio = median(value / reference for value, reference in zip(values, references, strict=True))
    wanted = f"at least {at_least:g} ×"
    return Figure(name, median(values), unit, median(references), ratio, wanted, ratio >= at_least)


def duration(
    name: str, values: Sequence[float], unit: str, references: Sequence[float], at_most: float
) -> Figure:
    """A time that shall be at most so many times the reference; medians of pairs."""
    ratio = median(value / reference for value, reference in zip(values, references, strict=True))
    wanted = f"at most {at_most:g} ×"
    return Figure(name, median(values), unit, median(references), ratio, wanted, ratio <= at_most)


def at_most(name: str, value: float, unit: str, limit: float, reference: float | None = None) -> Figure:
    """A figure with a limit of its own."""
    compared = value / reference if reference else None
    return Figure(name, value, unit, reference, compared, f"at most {limit:g} {unit}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Figure:
    """The same for a rate."""
    return Figure(name, value, unit, None, None, f"at least {limit:,.0f} {unit}", value >= limit)


def plain(name: str, value: float, unit: str, reference: float | None = None) -> Figure:
    """A figure to know, of which nothing is demanded."""
    return Figure(name, value, unit, reference, value / reference if reference else None, "", met=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all are not above."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
