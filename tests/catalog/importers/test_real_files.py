"""Rebrickable's downloads at full size, where they are at hand."""

from pathlib import Path

import pytest

from catalog.importers.lists import Importer, unheard
from freshbrick.catalog.importers.importing import checked_files, import_files
from freshbrick.store import part_colors, parts
from freshbrick.store.database import Database

DATA = Path(__file__).parents[3].parent / "shared" / "data"

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the real downloads are not part of the project"),
    pytest.mark.e2e,  # ten seconds
]


async def test_all_of_rebrickable_is_imported(bring: Importer, database: Database) -> None:
    paths = [
        DATA / f"rebrickable-{name}.csv.gz" for name in ("elements", "parts", "part_categories", "colors")
    ]
    with checked_files(paths, unheard) as files:
        found = {r.what: r for r in await import_files(database, bring.clock, files, unheard)}
    assert {what: (report.rows, report.new) for what, report in found.items()} == {
        "Rebrickable's categories": (76, 76),
        "Rebrickable's colors": (275, 213),
        "Rebrickable's parts": (61_770, 61_770),
        "Rebrickable's elements": (108_920, 84_242),
    }
    assert found["Rebrickable's elements"].left_out[0].rows == 97
    assert found["Rebrickable's parts"].left_out == []
    brick, known = await database.read(parts.find, "3001"), await database.read(part_colors.find, "3001")
    assert brick is not None
    assert known is not None
    assert (brick.part.name, brick.part.category_name) == ("Brick 2 x 4", "Bricks")
    assert {"Black", "Red", "White"} <= {color.name for color in known.colors}
