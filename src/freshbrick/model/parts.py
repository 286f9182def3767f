"""Parts, colors and categories as the product knows them, and how their numbers are written."""

import re
from decimal import Decimal
from typing import Literal

import msgspec

from freshbrick.model.errors import RequestError

MAX_COLOR_ID = 999_999

Source = Literal["bricklink", "import"]
"""Whether BrickLink has told of a part, or an imported list alone."""

_PART_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,31}")
_COLOR_ID = re.compile(r"[0-9]{1,6}")


class Size(msgspec.Struct, frozen=True, rename="camel"):
    """Studs in each direction; None where BrickLink does not know."""

    x: Decimal | None
    y: Decimal | None
    z: Decimal | None


class Part(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A part by BrickLink's spelling of its number; what is unknown is None, never 0 or "".

    `weight` in grams. `category_name` is filled in by the store.
    """

    part_number: str
    name: str
    category_id: int | None = None
    category_name: str | None = None
    alternate_numbers: tuple[str, ...] = ()
    year_released: int | None = None
    weight: Decimal | None = None
    size: Size | None = None
    description: str | None = None
    image_url: str | None = None
    thumbnail_url: str | None = None
    is_obsolete: bool | None = None
    source: Source = "bricklink"


class KnownColor(msgspec.Struct, frozen=True, rename="camel"):
    """A color in which a part is known to exist, and BrickLink's count of it."""

    color_id: int
    quantity: int


class PartColor(msgspec.Struct, frozen=True, rename="camel"):
    """A known color of a part with the color's own facts; `hex_code` such as "b40000"."""

    color_id: int
    name: str
    hex_code: str | None
    type: str
    quantity: int


class Color(msgspec.Struct, frozen=True, rename="camel"):
    """A BrickLink color; its type ("Solid", "Transparent", …) is free text."""

    color_id: int
    name: str
    hex_code: str | None
    type: str


class Category(msgspec.Struct, frozen=True, rename="camel"):
    """A BrickLink category; `parent_id` is None at the root."""

    category_id: int
    name: str
    parent_id: int | None


NOT_APPLICABLE = Color(0, "(Not Applicable)", None, "N/A")
"""Used by lots and known colors, and missing from BrickLink's own list."""


def is_part_number(text: str) -> bool:
    return _PART_NUMBER.fullmatch(text) is not None


def parse_part_number(text: str) -> str:
    """The part number that `text` is, as it is written; raises RequestError `bad_request`."""
    if not is_part_number(text):
        raise RequestError(
            "bad_request",
            "A part number is 1 to 32 letters, digits, dots and hyphens, a letter or digit first, such as 3001 or "
            f"3068bpb0001; {text[:40]!r} is not.",
        )
    return text


def parse_color_id(value: str | int) -> int:
    """The BrickLink color id that `value` is, 0 to 999999; raises RequestError `bad_request`."""
    if isinstance(value, str) and _COLOR_ID.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COLOR_ID:
        return value
    raise RequestError(
        "bad_request",
        f"A color id is BrickLink's number of a color, 0 to {MAX_COLOR_ID}, such as 11 for Black.",
    )


def part_key(number: str) -> str:
    """The spelling by which a part is looked up: no two real numbers differ only by case."""
    return number.lower()
