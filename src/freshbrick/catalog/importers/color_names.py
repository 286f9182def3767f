"""BrickLink's color ids by what others call the colors; what is called by no known name is never guessed."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from freshbrick.model.parts import Color


class _Pair(NamedTuple):
    bricklink_id: int
    bricklink_name: str


class ColorNames:
    """Knows the names of `listed`, BrickLink's colors as far as they are known here, and of the package's own table.

    `rebrickable` are the names of Rebrickable's ids.
    """

    def __init__(self, listed: Iterable[Color], rebrickable: Mapping[int, str]) -> None:
        self._rebrickable = rebrickable
        self._by_name = {pair.bricklink_name.casefold(): pair.bricklink_id for pair in _pairs().values()}
        self._by_name |= {color.name.casefold(): color.color_id for color in listed}

    def of_bricklink(self, color: str) -> int | None:
        """The id of the color of this name; codes sometimes give the id itself."""
        found = self._by_name.get(color.casefold())
        return int(color) if found is None and color.isdecimal() and len(color) < 7 else found

    def of_rebrickable(self, number: int) -> int | None:
        """The id of the same color: by the table first, since equal names can mean different colors."""
        pair = _pairs().get(number)
        return pair.bricklink_id if pair else self._by_name.get(self.rebrickable_name(number).casefold())

    def rebrickable_name(self, number: int) -> str:
        return self._rebrickable.get(number, f"color {number}")


def bricklink_name(color_id: int) -> str | None:
    """BrickLink's name of the color, from the package's table."""
    return _bricklink_names().get(color_id)


@cache
def _bricklink_names() -> dict[int, str]:
    return {pair.bricklink_id: pair.bricklink_name for pair in _pairs().values()}


@cache
def _pairs() -> dict[int, _Pair]:
    """By Rebrickable's id."""
    text = files(__package__).joinpath("data", "colors.csv").read_text("utf-8")
    return {
        int(row["rebrickable_id"]): _Pair(int(row["bricklink_id"]), row["bricklink_name"])
        for row in csv.DictReader(text.splitlines())
    }
