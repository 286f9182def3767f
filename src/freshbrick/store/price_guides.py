"""Price guides, a row per quarter: each is saved as it arrives."""

import msgspec
from sqlalchemy import bindparam, case, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.parts import part_key
from freshbrick.model.prices import (
    QUARTERS,
    MarketReport,
    PriceGuide,
    PriceTerms,
    Quarter,
    SoldMarket,
    SoldRow,
    StockMarket,
    StockRow,
)
from freshbrick.store import keys
from freshbrick.store.database import Row, Tx
from freshbrick.store.tables import price_quarters, sold_averages

_GUIDE = (price_quarters.c.part_key == bindparam("part_key")) & (
    price_quarters.c.color_id == bindparam("color_id")
)
_QUARTERS = select(*(c for c in price_quarters.c if c.name != "details")).where(_GUIDE)
_DETAILS = select(price_quarters.c.details).where(
    _GUIDE,
    price_quarters.c.condition == bindparam("condition"),
    price_quarters.c.market == bindparam("market"),
)
_SAVED_BY = select(price_quarters.c.condition, price_quarters.c.market).where(
    _GUIDE, price_quarters.c.fetched_by == bindparam("message_id")
)
_SAVE = upsert(price_quarters).values({c.name: bindparam(c.name) for c in price_quarters.c})
_SAVE = _SAVE.on_conflict_do_update(
    index_elements=list(price_quarters.primary_key),
    set_={c.name: _SAVE.excluded[c.name] for c in price_quarters.c if not c.primary_key},
)
_SAVE_AVERAGE = upsert(sold_averages).values({c.name: bindparam(c.name) for c in sold_averages.c})
_SAVE_AVERAGE = _SAVE_AVERAGE.on_conflict_do_update(
    index_elements=list(sold_averages.primary_key),
    set_={c.name: _SAVE_AVERAGE.excluded[c.name] for c in sold_averages.c if not c.primary_key},
)
UNDER_TERMS = (
    (price_quarters.c.currency == bindparam("currency"))
    & (price_quarters.c.vat == bindparam("vat"))
    & (price_quarters.c.region == bindparam("region"))
)
_STALE = (
    select(
        price_quarters.c.part_key,
        price_quarters.c.color_id,
        func.max(price_quarters.c.part_number).label("part_number"),
    )
    .where(text("(part_key, color_id) > (:part_key, :color_id)"))
    .group_by(price_quarters.c.part_key, price_quarters.c.color_id)
    .having(
        (func.min(price_quarters.c.fetched_at) < bindparam("fetched_before"))
        | (func.count(case((UNDER_TERMS, 1))) < len(QUARTERS))
    )
    .order_by(price_quarters.c.part_key, price_quarters.c.color_id)
    .limit(bindparam("limit"))
)

_stock = msgspec.json.Decoder(StockMarket)
_sold = msgspec.json.Decoder(SoldMarket)
_stock_rows = msgspec.json.Decoder(list[StockRow])
_sold_rows = msgspec.json.Decoder(list[SoldRow])


class SavedGuide(msgspec.Struct, frozen=True):
    """A guide; `last_fetched` (ms UTC) is its oldest quarter's time, None unless all four came under these terms.

    `under_terms` says whether those that are there did.
    """

    guide: PriceGuide
    last_fetched: int | None
    under_terms: bool


def key_of(part_number: str, color_id: int) -> str:
    """The outbox's key of a guide, such as `3001/11`."""
    return f"{part_number}/{color_id}"


def find(tx: Tx, part_number: str, color_id: int, terms: PriceTerms) -> SavedGuide | None:
    """What is known of a guide. Figures fetched under other terms are shown with those, until there are newer ones."""
    tx.depends(keys.data("price_guide", key_of(part_number, color_id)))
    rows = tx.all(_QUARTERS, part_key=part_key(part_number), color_id=color_id)
    if not rows:
        return None
    by_terms: dict[PriceTerms, list[Row]] = {}
    for row in rows:
        by_terms.setdefault(_terms(row), []).append(row)
    shown = max(by_terms, key=lambda its: (len(by_terms[its]), its == terms))
    under_terms = shown == terms
    complete = under_terms and len(by_terms[shown]) == len(QUARTERS)
    oldest = min(row["fetched_at"] for row in by_terms[shown])
    return SavedGuide(_guide(by_terms[shown], color_id, shown), oldest if complete else None, under_terms)


def details(
    tx: Tx, part_number: str, color_id: int, quarter: Quarter
) -> list[StockRow] | list[SoldRow] | None:
    """The rows behind a quarter's statistics; None if it was never fetched."""
    row = tx.one(_DETAILS, part_key=part_key(part_number), color_id=color_id, **quarter._asdict())
    if row is None:
        return None
    return (_stock_rows if quarter.market == "stock" else _sold_rows).decode(row["details"])


def missing(tx: Tx, part_number: str, color_id: int, message_id: int) -> tuple[Quarter, ...]:
    """The quarters that this message has not saved yet: those that it still has to pay for."""
    rows = tx.all(_SAVED_BY, part_key=part_key(part_number), color_id=color_id, message_id=message_id)
    saved = {Quarter(row["condition"], row["market"]) for row in rows}
    return tuple(quarter for quarter in QUARTERS if quarter not in saved)


def save(
    tx: Tx,
    part_number: str,
    color_id: int,
    quarter: Quarter,
    report: MarketReport,
    terms: PriceTerms,
    message_id: int | None,
) -> None:
    """Save one quarter, fetched by this message if by any."""
    tx.run(
        _SAVE,
        part_key=part_key(part_number),
        color_id=color_id,
        condition=quarter.condition,
        market=quarter.market,
        part_number=part_number,
        **place_of(terms),
        statistics=msgspec.json.encode(report.market).decode(),
        fetched_at=report.fetched_at,
        fetched_by=message_id,
        details=msgspec.json.encode(report.rows).decode(),
    )
    if quarter.market == "sold":
        _save_average(tx, part_number, color_id, quarter, report, terms)
    tx.touch(keys.data("price_guide", key_of(part_number, color_id)), keys.PRICE_GUIDES)


def _save_average(
    tx: Tx, part_number: str, color_id: int, quarter: Quarter, report: MarketReport, terms: PriceTerms
) -> None:
    average = report.market.piece_average
    tx.run(
        _SAVE_AVERAGE,
        part_key=part_key(part_number),
        color_id=color_id,
        condition=quarter.condition,
        **place_of(terms),
        piece_average=None if average is None else str(average),
        fetched_at=report.fetched_at,
    )


def stale_keys(
    tx: Tx, fetched_before: int, terms: PriceTerms, after: tuple[str, int], limit: int
) -> list[tuple[str, int, str]]:
    """(part key, color, part number) of guides that are not whole under these terms, or older than that.

    In order, from behind `after`.
    """
    part, color = after
    rows = tx.all(
        _STALE, fetched_before=fetched_before, part_key=part, color_id=color, limit=limit, **place_of(terms)
    )
    return [(row["part_key"], row["color_id"], row["part_number"]) for row in rows]


def place_of(terms: PriceTerms) -> dict[str, str]:
    """The terms as they are kept; a country is told from a region by its prefix."""
    region = f"country:{terms.country}" if terms.country else terms.region or ""
    return {"currency": terms.currency, "vat": terms.vat, "region": region}


def _terms(row: Row) -> PriceTerms:
    where, _, country = row["region"].partition("country:")
    return PriceTerms(row["currency"], row["vat"], where or None, country or None)


def _guide(rows: list[Row], color_id: int, terms: PriceTerms) -> PriceGuide:
    found = {(row["condition"], row["market"]): row["statistics"] for row in rows}

    def stock(condition: str) -> StockMarket | None:
        return _stock.decode(found[condition, "stock"]) if (condition, "stock") in found else None

    def sold(condition: str) -> SoldMarket | None:
        return _sold.decode(found[condition, "sold"]) if (condition, "sold") in found else None

    return PriceGuide(
        part_number=rows[0]["part_number"],
        color_id=color_id,
        currency=terms.currency,
        vat=terms.vat,
        region=terms.region or terms.country,
        new_stock=stock("new"),
        new_sold=sold("new"),
        used_stock=stock("used"),
        used_sold=sold("used"),
    )
