"""What lots are worth: exact, and never wrong by what is not known."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from freshbrick.inventory.valuation import totals
from freshbrick.model.prices import PriceTerms, Quarter
from freshbrick.store.lots import Figures
from inventory.conftest import BEN, Inventory
from support.inventory import save_guide

ANY_PRICE = st.decimals(0, 999_999_999, places=4)


@given(st.lists(st.builds(Figures, st.integers(0, 1_000_000), ANY_PRICE, st.just("USD"), ANY_PRICE)))
def test_sums_are_exact(lots: list[Figures]) -> None:
    told = totals(lots, "USD")
    assert Fraction(told.yours) == sum(lot.quantity * Fraction(lot.price or 0) for lot in lots)
    assert Fraction(told.market) == sum(lot.quantity * Fraction(lot.market or 0) for lot in lots)
    assert (told.lots, told.pieces) == (len(lots), sum(lot.quantity for lot in lots))


def test_nothing_is_worth_nothing() -> None:
    told = totals([], "EUR")
    assert (told.lots, str(told.yours), str(told.market), told.without_guide) == (0, "0.0000", "0.0000", 0)


async def test_what_is_unknown_is_counted_apart(inventory: Inventory) -> None:
    await inventory.write(save_guide, "3001", 11, price="0.0525")
    await inventory.write(save_guide, "3001", 5, Quarter("new", "sold"), price=None)
    await inventory.write(save_guide, "3001", 1, terms=PriceTerms("EUR"))
    await inventory.add(quantity=100, price="0.05")
    await inventory.add(quantity=10)
    await inventory.add(quantity=7, price="1", color_id=5)
    await inventory.add(quantity=5, price="2", color_id=1)
    await inventory.add(BEN, quantity=1_000, price="9")
    told = (await inventory.list()).totals
    assert told is not None
    assert (told.lots, told.pieces, told.currency) == (4, 122, "USD")
    assert (told.yours, told.without_price, told.in_other_currencies) == (Decimal(22), 1, 0)
    assert (told.market, told.without_guide) == (Decimal("5.7750"), 2)


async def test_prices_in_another_currency_are_not_added_up(inventory: Inventory) -> None:
    await inventory.add(quantity=10, price="1")
    inventory.terms = PriceTerms("EUR")
    await inventory.add(quantity=10, price="0.5")
    told = (await inventory.list()).totals
    assert told is not None
    assert (told.currency, told.yours, told.in_other_currencies) == ("EUR", Decimal(5), 1)
