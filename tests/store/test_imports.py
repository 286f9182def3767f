"""Imported rows beside fetched ones, and what their writes cost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Executable

from freshbrick.model.parts import Category, Color, KnownColor, Part
from freshbrick.store import imports, part_colors, parts, reference
from freshbrick.store.database import Database
from freshbrick.store.imports import ImportedColors, ImportedPart, Source
from store.test_query_plans import plan

BRICK = ImportedPart(Part(part_number="3001", name="Brick 2 x 4", source="import"), 11)
OURS = ImportedPart(Part(part_number="3001", name="Brick 2 by 4", category_id=5))


def colors(*ids: int, part_key: str = "3001") -> list[ImportedColors]:
    return [ImportedColors(part_key, frozenset(ids))]


async def test_a_row_is_new_then_unchanged_then_changed(database: Database) -> None:
    renamed = ImportedPart(Part(part_number="3001", name="Brick", source="import"), 11)
    assert await database.write(imports.save_parts, [BRICK]) == {"new": 1}
    assert await database.write(imports.save_parts, [BRICK]) == {"unchanged": 1}
    assert await database.write(imports.save_parts, [renamed]) == {"changed": 1}


async def test_bricklinks_row_replaces_an_imported_one_for_good(database: Database) -> None:
    await database.write(imports.save_parts, [BRICK])
    assert await database.write(imports.save_parts, [OURS]) == {"changed": 1}
    assert await database.write(imports.save_parts, [BRICK]) == {"kept": 1}


async def test_a_part_that_was_fetched_between_two_chunks_is_kept(database: Database) -> None:
    await database.write(imports.save_parts, [BRICK])
    await database.write(parts.save, OURS.part, last_fetched=1)
    for one in (BRICK, OURS):
        assert await database.write(imports.save_parts, [one]) == {"kept": 1}


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [("import", "bricklink", {1}), ("bricklink", "import", {5, 11}), ("import", "import", {1})],
)
async def test_known_colors_follow_the_better_list(
    database: Database, first: Source, second: Source, left: set[int]
) -> None:
    await database.write(imports.save_known_colors, colors(5, 11), first)
    await database.write(imports.save_known_colors, colors(1), second)
    saved = await database.read(part_colors.find, "3001")
    assert saved is not None
    assert saved.last_fetched is None
    assert {one.color_id for one in saved.colors} == left


async def test_a_fetched_list_of_known_colors_replaces_an_imported_one(database: Database) -> None:
    await database.write(imports.save_known_colors, colors(5, 11), "import")
    await database.write(part_colors.save, "3001", [KnownColor(1, 10)], last_fetched=1)
    assert await database.write(imports.save_known_colors, colors(5), "bricklink") == {"kept": 1}


async def test_a_fetched_list_of_names_is_left_alone(database: Database) -> None:
    await database.write(reference.save_colors, [])
    await database.write(reference.save_categories, [])
    assert await database.write(imports.save_colors, [Color(5, "Red", None, "")], "bricklink") == {"kept": 1}
    assert await database.write(imports.save_categories, [Category(5, "Brick", None)]) == {"kept": 1}


SEEKS: dict[str, Executable] = {
    "part": imports._PART,
    "title": imports._TITLE,
    "list of known colors": imports._LIST,
    "known colors": imports._KNOWN,
    "forget a color": imports._FORGET,
    "color": imports._COLOR,
    "category": imports._CATEGORY,
    "name": imports._NAME,
}


@pytest.mark.parametrize("name", SEEKS)
def test_every_row_is_found_by_its_key(database_file: Path, name: str) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        assert "SCAN" not in plan(connection, SEEKS[name])
