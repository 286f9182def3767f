"""Rebrickable's downloads: `parts`, `part_categories`, `colors` and `elements`.

Their columns: https://rebrickable.com/downloads/.
"""

from freshbrick.catalog.importers import values
from freshbrick.catalog.importers.format import Cells, Format
from freshbrick.catalog.importers.records import Named, Seen
from freshbrick.model.parts import Part, part_key
from freshbrick.store.imports import ImportedPart


def _part(cells: Cells) -> tuple[str, ImportedPart]:
    number = values.number(cells["number"])
    part = Part(part_number=number, name=values.name(cells["name"]), source="import")
    return part_key(number), ImportedPart(part, values.id_or_none(cells["category"]))


def _named(cells: Cells) -> tuple[str, Named]:
    number = values.whole(cells["id"], "id", least=-1)  # -1 is its "[Unknown]" color
    return f"{number:07}", Named(number, values.name(cells["name"]), values.hex_code(cells.get("rgb", "")))


def _element(cells: Cells) -> tuple[str, Seen]:
    seen = Seen(
        part_key(values.number(cells["number"])), str(values.whole(cells["color"], "color id", least=-1))
    )
    return f"{seen.part_key} {seen.color}", seen


FORMATS = (
    Format(
        what="Rebrickable's parts",
        source="import",
        writes="parts",
        columns={"part_num": "number", "name": "name", "part_cat_id": "category"},
        needs=frozenset({"number", "name", "category"}),
        read=_part,
        shape=ImportedPart,
    ),
    Format(
        what="Rebrickable's categories",
        source="import",
        writes="categories",
        columns={"id": "id", "name": "name"},
        needs=frozenset({"id", "name"}),
        read=_named,
        shape=Named,
        exactly=True,  # its themes have one column more
    ),
    Format(
        what="Rebrickable's colors",
        source="import",
        writes="colors",
        columns={"id": "id", "name": "name", "rgb": "rgb"},
        needs=frozenset({"id", "name", "rgb"}),
        read=_named,
        shape=Named,
    ),
    Format(
        what="Rebrickable's elements",
        source="import",
        writes="known colors",
        columns={"element_id": "element", "part_num": "number", "color_id": "color"},
        needs=frozenset({"element", "number", "color"}),
        read=_element,
        shape=Seen,
    ),
)
