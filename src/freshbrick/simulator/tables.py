"""The world as it is written down: parts, colors and categories from tables of comma-separated values."""

import csv
import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from freshbrick.simulator.parts import Palette, Row

_OFTEN = (200, 900)
_SELDOM = (20, 250)
_RARELY = (1, 40)
_OTHER = "Other"


class Color(NamedTuple):
    color_id: int
    color_name: str
    color_code: str
    color_type: str


class Category(NamedTuple):
    category_id: int
    category_name: str
    parent_id: int


@cache
def colors() -> tuple[Color, ...]:
    return tuple(
        Color(int(row["color_id"]), row["color_name"], row["color_code"], row["color_type"])
        for row in _package_rows("colors.csv")
    )


@cache
def categories() -> tuple[Category, ...]:
    return tuple(
        Category(int(row["category_id"]), row["category_name"], int(row["parent_id"]))
        for row in _package_rows("categories.csv")
    )


@cache
def seeded_parts() -> tuple[Row, ...]:
    """The few hundred parts that every world has."""
    return tuple(
        Row(
            no=row["no"],
            name=row["name"],
            category_id=int(row["category_id"]),
            year=int(row["year"]),
            palette=Palette(row["palette"]),
            alternate_no=row["alternate_no"],
            common=_OFTEN if row["palette"] in {Palette.SYSTEM, Palette.SMALL} else _SELDOM,
        )
        for row in _package_rows("parts.csv")
    )


def rebrickable_parts(file: Path) -> Iterator[Row]:
    """The parts of a Rebrickable `parts.csv` or `parts.csv.gz`; its category ids are not BrickLink's.

    Raises ValueError if the file has not the columns of one.
    """
    known = {category.category_name: category.category_id for category in categories()}
    with gzip.open(file, "rt", newline="") if file.suffix == ".gz" else file.open(newline="") as lines:
        rows = csv.reader(lines)
        if next(rows, [])[:2] != ["part_num", "name"]:
            raise ValueError(
                f"{file} is not Rebrickable's parts.csv: its first columns are part_num and name"
            )
        for no, name, *_ in rows:
            word = name.partition(" ")[0].strip(",")
            yield Row(no, name, known.get(word, known[_OTHER]), None, None, "", _RARELY)


def _package_rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
