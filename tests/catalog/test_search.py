"""Searching a small catalog as people do, and paging while it changes."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest

from freshbrick.catalog.policy import MONTH, Policy
from freshbrick.catalog.reading import Reading
from freshbrick.catalog.search import SearchArgs, SearchResult, search_parts
from freshbrick.model.clock import DAY, HOUR
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority
from freshbrick.model.parts import Category, Color, KnownColor, Part
from freshbrick.store import keys, outbox, part_colors, parts, reference
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

RED, DARK_RED, BLACK = Color(5, "Red", "b40000", "Solid"), Color(59, "Dark Red", None, "Solid"), 11
NAMES = {
    "3001": "Brick 2 x 4",
    "3001pb10": "Brick 2 x 4 with Red Stripe Pattern",
    "3001pb2": "Brick 2 x 4 with 'SHELL' Pattern",
    "3002": "Brick 2 x 3",
    "30010": "Brick Curved 2 x 4 x 1",
    "3020": "Plate 2 x 4",
    "3023": "Plate 1 x 2",
    "60592": "Window 1 x 2 x 2 Flat Front",
    "4588.1": "Cône Café",
}


class Shelf:
    """A catalog to search in."""

    def __init__(self, database: SqliteDatabase, clock: VirtualClock) -> None:
        self.database = database
        self.clock = clock
        self.policy = Policy()

    async def save(self, number: str, name: str, *, age: int | None = 0, **more: Any) -> None:
        fetched = None if age is None else self.clock.now() - age
        part = Part(**{"part_number": number, "name": name, "category_id": 5} | more)
        await self.database.write(parts.save, part, last_fetched=fetched)

    async def paint(self, number: str, *colors: int) -> None:
        known = [KnownColor(color, 1) for color in colors]
        await self.database.write(part_colors.save, number, known, last_fetched=self.clock.now())

    async def ask(self, number: str) -> None:
        await self.database.write(outbox.enqueue, "part", number, Priority.HIGH)

    async def reading(self, query: str = "", **args: Any) -> Reading:
        return await self.database.read(search_parts, self.policy, SearchArgs(query, **args))

    async def search(self, query: str = "", **args: Any) -> SearchResult:
        value = (await self.reading(query, **args)).value
        assert isinstance(value, SearchResult)
        return value

    async def found(self, query: str = "", **args: Any) -> list[str]:
        return numbers(await self.search(query, **args))

    async def pages(self, query: str = "", **args: Any) -> AsyncIterator[list[str]]:
        """Pages, each asked for when the one before has been seen."""
        result = await self.search(query, **args)
        yield numbers(result)
        while result.next_cursor:
            result = await self.search(query, cursor=result.next_cursor, **args)
            yield numbers(result)


def numbers(result: SearchResult) -> list[str]:
    return [item.part_number for item in result.items]


def _fill(tx: Tx, names: Iterable[tuple[str, str]]) -> None:
    reference.save_colors(tx, [RED, DARK_RED])
    reference.save_categories(tx, [Category(5, "Brick", None)])
    for number, name in names:
        parts.save(tx, Part(part_number=number, name=name, category_id=5), last_fetched=tx.now)


@pytest.fixture
async def shelf(database: SqliteDatabase, clock: VirtualClock) -> Shelf:
    await database.write(_fill, NAMES.items())
    return Shelf(database, clock)


async def test_the_number_itself_comes_first_then_those_that_begin_with_it_in_natural_order(
    shelf: Shelf,
) -> None:
    await shelf.save("99", "Sticker for 3001")
    assert await shelf.found("3001") == ["3001", "3001pb2", "3001pb10", "30010", "99"]


@pytest.mark.parametrize("query", ["3001PB2", "3001-pb2", " 3001pb2 "])
async def test_a_number_is_found_whatever_its_case_and_punctuation(shelf: Shelf, query: str) -> None:
    assert await shelf.found(query) == ["3001pb2"]


async def test_an_alternate_number_finds_its_part_before_numbers_that_begin_with_it(shelf: Shelf) -> None:
    await shelf.save("6225", "Brick 2 x 4 without Anything at All", alternate_numbers=("300", "x-77"))
    assert (await shelf.found("300"))[:2] == ["6225", "3001"]
    assert await shelf.found("X77") == ["6225"]


@pytest.mark.parametrize("query", ["brick 2 x 4", "2x4 brick", "BRICK 2X4", "brick, 2 x 4", "bríck 2 x 4"])
async def test_words_are_found_in_any_order_the_shortest_name_first(shelf: Shelf, query: str) -> None:
    assert await shelf.found(query) == ["3001", "30010", "3001pb2", "3001pb10"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pla", ["3020", "3023"]),
        ("plate 2 x", ["3020"]),
        ("window 1 x 2", ["60592"]),
        ("window 1x2x2", ["60592"]),
        ("cafe", ["4588.1"]),
        ("4588.1", ["4588.1"]),
        ("cone 4588", ["4588.1"]),
        ("wat", []),
        ("brick zzz", []),
    ],
)
async def test_the_last_word_is_a_beginning(shelf: Shelf, query: str, found: list[str]) -> None:
    assert await shelf.found(query) == found


@pytest.mark.parametrize(
    "query",
    ['"', "'", "*", "brick*", "brick AND", "NEAR(a b)", "words:brick", "-", "(", "\0", "🧱", "^x" * 99],
)
async def test_no_letter_is_an_error(shelf: Shelf, query: str) -> None:
    await shelf.search(query)


async def test_the_name_of_a_color_narrows_to_parts_known_in_it(shelf: Shelf) -> None:
    await shelf.paint("3001", RED.color_id, BLACK)
    await shelf.paint("3002", DARK_RED.color_id)
    assert await shelf.found("brick 2x4 red") == ["3001", "3001pb10"], "the second by its name"
    assert await shelf.found("dark red brick") == ["3002"]
    await shelf.paint("3001")
    assert await shelf.found("brick 2x4 red") == ["3001pb10"]


async def test_what_bricklink_lacks_comes_after_the_others(shelf: Shelf) -> None:
    await shelf.save("1", "Brick", source="import", age=None, category_id=None)
    assert (await shelf.found("brick"))[-1] == "1"
    await shelf.save("1", "Brick")
    assert (await shelf.found("brick"))[0] == "1", "a refresh has shown that BrickLink has it"


async def test_a_card_tells_how_fresh_its_part_is(shelf: Shelf) -> None:
    await shelf.save("3001", NAMES["3001"], age=DAY)
    await shelf.save("3020", NAMES["3020"], age=MONTH + 1)
    await shelf.save("3023", NAMES["3023"], age=-2 * HOUR)
    await shelf.ask("3002")
    items = {item.part_number: item for item in (await shelf.search()).items}
    told = {number: items[number].status for number in ("3001", "3020", "3023", "3002")}
    assert told == {"3001": "fresh", "3020": "stale", "3023": "stale", "3002": "refreshing"}
    assert items["3001"].stale_at == shelf.clock.now() - DAY + MONTH
    assert (items["3023"].last_fetched, items["3023"].stale_at) == (None, None), (
        "a wrong clock wrote that down"
    )
    assert (items["3001"].category_id, items["3001"].category_name) == (5, "Brick")


async def test_each_facet_is_counted_as_if_its_own_filter_were_not_set(shelf: Shelf) -> None:
    await shelf.save("3020", NAMES["3020"], category_id=26, age=MONTH + 1)
    await shelf.save("3023", NAMES["3023"], category_id=26)
    await shelf.paint("3001", RED.color_id)
    await shelf.paint("3023", RED.color_id, BLACK)
    result = await shelf.search(category="26", color="5")
    assert (numbers(result), result.total) == (["3023"], 1)
    assert [(c.id, c.name, c.count) for c in result.facets.category] == [
        (5, "Brick", 1),
        (26, "Category 26", 1),
    ]
    assert [(c.color_id, c.name, c.hex_code) for c in result.facets.color] == [
        (11, "Color 11", None),
        (5, "Red", "b40000"),
    ]
    assert result.facets.status == {"fresh": 1, "stale": 0, "refreshing": 0, "missing": 0}
    stale = await shelf.search("plate", status="stale")
    assert (numbers(stale), stale.facets.status["fresh"]) == (["3020"], 1)
    assert stale.facets.color == []


async def test_a_filter_takes_several_values(shelf: Shelf) -> None:
    await shelf.save("3020", NAMES["3020"], category_id=26)
    await shelf.save("7", "Axle", category_id=7)
    assert await shelf.found("", category="26,7") == ["7", "3020"]
    assert (await shelf.search(status="fresh,stale,missing")).total == len(NAMES) + 1
    many = ",".join(map(str, range(100, 199)))
    assert await shelf.found(category=f"{many},7", color=",") == ["7"]


def _import(tx: Tx, number: str, category: str) -> None:
    parts.save(tx, Part(part_number=number, name="Elephant", source="import"), last_fetched=None)
    tx.run(parts.parts.update().where(parts.parts.c.part_key == number).values(category_name=category))
    parts.search_index.index(tx, [number])


async def test_an_imported_category_is_a_word_and_chosen_by_it(shelf: Shelf) -> None:
    await shelf.database.write(_import, "e1", "Duplo, Quatro and Primo")
    await shelf.database.write(_import, "e2", "Animals")
    facet = (await shelf.search("elephant")).facets.category
    assert [(c.id, c.name, c.count) for c in facet] == [
        (None, "Animals", 1),
        (None, "Duplo, Quatro and Primo", 1),
    ]
    assert await shelf.found(category="Duplo, Quatro and Primo") == ["e1"]
    assert await shelf.found(category="duplo, quatro and primo,animals") == ["e1", "e2"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"limit": 0}, "limit is 1 to 100"),
        ({"limit": 101}, "limit is 1 to 100"),
        ({"query": "x" * 201}, "at most 200"),
        ({"color": "red"}, "color id"),
        ({"status": "old"}, "fresh, stale"),
        ({"category": "9" * 4_301}, "category is at most 2000 letters"),
        ({"category": f"5,{'9' * 10}"}, "category id"),
        ({"color": "5" + " " * 2_000}, "color is at most 2000 letters"),
        ({"category": "5," * 101}, "category is at most 100 values, not 101"),
        ({"status": "fresh," * 101}, "status is at most 100 values"),
        ({"cursor": "abc"}, "nextCursor"),
        ({"cursor": ""}, "nextCursor"),
        ({"cursor": "ü"}, "nextCursor"),
    ],
)
def test_a_wrong_argument_is_named(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(RequestError, match=told):
        SearchArgs(**wrong)


async def test_pages_show_every_part_once(shelf: Shelf) -> None:
    for query in ("", "3", "brick"):
        whole = await shelf.found(query)
        paged = [number async for page in shelf.pages(query, limit=2) for number in page]
        assert paged == whole


async def test_a_cursor_is_good_for_its_own_search_only(shelf: Shelf) -> None:
    given = (await shelf.search("brick", limit=2)).next_cursor or ""
    for forged in (f"{given}A", given[:-1], given.swapcase(), f"{given}=", f" {given}"):
        with pytest.raises(RequestError, match="nextCursor"):
            SearchArgs("brick", cursor=forged)
    with pytest.raises(RequestError, match="nextCursor"):
        SearchArgs("plate", cursor=given)
    assert SearchArgs("brick", cursor=given, limit=7)


async def test_none_is_shown_twice_or_left_out_while_parts_are_renamed_refreshed_and_added(
    shelf: Shelf,
) -> None:
    for n in range(10):
        await shelf.save(f"{100 + n}", "Elephant Grey", source="import", age=None)
    seen: list[str] = []
    pages = shelf.pages("elephant", limit=3)
    seen += await anext(pages)
    await shelf.save("100", "Elephant Grey and now with a much longer Name")  # seen, and moves behind
    await shelf.save("108", "Elephant")  # not seen, and moves ahead
    await shelf.save("109", "Elephant Grey")  # BrickLink has it: moves ahead
    await shelf.save("50", "Elephant")  # new
    seen += await anext(pages)
    await shelf.save("108", "Elephant Grey again")  # moves once more
    await shelf.save("106", "Elephant Grey and big", source="import")
    seen += [number async for page in pages for number in page]
    assert [n for n in seen if n != "50"] == [f"{100 + n}" for n in range(10)]
    assert (await shelf.search("elephant")).total == 11


async def test_old_places_are_cleared_away_after_an_hour(shelf: Shelf) -> None:
    for n in range(6):
        await shelf.save("3001", " ".join(["Brick"] * (n + 5)))
        shelf.clock.advance(HOUR // 2)
    rows = await shelf.database.read(lambda tx: tx.all(parts.search_index.part_search.select()))
    assert sum(row["part_key"] == "3001" for row in rows) <= 4
    assert (await shelf.search("brick brick", limit=1)).items[0].part_number == "3002"


async def test_an_answer_holds_until_the_first_of_the_fresh_turns_stale(shelf: Shelf) -> None:
    await shelf.save("3001", NAMES["3001"], age=DAY)
    reading = await shelf.reading("brick")
    assert reading.expires_at == shelf.clock.now() - DAY + MONTH + 1
    shelf.clock.advance(MONTH - DAY)
    assert (await shelf.search("3001", limit=1)).items[0].status == "fresh"
    shelf.clock.advance(1)
    assert (await shelf.search("3001", limit=1)).items[0].status == "stale"


async def test_a_search_depends_on_parts_and_messages(shelf: Shelf) -> None:
    def depended(tx: Tx) -> set[str]:
        search_parts(tx, shelf.policy, SearchArgs())
        return tx.depended

    assert await shelf.database.read(depended) == {keys.PARTS, keys.OUTBOX, keys.COLORS, keys.CATEGORIES}


async def test_colors_that_are_saved_again_unchanged_touch_no_search(shelf: Shelf) -> None:
    await shelf.paint("3001", RED.color_id)
    touched: list[str] = []
    shelf.database.subscribe(touched.extend)
    await shelf.paint("3001", RED.color_id)
    assert keys.PARTS not in touched
    await shelf.paint("3001", BLACK)
    assert keys.PARTS in touched
