"""A person's lots: add, look at, change, remove. Another person's lot is not found."""

from typing import Any, Final

from freshbrick.model.errors import RequestError
from freshbrick.model.lots import Lot, LotChanges, NewLot, Suggestion, as_kept, suggested_price
from freshbrick.model.prices import Condition, PriceTerms
from freshbrick.store import lots, price_guides
from freshbrick.store.database import Tx

LOTS_MAX: Final = 100_000
"""Lots of one person."""


class LotDetail(Lot, frozen=True, rename="camel", kw_only=True):
    """A lot, and the price of a piece that its price guide suggests; None if it says nothing."""

    suggested: Suggestion | None


def add_lot(tx: Tx, terms: PriceTerms, person_id: int, new: NewLot, *, suggested: bool = False) -> LotDetail:
    """Add a lot; `suggested` gives it the price that its price guide suggests, if there is one.

    RequestError: `bad_request` that names the field, `limit_exceeded`.
    """
    fields = as_kept(new)
    if suggested:
        fields["price"] = _suggested_text(tx, terms, new)
    if lots.count(tx, person_id) >= LOTS_MAX:
        raise RequestError("limit_exceeded", f"One person has at most {LOTS_MAX} lots; remove some first.")
    return get_lot(tx, terms, person_id, lots.add(tx, person_id, _priced(fields, terms)))


def get_lot(tx: Tx, terms: PriceTerms, person_id: int, lot_id: int) -> LotDetail:
    """One lot. RequestError: `not_found`."""
    lot = lots.find(tx, person_id, lot_id, terms)
    if lot is None:
        raise _no_such(lot_id)
    same = {name: getattr(lot, name) for name in Lot.__struct_fields__}
    return LotDetail(**same, suggested=_suggestion(tx, terms, lot.part_number, lot.color_id, lot.condition))


def change_lot(tx: Tx, terms: PriceTerms, person_id: int, lot_id: int, changes: LotChanges) -> LotDetail:
    """Change the fields that are given; of two changes of one field the last one stays.

    RequestError: `bad_request` that names the field, `not_found`.
    """
    if not lots.change(tx, person_id, lot_id, _priced(as_kept(changes), terms)):
        raise _no_such(lot_id)
    return get_lot(tx, terms, person_id, lot_id)


def remove_lot(tx: Tx, person_id: int, lot_id: int) -> None:
    """Remove a lot. RequestError: `not_found`."""
    if not lots.remove(tx, person_id, lot_id):
        raise _no_such(lot_id)


def _priced(fields: dict[str, Any], terms: PriceTerms) -> dict[str, Any]:
    """A price is meant in the currency in which the server shows prices when it is given."""
    if "price" not in fields:
        return fields
    return {**fields, "currency": None if fields["price"] is None else terms.currency}


def _suggested_text(tx: Tx, terms: PriceTerms, new: NewLot) -> str | None:
    if new.price is not None:
        raise RequestError("bad_request", "Give the lot a price, or price=suggested: one of the two.")
    found = _suggestion(tx, terms, new.part_number, new.color_id, new.condition)
    return None if found is None else str(found.price)


def _suggestion(
    tx: Tx, terms: PriceTerms, part_number: str, color_id: int, condition: Condition
) -> Suggestion | None:
    saved = price_guides.find(tx, part_number, color_id, terms)
    return suggested_price(saved.guide, condition) if saved and saved.under_terms else None


def _no_such(lot_id: int) -> RequestError:
    return RequestError("not_found", f"There is no lot {lot_id} in your inventory.")
