"""What a person may do with a lot of their own, and with nobody else's."""

from decimal import Decimal

import pytest

from freshbrick.inventory import lots as use_cases
from freshbrick.model.errors import RequestError
from freshbrick.model.lots import LotGuide, Suggestion
from freshbrick.model.parts import Color, Part
from freshbrick.model.prices import PriceTerms, Quarter
from freshbrick.store import keys, parts, people, reference
from inventory.conftest import ANA, BEN, Inventory
from support.clock import NOON, VirtualClock
from support.inventory import save_guide


async def test_a_lot_of_an_unknown_part_shows_what_was_given_and_nothing_else(inventory: Inventory) -> None:
    lot = await inventory.add(part_number="97x", price="0.0550", storage="A-3")
    assert (lot.part_number, lot.name, lot.color_name, lot.hex_code) == ("97x", None, None, None)
    assert (lot.price, lot.currency, lot.storage, lot.remarks) == (Decimal("0.0550"), "USD", "A-3", None)
    assert (lot.created_at, lot.updated_at, lot.guide, lot.suggested) == (NOON, NOON, None, None)


async def test_a_known_part_is_shown_by_its_name_and_in_bricklinks_spelling(inventory: Inventory) -> None:
    lot = await inventory.add(part_number="3001OLD")
    await inventory.write(parts.save, Part(part_number="3001old", name="Brick, old"), last_fetched=None)
    await inventory.write(reference.save_colors, [Color(11, "Black", "212121", "Solid")])
    lot = await inventory.get(lot.id)
    assert (lot.part_number, lot.name) == ("3001old", "Brick, old")
    assert (lot.color_name, lot.hex_code) == ("Black", "212121")


async def test_a_change_touches_only_what_is_given(inventory: Inventory, clock: VirtualClock) -> None:
    lot = await inventory.add(price="0.05", remarks="scratched", storage="A-3")
    clock.advance(1)
    changed = await inventory.change(lot.id, quantity=0, remarks=None)
    assert (changed.quantity, changed.remarks) == (0, None)
    assert (changed.price, changed.storage, changed.condition) == (Decimal("0.05"), "A-3", "new")
    assert (changed.created_at, changed.updated_at) == (NOON, NOON + 1)
    assert await inventory.get(lot.id) == changed


async def test_a_change_that_changes_nothing_writes_nothing(
    inventory: Inventory, clock: VirtualClock
) -> None:
    lot = await inventory.add(price="0.05")
    clock.advance(1)
    heard: set[str] = set()
    inventory.database.subscribe(heard.update)
    assert await inventory.change(lot.id, quantity=4, price="0.05") == lot
    assert await inventory.change(lot.id) == lot
    assert not heard


async def test_a_price_is_meant_in_the_currency_of_its_time(inventory: Inventory) -> None:
    lot = await inventory.add(price="0.05")
    inventory.terms = PriceTerms("EUR")
    assert (await inventory.change(lot.id, quantity=5)).currency == "USD"
    assert (await inventory.change(lot.id, price="0.06")).currency == "EUR"
    assert (await inventory.change(lot.id, price=None)).currency is None


async def test_the_market_is_that_of_the_lots_condition(inventory: Inventory) -> None:
    await inventory.write(save_guide, "3001", 11, Quarter("used", "sold"), price="0.0310", age=7)
    used = await inventory.add(part_number="3001", condition="used")
    assert used.guide == LotGuide(Decimal("0.0310"), NOON - 7)
    assert used.suggested == Suggestion(Decimal("0.0310"), "sold")
    assert (await inventory.add(condition="new")).guide is None
    assert (await inventory.add(condition="used", color_id=5)).guide is None


@pytest.mark.parametrize(
    "terms",
    [
        PriceTerms("EUR"),
        PriceTerms("USD", "with"),
        PriceTerms("USD", region="europe"),
        PriceTerms("USD", country="DE"),
    ],
)
async def test_figures_under_other_terms_are_no_market_and_suggest_nothing(
    inventory: Inventory, terms: PriceTerms
) -> None:
    await inventory.write(save_guide, terms=terms)
    lot = await inventory.add(suggested=True)
    assert (lot.guide, lot.suggested, lot.price, lot.currency) == (None, None, None, None)


async def test_a_country_is_not_the_region_that_is_called_so(inventory: Inventory) -> None:
    await inventory.write(save_guide, terms=PriceTerms("USD", region="asia"))
    inventory.terms = PriceTerms("USD", country="asia")
    assert (await inventory.add()).suggested is None


async def test_a_lot_may_take_the_price_that_its_guide_suggests(inventory: Inventory) -> None:
    await inventory.write(save_guide, "3001", 11, Quarter("new", "stock"), price="0.0900")
    lot = await inventory.add(suggested=True)
    assert (lot.price, lot.currency, lot.guide) == (Decimal("0.0900"), "USD", None)
    assert lot.suggested == Suggestion(Decimal("0.0900"), "stock")
    with pytest.raises(RequestError, match="one of the two"):
        await inventory.add(suggested=True, price="1")


async def test_another_persons_lot_is_not_found_whatever_is_tried(inventory: Inventory) -> None:
    lot = await inventory.add()
    for attempt in (
        inventory.get(lot.id, BEN),
        inventory.change(lot.id, BEN, quantity=0),
        inventory.change(lot.id, BEN),
        inventory.remove(lot.id, BEN),
    ):
        with pytest.raises(RequestError, match=f"no lot {lot.id} ") as refused:
            await attempt
        assert refused.value.code == "not_found"
    assert await inventory.get(lot.id) == lot


async def test_a_removed_lot_is_gone_and_its_id_is_never_another(inventory: Inventory) -> None:
    lot = await inventory.add()
    await inventory.remove(lot.id)
    for attempt in (inventory.get(lot.id), inventory.remove(lot.id), inventory.change(lot.id, quantity=1)):
        with pytest.raises(RequestError, match="no lot"):
            await attempt
    assert (await inventory.add()).id > lot.id


async def test_only_its_owner_hears_of_a_change(inventory: Inventory) -> None:
    heard: set[str] = set()
    inventory.database.subscribe(heard.update)
    lot = await inventory.add()
    await inventory.change(lot.id, quantity=1)
    await inventory.remove(lot.id)
    assert heard == {keys.lots(ANA)}


async def test_a_person_has_so_many_lots_and_others_still_have_room(
    inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "LOTS_MAX", 2)
    for _ in range(2):
        await inventory.add()
    with pytest.raises(RequestError, match="at most 2 lots") as refused:
        await inventory.add()
    assert refused.value.code == "limit_exceeded"
    await inventory.add(BEN)
    assert (await inventory.list()).items[-1].id == 2


async def test_whoever_is_removed_takes_their_lots_along(inventory: Inventory) -> None:
    await inventory.add(ANA)
    await inventory.add(BEN)
    await inventory.write(people.remove, BEN)
    assert not (await inventory.list(BEN)).items
    assert len((await inventory.list(ANA)).items) == 1
