"""A part of the simulated world, worked out from one row of a table."""

import re
from enum import StrEnum
from random import Random
from typing import NamedTuple

import msgspec

from freshbrick.simulator.dice import dice

_SIZE = re.compile(r"(\d+) x (\d+)(?: x (\d+))?")
_DESCRIPTION = (
    '<p />This part comes in several versions.\r\n<p />See <a href="//www.bricklink.com/help.asp">the help '
    'page</a> &amp; <b>ask</b>. <img src="//img.bricklink.com/P/11/{no}.jpg">'
)


class Palette(StrEnum):
    """Which colors a part is made in."""

    SYSTEM = "system"
    SMALL = "small"
    CLASSIC = "classic"
    TECHNIC = "technic"
    TRANS = "trans"
    FIGURE = "figure"
    MINIFIGURE = "minifigure"
    HAIR = "hair"
    UTENSIL = "utensil"
    RUBBER = "rubber"
    PLAIN = "plain"
    NONE = "none"


_SYSTEM = (
    *(11, 1, 86, 85, 5, 7, 3, 2, 88, 4, 6, 34, 63, 59, 80, 69, 36, 156, 71, 155, 150, 68, 120, 42, 153),
    *(157, 154, 55, 48, 110, 103, 89, 104, 47, 105, 152, 28, 90, 58, 39, 220, 158, 9, 10, 8, 62, 72, 24),
)
_TRANS = (12, 15, 14, 251, 17, 19, 20, 98, 16, 18, 13, 50, 51, 108, 74, 107, 114, 113, 121)

# BrickLink color ids, the most common first.
COLORS: dict[Palette, tuple[int, ...]] = {
    Palette.SYSTEM: _SYSTEM,
    Palette.SMALL: _SYSTEM + _TRANS + (67, 65, 115, 95, 77, 61, 22, 21, 101, 118, 60, 228, 111, 244),
    Palette.CLASSIC: (5, 1, 3, 7, 11, 9, 86, 10, 85, 6, 8, 2),
    Palette.TECHNIC: (11, 86, 85, 5, 7, 1, 3, 2, 88, 69, 4, 34, 63, 59, 156, 10, 9, 77, 95),
    Palette.TRANS: _TRANS,
    Palette.FIGURE: (3, 90, 28, 150, 88, 86, 1, 11, 225, 5, 48),
    Palette.MINIFIGURE: (11, 1, 5, 7, 3, 6, 86, 85, 88, 2, 63, 59, 80, 4, 69, 68, 34, 89, 115, 95),
    Palette.HAIR: (11, 88, 68, 120, 69, 103, 150, 3, 1, 85, 59, 4),
    Palette.UTENSIL: (86, 95, 77, 11, 88, 115, 85, 66, 9, 10, 8, 22),
    Palette.RUBBER: (11, 85, 10),
    Palette.PLAIN: (0,),
    Palette.NONE: (),
}


class Row(NamedTuple):
    """What is written down of a part; `common` is about the number of sets that its best color is in."""

    no: str
    name: str
    category_id: int
    year: int | None
    palette: Palette | None
    alternate_no: str
    common: tuple[int, int]


class KnownColor(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    color_id: int
    quantity: int = 1


class Part(msgspec.Struct, frozen=True, rename="camel"):
    """Weight in grams and size in studs are decimal strings, as BrickLink sends them; "0.00" is unknown."""

    no: str
    name: str
    category_id: int
    weight: str
    size: tuple[str, str, str]
    year: int | None
    alternate_no: str
    description: str
    is_obsolete: bool
    colors: tuple[KnownColor, ...]

    def known(self, color_id: int) -> KnownColor | None:
        return next((color for color in self.colors if color.color_id == color_id), None)


def make_part(seed: int, row: Row) -> Part:
    throw = dice(seed, "part", row.no.lower())
    size = _size(row.name)
    return Part(
        no=row.no,
        name=row.name,
        category_id=row.category_id,
        weight=_weight(size, throw),
        size=(f"{size[0]:.2f}", f"{size[1]:.2f}", f"{size[2]:.2f}"),
        year=row.year,
        alternate_no=row.alternate_no,
        description=_DESCRIPTION.format(no=row.no) if throw.random() < 0.15 else "",
        is_obsolete=row.no.endswith("old"),
        colors=_known_colors(row, throw),
    )


def _size(name: str) -> tuple[float, float, float]:
    found = _SIZE.search(name)
    if found is None:
        return 0, 0, 0
    flat = 0.33 if name.startswith(("Plate", "Tile")) else 1.0
    return float(found[1]), float(found[2]), float(found[3] or flat)


def _weight(size: tuple[float, float, float], throw: Random) -> str:
    studs, height = size[0] * size[1], size[2]
    grams = studs * (0.03 + 0.26 * height) if studs else throw.uniform(0.1, 3)
    return f"{grams:.2f}"


def _known_colors(row: Row, throw: Random) -> tuple[KnownColor, ...]:
    palette = row.palette or throw.choice(list(Palette))
    common = throw.randint(*row.common)
    return tuple(
        KnownColor(color_id, max(1, int(common * throw.uniform(0.6, 1) * 0.94**rank)))
        for rank, color_id in enumerate(COLORS[palette])
        if rank < 4 or throw.random() < 0.8
    )
