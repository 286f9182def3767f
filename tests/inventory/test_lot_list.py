"""Pages of lots, and what makes a watched one look again."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from freshbrick.inventory.lot_list import PAGE, LotList, LotsArgs, get_lots
from freshbrick.model.errors import RequestError
from freshbrick.model.parts import Color, Part
from freshbrick.store import keys, parts, reference
from freshbrick.store.database import Tx
from freshbrick.store.lots import FIGURES_AT_ONCE
from inventory.conftest import ANA, BEN, Inventory
from support.inventory import keep, save_guide


async def test_pages_follow_each_other_and_totals_are_of_all(inventory: Inventory) -> None:
    for n in range(7):
        await inventory.add(part_number=f"300{n}")
        await inventory.add(BEN)
    seen, cursor, pages = [], None, 0
    while pages == 0 or (cursor is not None and pages < 5):
        page = await inventory.list(limit=3, cursor=cursor)
        assert (page.totals is not None) == (pages == 0)
        assert page.totals is None or page.totals.lots == 7
        seen += [lot.part_number for lot in page.items]
        cursor, pages = page.next_cursor, pages + 1
    assert (seen, pages) == ([f"300{n}" for n in range(7)], 3)


async def test_a_full_last_page_ends_the_list(inventory: Inventory) -> None:
    await inventory.add()
    assert (await inventory.list(limit=1)).next_cursor is None


async def test_a_page_of_long_texts_ends_before_it_is_too_large_for_a_client(inventory: Inventory) -> None:
    def many(tx: Tx) -> None:
        for n in range(PAGE):
            keep(tx, f"{n}", remarks="\N{SNOWMAN}" * 255, storage="\N{SNOWMAN}" * 64)

    await inventory.write(many)
    seen, cursor = [], None
    while cursor is not None or not seen:
        page = await inventory.list(cursor=cursor)
        assert len(msgspec.json.encode(page)) < 1 << 20
        seen += [lot.part_number for lot in page.items]
        cursor = page.next_cursor
    assert seen == [f"{n}" for n in range(PAGE)]


@pytest.mark.parametrize(
    "args", [{"limit": 0}, {"limit": 1_001}, {"cursor": ""}, {"cursor": "-1"}, {"cursor": "9" * 19}]
)
def test_a_wrong_argument_is_named(args: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match=next(iter(args))):
        LotsArgs(**args)


@pytest.mark.parametrize(
    ("change", "args"),
    [
        (keep, ()),
        (save_guide, ("3001", 11)),
        (parts.save, (Part(part_number="3001", name="x"),)),
        (reference.save_colors, ([Color(11, "Black", None, "Solid")],)),
    ],
)
async def test_whatever_changes_an_answer_touches_what_it_depends_on(
    inventory: Inventory, change: Callable[..., object], args: tuple[Any, ...]
) -> None:
    await inventory.add()
    depended, before = await inventory.database.read(_look, inventory)
    heard: set[str] = set()
    inventory.database.subscribe(heard.update)
    await inventory.write(change, *args, **({"last_fetched": None} if change is parts.save else {}))
    assert (await inventory.database.read(_look, inventory))[1] != before
    assert heard & depended


async def test_many_lots_are_all_added_up_and_make_no_more_dependencies(inventory: Inventory) -> None:
    def many(tx: Tx) -> None:
        for n in range(2 * FIGURES_AT_ONCE + 1):
            keep(tx, f"{n}", n, quantity=n)

    await inventory.write(many)
    depended, told = await inventory.database.read(_look, inventory)
    assert told.totals is not None
    assert (told.totals.lots, told.totals.pieces) == (501, 125_250)
    assert len(depended) < 10
    assert keys.lots(ANA) in depended
    assert keys.lots(BEN) not in depended


def _look(tx: Tx, inventory: Inventory) -> tuple[set[str], LotList]:
    found = get_lots(tx, inventory.terms, LotsArgs(), ANA)
    return tx.depended, found
