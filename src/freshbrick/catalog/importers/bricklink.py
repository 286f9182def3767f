"""BrickLink's catalog downloads: parts, categories, colors and codes, tab-separated or XML.

The tab files' header is words (`Category ID`, `Number`, …), the XML has an element for each (`CATEGORY`, `ITEMID`, …).
Whether there are years, weights and sizes, the person who downloads it chooses. In codes the color is a name.
"""

from freshbrick.catalog.importers import values
from freshbrick.catalog.importers.format import Cells, Format
from freshbrick.catalog.importers.records import Seen
from freshbrick.catalog.importers.refusals import OddRowError
from freshbrick.model.parts import NOT_APPLICABLE, Category, Color, Part, Size, part_key
from freshbrick.store.imports import ImportedPart


def _part(cells: Cells) -> tuple[str, ImportedPart]:
    _check_type(cells)
    number = values.number(cells["number"])
    part = Part(
        part_number=number,
        name=values.name(cells["name"]),
        category_id=values.id_or_none(cells["category"]),
        category_name=values.name_or_none(cells.get("category_name", "")),
        alternate_numbers=values.alternates(cells.get("alternates", ""), number),
        year_released=values.year(cells.get("year", "")),
        weight=values.measure(cells.get("weight", "")),
        size=_size(cells),
        source="bricklink",
    )
    return part_key(number), ImportedPart(part)


def _category(cells: Cells) -> tuple[str, Category]:
    number = values.whole(cells["category"], "category id", least=1)
    return f"{number:06}", Category(number, values.name(cells["name"]), None)


def _color(cells: Cells) -> tuple[str, Color]:
    number = values.whole(cells["color"], "color id")
    kind = values.name_or_none(cells.get("type", "")) or NOT_APPLICABLE.type
    return f"{number:06}", Color(number, values.name(cells["name"]), values.hex_code(cells["rgb"]), kind)


def _code(cells: Cells) -> tuple[str, Seen]:
    _check_type(cells)
    seen = Seen(part_key(values.number(cells["number"])), values.name(cells["color"]))
    return f"{seen.part_key} {seen.color}", seen


def _check_type(cells: Cells) -> None:
    """Tab files of parts do not say that they are; where an item's type is told, it is P or Part."""
    kind = cells.get("item_type", "P").strip()
    if kind.upper() not in ("P", "PART"):
        raise OddRowError("no part", f"item type {kind[:20]}")


def _size(cells: Cells) -> Size | None:
    if "dimensions" in cells:
        return values.dimensions(cells["dimensions"])
    return values.size(*(cells.get(axis, "") for axis in ("x", "y", "z")))


FORMATS = (
    Format(
        what="BrickLink's parts",
        source="bricklink",
        writes="parts",
        columns={
            "item type": "item_type",
            "category id": "category",
            "category name": "category_name",
            "number": "number",
            "name": "name",
            "alternate item number": "alternates",
            "year released": "year",
            "weight (in grams)": "weight",
            "dimensions": "dimensions",
            "itemtype": "item_type",
            "itemid": "number",
            "itemname": "name",
            "category": "category",
            "itemyear": "year",
            "itemweight": "weight",
            "itemdimx": "x",
            "itemdimy": "y",
            "itemdimz": "z",
        },
        needs=frozenset({"number", "name", "category"}),
        read=_part,
        shape=ImportedPart,
    ),
    Format(
        what="BrickLink's categories",
        source="bricklink",
        writes="categories",
        columns={
            "category id": "category",
            "category name": "name",
            "category": "category",
            "categoryname": "name",
        },
        needs=frozenset({"category", "name"}),
        read=_category,
        shape=Category,
    ),
    Format(
        what="BrickLink's colors",
        source="bricklink",
        writes="colors",
        columns={
            "color id": "color",
            "color name": "name",
            "rgb": "rgb",
            "type": "type",
            "color": "color",
            "colorname": "name",
            "colorrgb": "rgb",
            "colortype": "type",
        },
        needs=frozenset({"color", "name", "rgb"}),
        read=_color,
        shape=Color,
    ),
    Format(
        what="BrickLink's codes",
        source="bricklink",
        writes="known colors",
        columns={
            "item type": "item_type",
            "item no": "number",
            "number": "number",
            "color": "color",
            "code": "code",
            "itemtype": "item_type",
            "itemid": "number",
            "codename": "code",
        },
        needs=frozenset({"number", "color", "code"}),
        read=_code,
        shape=Seen,
    ),
)
