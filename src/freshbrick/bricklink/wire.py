"""BrickLink's JSON about parts, colors and categories as values of the model.

Every reader takes the text under the envelope's `data` and raises UpstreamError for what is not the answer.
"""

import re
from decimal import Decimal

import msgspec

from freshbrick.bricklink import loose
from freshbrick.bricklink.loose import ColorId, Count, Flag, Item
from freshbrick.model.parts import (
    NOT_APPLICABLE,
    Category,
    Color,
    KnownColor,
    Part,
    Size,
    is_part_number,
    part_key,
)

ALTERNATES_MAX = 100

_HEX_CODE = re.compile(r"[0-9a-f]{6}")
_YEARS = range(1900, 2200)


class _CatalogItem(Item):
    name: str
    category_id: Count | None = None
    category_id_too: Count | None = msgspec.field(name="categoryID", default=None)
    alternate_no: str | None = None
    image_url: str | None = None
    thumbnail_url: str | None = None
    weight: Decimal | None = None
    dim_x: Decimal | None = None
    dim_y: Decimal | None = None
    dim_z: Decimal | None = None
    year_released: int | None = None
    description: str | None = None
    is_obsolete: Flag = None


class _KnownColor(msgspec.Struct):
    color_id: ColorId
    quantity: Count


class _Color(msgspec.Struct):
    color_id: ColorId
    color_name: str
    color_code: str | None = None
    color_type: str | None = None


class _Category(msgspec.Struct):
    category_name: str
    category_id: Count | None = None
    category_id_too: Count | None = msgspec.field(name="categoryID", default=None)
    parent_id: Count | None = None


def part(data: bytes, asked: str) -> Part:
    """The part `asked` for, in BrickLink's spelling of its number."""
    item = loose.decode(data, _CatalogItem)
    loose.check_item(item, asked)
    return Part(
        part_number=item.no,
        name=loose.name(item.name),
        category_id=item.category_id or item.category_id_too or None,
        alternate_numbers=_alternates(item),
        year_released=item.year_released if item.year_released in _YEARS else None,
        weight=loose.measure(item.weight),
        size=_size(item),
        description=loose.description(item.description or ""),
        image_url=loose.image(item.image_url or ""),
        thumbnail_url=loose.image(item.thumbnail_url or ""),
        is_obsolete=loose.flag(item.is_obsolete),
        source="bricklink",
    )


def _alternates(item: _CatalogItem) -> tuple[str, ...]:
    numbers = filter(is_part_number, re.split(r"[\s,;]+", item.alternate_no or ""))
    others = (number for number in numbers if part_key(number) != part_key(item.no))
    return tuple(dict.fromkeys(others))[:ALTERNATES_MAX]


def _size(item: _CatalogItem) -> Size | None:
    lengths = [loose.measure(length) for length in (item.dim_x, item.dim_y, item.dim_z)]
    return Size(*lengths) if any(lengths) else None


def part_colors(data: bytes) -> tuple[KnownColor, ...]:
    """The known colors, largest quantity first; of one that comes twice the larger is kept."""
    quantities: dict[int, int] = {}
    for color in loose.decode(data, list[_KnownColor]):
        quantities[color.color_id] = max(color.quantity, quantities.get(color.color_id, 0))
    ordered = sorted(quantities.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(KnownColor(color_id, quantity) for color_id, quantity in ordered)


def colors(data: bytes) -> tuple[Color, ...]:
    """All colors by id; color 0, which BrickLink's list lacks, is supplied."""
    known = {color.color_id: _color(color) for color in loose.decode(data, list[_Color])}
    return tuple(color for _, color in sorted(({0: NOT_APPLICABLE} | known).items()))


def _color(color: _Color) -> Color:
    code = (color.color_code or "").lower()
    return Color(
        color_id=color.color_id,
        name=loose.name(color.color_name),
        hex_code=code if _HEX_CODE.fullmatch(code) else None,
        type=loose.name(color.color_type or NOT_APPLICABLE.type),
    )


def categories(data: bytes) -> tuple[Category, ...]:
    """All categories by id."""
    known = [_category(category) for category in loose.decode(data, list[_Category])]
    return tuple(category for _, category in sorted({one.category_id: one for one in known}.items()))


def _category(category: _Category) -> Category:
    category_id = category.category_id or category.category_id_too
    if not category_id:
        raise loose.unreadable("a category has no id")
    return Category(category_id, loose.name(category.category_name), category.parent_id or None)
