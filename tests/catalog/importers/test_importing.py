"""Lists from elsewhere fill the catalog, in any order, and never replace what BrickLink was asked for."""

from collections.abc import Collection
from decimal import Decimal
from itertools import permutations
from typing import Literal

import pytest
from sqlalchemy import text

from catalog.importers.lists import (
    CATEGORIES_CSV,
    CATEGORIES_TAB,
    CODES_TAB,
    CODES_XML,
    COLORS_CSV,
    COLORS_TAB,
    ELEMENTS_CSV,
    EVERY,
    PARTS_CSV,
    PARTS_TAB,
    PARTS_XML,
    Importer,
)
from freshbrick.catalog.answers import Answer, answer
from freshbrick.catalog.importers.writing import CHUNK
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.queries import PartArgs, get_part, get_part_colors
from freshbrick.catalog.resources import LIST_KEY
from freshbrick.catalog.search import SearchArgs, SearchResult, search_parts
from freshbrick.model.outbox import Resource
from freshbrick.model.parts import Color, KnownColor, Part, Size
from freshbrick.store import imports, part_colors, parts, reference
from freshbrick.store.database import Database, Tx
from freshbrick.store.imports import Outcomes, save_names
from freshbrick.store.keys import CATEGORIES, COLORS, PARTS


async def part(database: Database, number: str) -> Part:
    saved = await database.read(parts.find, number)
    assert saved is not None
    return saved.part


async def colors_of(database: Database, number: str) -> dict[int, str]:
    saved = await database.read(part_colors.find, number)
    return {one.color_id: one.name for one in saved.colors} if saved else {}


async def everything(database: Database) -> object:
    """All that a reader can see of what the lists are about."""
    numbers = ("3001", "3001pr0001", "stk01", "4276a")
    return (
        [await database.read(parts.find, number) for number in numbers],
        [await database.read(part_colors.find, number) for number in numbers],
        await database.read(reference.all_colors),
        await database.read(reference.all_categories),
    )


async def test_rebrickables_lists_fill_an_empty_catalog(bring: Importer, database: Database) -> None:
    reports = await bring(ELEMENTS_CSV, PARTS_CSV, CATEGORIES_CSV, COLORS_CSV)
    assert await part(database, "3001PR0001") == Part(
        part_number="3001pr0001",
        name='Brick 2 x 4 with "1" Print',
        category_name="Bricks",
        is_obsolete=False,
        source="import",
    )
    assert (await part(database, "stk01")).category_name == "Stickers"
    assert await colors_of(database, "3001") == {11: "Black", 5: "Red"}, "BrickLink's ids, not Rebrickable's"
    listed = {color.color_id: color for color in await database.read(reference.all_colors)}
    assert listed[13] == Color(13, "Trans-Black", "635f52", ""), "an id that has another name at BrickLink"
    assert [(r.what, r.rows, r.new, r.repeated) for r in reports[2:]] == [
        ("Rebrickable's elements", 4, 2, 1),
        ("Rebrickable's parts", 3, 3, 0),
    ]


async def test_an_imported_part_was_never_checked(bring: Importer, database: Database) -> None:
    await bring(PARTS_CSV, ELEMENTS_CSV)
    for query in (get_part, get_part_colors):
        answer = (await database.read(query, Policy(), PartArgs(part_number="3001"))).value
        assert isinstance(answer, Answer)
        assert (answer.status, answer.last_fetched, answer.stale_at) == ("stale", None, None)


@pytest.mark.parametrize(
    ("resource", "lists", "names"),
    [
        ("color", (COLORS_TAB,), {"(Not Applicable)", "Black", "Red", "Sky Grape"}),
        ("color", (COLORS_CSV,), {"Black", "Red", "Trans-Black"}),
        ("category", (CATEGORIES_TAB,), {"Brick", "Sticker & Decal"}),
        ("category", (PARTS_TAB,), {"Brick", "Hinge"}),
        ("category", (PARTS_XML, CATEGORIES_CSV), set()),
    ],
)
async def test_an_imported_list_is_shown_and_was_never_checked(
    bring: Importer, database: Database, resource: Resource, lists: tuple[str, ...], names: set[str]
) -> None:
    await bring(*lists)
    told = (await database.read(answer, Policy(), resource, LIST_KEY)).value
    assert isinstance(told, Answer)
    assert {one.name for one in told.data or ()} == names
    assert (told.status, told.last_fetched) == ("stale" if names else "missing", None)


async def test_a_category_is_called_as_the_parts_list_calls_it_until_there_is_a_list_of_them(
    bring: Importer, database: Database
) -> None:
    async def facet() -> set[tuple[int | None, str | None]]:
        result = (await database.read(search_parts, Policy(), SearchArgs())).value
        assert isinstance(result, SearchResult)
        return {(one.id, one.name) for one in result.facets.category}

    await bring(PARTS_TAB)
    assert await facet() == {(5, "Brick"), (36, "Hinge")}
    await bring(CATEGORIES_TAB.replace("Brick", "Bricks, plain"))
    await bring(PARTS_TAB)
    assert await facet() == {(5, "Bricks, plain"), (36, "Hinge")}


async def test_colors_that_bricklink_does_not_have_are_listed_and_not_guessed(
    bring: Importer, database: Database
) -> None:
    colors, elements = await bring(ELEMENTS_CSV, COLORS_CSV)
    assert (colors.left_out[0].rows, colors.left_out[0].examples) == (2, ["[Unknown]", "Sky Grape"])
    assert (elements.left_out[0].rows, elements.left_out[0].examples) == (1, ["Sky Grape"])
    assert await colors_of(database, "stk01") == {}


async def test_a_color_is_matched_once_bricklinks_list_names_it(bring: Importer, database: Database) -> None:
    await bring(COLORS_CSV, ELEMENTS_CSV)
    await bring(COLORS_TAB)
    assert (await bring.one(ELEMENTS_CSV)).new == 1
    assert await colors_of(database, "stk01") == {999: "Sky Grape"}


@pytest.mark.parametrize("lists", [(PARTS_TAB, CATEGORIES_TAB), (PARTS_XML,)])
async def test_bricklinks_parts_are_read_in_full(
    bring: Importer, database: Database, lists: tuple[str, ...]
) -> None:
    await bring(*lists)
    brick, hinge = await part(database, "3001"), await part(database, "4276a")
    assert (brick.source, brick.category_id, brick.weight) == ("bricklink", 5, Decimal("2.32"))
    assert (hinge.name, hinge.weight, hinge.size) == ("Hinge Plate (2 Fingers)", None, None)
    if lists == (PARTS_XML,):
        assert (brick.year_released, brick.size) == (1958, Size(Decimal(2), Decimal(4), None))
        assert hinge.year_released is None
    else:
        assert (brick.alternate_numbers, brick.size) == (
            ("3001a", "3001b"),
            Size(Decimal(2), Decimal(4), Decimal(1)),
        )
        assert (brick.category_name, hinge.category_name) == ("Brick", "Hinge")


async def test_codes_name_the_color_and_give_the_known_part_in_color(
    bring: Importer, database: Database
) -> None:
    report = (await bring(CODES_TAB, COLORS_TAB))[1]
    assert await colors_of(database, "3001") == {5: "Red"}
    assert await colors_of(database, "4276a") == {11: "Black"}
    assert (report.rows, report.new, report.repeated) == (4, 2, 1)
    assert [(one.rows, one.examples) for one in report.left_out] == [(1, ["Ultra Mauve"])]


async def test_bricklinks_colors_and_categories_fill_the_lists(bring: Importer, database: Database) -> None:
    await bring(COLORS_TAB, CATEGORIES_TAB)
    colors = {color.color_id: color for color in await database.read(reference.all_colors)}
    assert colors[5] == Color(5, "Red", "b40000", "Solid")
    assert colors[0].name == "(Not Applicable)"
    assert [c.name for c in await database.read(reference.all_categories)] == ["Brick", "Sticker & Decal"]
    assert await database.read(reference.last_fetched, "color") is None


@pytest.mark.parametrize(
    "lists",
    [
        (PARTS_CSV, CATEGORIES_CSV),
        (PARTS_CSV, PARTS_TAB, CATEGORIES_CSV),
        (COLORS_CSV, COLORS_TAB),
        (ELEMENTS_CSV, CODES_XML),
        (PARTS_CSV, PARTS_XML, CATEGORIES_CSV),
    ],
)
async def test_the_order_of_files_does_not_matter(
    bring: Importer, database: Database, lists: tuple[str, ...]
) -> None:
    await bring(*lists)
    at_once = await everything(database)
    for order in permutations(lists):
        for table in (
            "parts",
            "part_colors",
            "part_color_lists",
            "colors",
            "categories",
            "rebrickable_names",
        ):
            await database.write(_clear, table)
        for content in order:
            await bring.one(content)
        assert await everything(database) == at_once


def _clear(tx: Tx, table: str) -> None:
    tx.run(text(f"DELETE FROM {table}"))


async def test_bricklinks_list_goes_before_rebrickables(bring: Importer, database: Database) -> None:
    await bring(PARTS_CSV, ELEMENTS_CSV)
    await bring(PARTS_TAB, CODES_XML.replace("Black", "White"))
    again = await bring(PARTS_CSV, ELEMENTS_CSV)
    assert (await part(database, "3001")).source == "bricklink"
    assert (await part(database, "stk01")).source == "import", "a number that BrickLink's list lacks"
    assert set(await colors_of(database, "3001")) == {5, 1}
    assert [(report.kept, report.unchanged, report.new) for report in again] == [(2, 0, 0), (1, 2, 0)]


async def test_a_list_without_weights_does_not_take_them_away(bring: Importer, database: Database) -> None:
    await bring(PARTS_TAB)
    short = "Category ID\tCategory Name\tNumber\tName\n5\tBrick\t3001\tBrick 2 by 4\n"
    assert (await bring.one(short)).changed == 1
    brick = await part(database, "3001")
    assert (brick.name, brick.weight) == ("Brick 2 by 4", Decimal("2.32"))


async def test_what_was_fetched_stays_with_its_age(bring: Importer, database: Database) -> None:
    fetched = Part(part_number="3001", name="As fetched", category_id=5, is_obsolete=False)
    now = bring.clock.now()
    await database.write(parts.save, fetched, last_fetched=now)
    await database.write(part_colors.save, "3001", [KnownColor(88, 7)], last_fetched=now)
    await database.write(part_colors.save, "stk01", [], last_fetched=now)
    await database.write(reference.save_colors, [Color(5, "Fetched Red", None, "Solid")])
    await database.write(reference.save_categories, [])
    before = await database.read(parts.find, "3001")
    reports = await bring(*(texts[0] for texts in EVERY.values()))
    assert await database.read(parts.find, "3001") == before
    assert before is not None
    assert before.last_fetched == now
    known = await database.read(part_colors.find, "3001")
    assert known is not None
    assert (known.last_fetched, [one.color_id for one in known.colors]) == (now, [88])
    assert await colors_of(database, "stk01") == {}
    assert [c.name for c in await database.read(reference.all_colors)] == ["Fetched Red"]
    assert await database.read(reference.all_categories) == ()
    assert sum(report.kept for report in reports) >= 6


async def test_importing_again_changes_and_touches_nothing(bring: Importer, database: Database) -> None:
    lists = [text for texts in EVERY.values() for text in texts[:1]]
    await bring(*lists)
    told: list[Collection[str]] = []
    database.subscribe(told.append)
    reports = await bring(*lists)
    assert told == []
    assert sum(report.new + report.changed for report in reports) == 0
    for report in reports:
        left_out = sum(one.rows for one in report.left_out)
        assert report.rows == report.unchanged + report.kept + report.repeated + left_out


async def test_only_what_changed_is_touched(bring: Importer, database: Database) -> None:
    await bring(PARTS_CSV, ELEMENTS_CSV, COLORS_TAB, CATEGORIES_TAB)
    told: set[str] = set()
    database.subscribe(told.update)
    await bring.one(PARTS_CSV.replace("Sheet for", "Sheet of"))
    assert told == {PARTS, "part:stk01"}
    told.clear()
    await bring.one(ELEMENTS_CSV.replace("stk01,2000", "stk01,0"))
    assert told == {PARTS, "part_colors:stk01"}
    told.clear()
    await bring(COLORS_TAB.replace("B40000", "B50000"), CATEGORIES_TAB.replace("Decal", "Sheet"))
    assert told == {COLORS, CATEGORIES}


async def test_no_transaction_writes_more_than_a_chunk(
    bring: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks: list[int] = []

    def save(tx: Tx, kind: Literal["color", "category"], found: list[tuple[int, str]]) -> Outcomes:
        chunks.append(len(found))
        return save_names(tx, kind, found)

    monkeypatch.setattr(imports, "save_names", save)
    unmatched = "".join(f"{n},Grape {n},123456,False,1,1,2026,2026\n" for n in range(3_000, 3_250))
    await bring(COLORS_CSV + unmatched, CATEGORIES_CSV)
    assert max(chunks) == CHUNK
    assert sum(chunks) == 5 + 250 + 2


async def test_two_colors_that_are_one_at_bricklink_are_one(bring: Importer, database: Database) -> None:
    report = await bring.one(ELEMENTS_CSV + "5,3001,1103,\n6,3001,148,\n")
    assert set(await colors_of(database, "3001")) == {5, 11, 77}
    assert (report.new, report.repeated) == (3, 2)


async def test_a_color_that_a_newer_list_no_longer_has_goes_away(bring: Importer, database: Database) -> None:
    await bring.one(ELEMENTS_CSV)
    await bring.one(ELEMENTS_CSV.replace("300126,3001,0,3001\n", ""))
    assert set(await colors_of(database, "3001")) == {5}


async def test_parts_get_the_words_for_their_categories_when_these_come_later(
    bring: Importer, database: Database
) -> None:
    many = "".join(f"p{n},Part {n},11,Plastic\n" for n in range(450))
    await bring.one(PARTS_CSV + many)
    told: set[str] = set()
    database.subscribe(told.update)
    await bring.one(CATEGORIES_CSV)
    assert {(await part(database, n)).category_name for n in ("3001", "p0", "p449")} == {"Bricks"}
    assert len(told) == 454
    told.clear()
    await bring.one(CATEGORIES_CSV.replace("Stickers", "Sheets"))
    assert told == {PARTS, "part:stk01"}
