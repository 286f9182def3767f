"""What people keep. Nothing of a person is read or changed without saying whose it is."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from freshbrick.model.lots import Lot, LotGuide
from freshbrick.model.prices import QUARTERS, PriceTerms
from freshbrick.store import keys
from freshbrick.store.database import Row, Tx
from freshbrick.store.price_guides import UNDER_TERMS, place_of
from freshbrick.store.tables import colors, lots, parts, price_quarters, sold_averages

_KEY = func.lower(lots.c.part_number)
_OWN = lots.c.person_id == bindparam("person")
_THIS = (lots.c.id == bindparam("lot"), _OWN)
_SOLD = (
    (sold_averages.c.part_key == _KEY)
    & (sold_averages.c.color_id == lots.c.color_id)
    & (sold_averages.c.condition == lots.c.condition)
    & (sold_averages.c.currency == bindparam("currency"))
    & (sold_averages.c.vat == bindparam("vat"))
    & (sold_averages.c.region == bindparam("region"))
)
FIGURES_AT_ONCE = 250
"""Rows held at once while all lots are added up: 20,000 would call the garbage collector, for which everybody waits."""
FIELDS = ("part_number", "color_id", "condition", "quantity", "price", "currency", "remarks", "storage")

_SHOWN = (
    select(
        *(c for c in lots.c if c.name not in ("person_id", "part_number")),
        func.coalesce(parts.c.part_number, lots.c.part_number).label("part_number"),
        parts.c.name,
        colors.c.name.label("color_name"),
        colors.c.hex_code,
        sold_averages.c.piece_average,
        sold_averages.c.fetched_at,
    )
    .join(parts, parts.c.part_key == _KEY, isouter=True)
    .join(colors, colors.c.color_id == lots.c.color_id, isouter=True)
    .join(sold_averages, _SOLD, isouter=True)
)
_ONE = _SHOWN.where(*_THIS)
_PAGE = _SHOWN.where(_OWN, lots.c.id > bindparam("after")).order_by(lots.c.id).limit(bindparam("limit"))
_FIGURES = (
    select(lots.c.id, lots.c.quantity, lots.c.price, lots.c.currency, sold_averages.c.piece_average)
    .join(sold_averages, _SOLD, isouter=True)
    .where(_OWN, lots.c.id > bindparam("after"))
    .order_by(lots.c.id)
    .limit(FIGURES_AT_ONCE)
)
_COUNT = select(func.count().label("lots")).select_from(lots).where(_OWN)
_HELD = select(*(lots.c[name] for name in FIELDS)).where(*_THIS).with_for_update()
_ADD = (
    insert(lots)
    .values(
        **{name: bindparam(name) for name in ("person_id", *FIELDS)},
        created_at=bindparam("now"),
        updated_at=bindparam("now"),
    )
    .returning(lots.c.id)
)
_CHANGE = (
    update(lots)
    .where(*_THIS)
    .values(**{name: bindparam(f"new_{name}") for name in FIELDS}, updated_at=bindparam("now"))
)
_REMOVE = delete(lots).where(*_THIS)

_kept = (
    select(_KEY.label("part_key"), lots.c.color_id, func.min(lots.c.part_number).label("part_number"))
    .where(tuple_(_KEY, lots.c.color_id) > tuple_(bindparam("after_key"), bindparam("after_color")))
    .group_by(_KEY, lots.c.color_id)
    .order_by(_KEY, lots.c.color_id)
    .limit(bindparam("limit"))
    .subquery("kept")
)
_GUIDE_FETCHED = (
    select(func.min(price_quarters.c.fetched_at))
    .where(
        price_quarters.c.part_key == _kept.c.part_key,
        price_quarters.c.color_id == _kept.c.color_id,
        UNDER_TERMS,
    )
    .having(func.count() == len(QUARTERS))
)
_KEPT = (
    select(
        _kept,
        parts.c.last_fetched.label("part_fetched"),
        _GUIDE_FETCHED.scalar_subquery().label("guide_fetched"),
    )
    .join(parts, parts.c.part_key == _kept.c.part_key, isouter=True)
    .order_by(_kept.c.part_key, _kept.c.color_id)
)
_KEPT_BY = (
    select(func.min(lots.c.part_number).label("part_number"), lots.c.color_id)
    .where(_OWN)
    .group_by(_KEY, lots.c.color_id)
)


class Kept(msgspec.Struct, frozen=True):
    """A part in a color that somebody keeps, and when it was fetched whole under the terms (ms UTC), if it was."""

    part_key: str
    color_id: int
    part_number: str
    part_fetched: int | None
    guide_fetched: int | None


class Figures(NamedTuple):
    """What a lot counts in a value; `market` is the piece average sold, under the terms."""

    quantity: int
    price: Decimal | None
    currency: str | None
    market: Decimal | None


def find(tx: Tx, person_id: int, lot_id: int, terms: PriceTerms) -> Lot | None:
    """A lot, if it is this person's."""
    row = tx.one(_ONE, person=person_id, lot=lot_id, **place_of(terms))
    return _lot(row) if row else None


def page(tx: Tx, person_id: int, terms: PriceTerms, after: int, limit: int) -> list[Lot]:
    """A person's lots in the order in which they were added, from behind the one of id `after`."""
    _depends(tx, person_id)
    tx.depends(keys.PARTS, keys.COLORS)
    rows = tx.all(_PAGE, person=person_id, after=after, limit=limit, **place_of(terms))
    return [_lot(row) for row in rows]


def figures(tx: Tx, person_id: int, terms: PriceTerms) -> Iterator[Figures]:
    """What each lot of a person counts."""
    _depends(tx, person_id)
    after = 0
    while rows := tx.all(_FIGURES, person=person_id, after=after, **place_of(terms)):
        yield from map(_figures, rows)
        after = rows[-1]["id"]


def count(tx: Tx, person_id: int) -> int:
    """How many lots a person has."""
    row = tx.one(_COUNT, person=person_id)
    return row["lots"] if row else 0


def add(tx: Tx, person_id: int, fields: Mapping[str, object]) -> int:
    """The new lot's id; `fields` are all those of `FIELDS`."""
    row = tx.all(_ADD, person_id=person_id, now=tx.now, **fields)[0]
    tx.touch(keys.lots(person_id))
    return int(row["id"])


def change(tx: Tx, person_id: int, lot_id: int, fields: Mapping[str, object]) -> bool:
    """Change these fields and no other; False if there is no such lot of this person's."""
    held = tx.one(_HELD, person=person_id, lot=lot_id)
    if held is None:
        return False
    changed = {name: fields.get(name, held[name]) for name in FIELDS}
    if any(changed[name] != held[name] for name in FIELDS):
        new = {f"new_{name}": value for name, value in changed.items()}
        tx.run(_CHANGE, person=person_id, lot=lot_id, now=tx.now, **new)
        tx.touch(keys.lots(person_id))
    return True


def remove(tx: Tx, person_id: int, lot_id: int) -> bool:
    """Whether there was such a lot of this person's."""
    if not tx.run(_REMOVE, person=person_id, lot=lot_id):
        return False
    tx.touch(keys.lots(person_id))
    return True


def kept(tx: Tx, terms: PriceTerms, after: tuple[str, int], limit: int) -> list[Kept]:
    """What anybody keeps, each once, in order, from behind (part key, color id)."""
    key, color_id = after
    rows = tx.all(_KEPT, after_key=key, after_color=color_id, limit=limit, **place_of(terms))
    return [Kept(*(row[name] for name in Kept.__struct_fields__)) for row in rows]


def kept_by(tx: Tx, person_id: int) -> list[tuple[str, int]]:
    """(part number, color id) of everything that a person keeps, each once."""
    return [(row["part_number"], row["color_id"]) for row in tx.all(_KEPT_BY, person=person_id)]


def _depends(tx: Tx, person_id: int) -> None:
    """Two keys, not two for each lot: docs/decisions/0008-lots.md."""
    tx.depends(keys.lots(person_id), keys.PRICE_GUIDES)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _figures(row: Row) -> Figures:
    return Figures(row["quantity"], _decimal(row["price"]), row["currency"], _decimal(row["piece_average"]))


def _lot(row: Row) -> Lot:
    average = _decimal(row["piece_average"])
    same = {name: row[name] for name in Lot.__struct_fields__ if name not in ("price", "guide")}
    return Lot(
        **same,
        price=_decimal(row["price"]),
        guide=None if average is None else LotGuide(average, row["fetched_at"]),
    )
