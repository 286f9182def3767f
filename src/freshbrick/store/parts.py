"""Parts, kept under their number in lower case and in BrickLink's spelling."""

from decimal import Decimal

import msgspec
from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.parts import Part, Size, part_key
from freshbrick.store import keys, search_index
from freshbrick.store.database import Row, Tx
from freshbrick.store.outbox import ever_asked
from freshbrick.store.tables import categories, parts

_FIND = (
    select(
        parts,
        func.coalesce(categories.c.name, parts.c.category_name).label("category"),
        ever_asked("part", "part_key"),
    )
    .join(categories, categories.c.category_id == parts.c.category_id, isouter=True)
    .where(parts.c.part_key == bindparam("part_key"))
)
_IMPORTED = ("category_name", "rebrickable_category_id")
_FETCHED = [c.name for c in parts.c if c.name not in ("part_key", *_IMPORTED)]
_SAVE = upsert(parts).values({name: bindparam(name) for name in ["part_key", *_FETCHED]})
_SAVE = _SAVE.on_conflict_do_update(
    index_elements=["part_key"], set_={name: _SAVE.excluded[name] for name in _FETCHED}
)
_COUNTS = select(
    func.count().label("parts"),
    func.count(case((parts.c.last_fetched >= bindparam("fresh_since"), 1))).label("fresh"),
    func.count(parts.c.last_fetched).label("fetched"),
)
_STALE = (
    select(parts.c.part_key, parts.c.part_number)
    .where(parts.c.last_fetched < bindparam("fetched_before"), parts.c.part_key > bindparam("after"))
    .order_by(parts.c.part_key)
    .limit(bindparam("limit"))
)

_sizes = msgspec.json.Decoder(Size)
_numbers = msgspec.json.Decoder(tuple[str, ...])


class Saved(msgspec.Struct, frozen=True):
    """A part and when it was fetched (ms UTC); None for one that was imported and never checked.

    `asked` says whether there is any message of it.
    """

    part: Part
    last_fetched: int | None
    asked: bool


class Counts(msgspec.Struct, frozen=True, rename="camel"):
    """How many parts there are, by freshness."""

    parts: int
    fresh: int
    stale: int
    never_fetched: int


def find(tx: Tx, part_number: str) -> Saved | None:
    """The part of this number, whatever its case."""
    tx.depends(keys.data("part", part_number), keys.CATEGORIES)
    row = tx.one(_FIND, part_key=part_key(part_number))
    return Saved(_part(row), row["last_fetched"], bool(row["asked"])) if row else None


def save(tx: Tx, part: Part, *, last_fetched: int | None) -> None:
    """Insert the part, or replace all that was known of it."""
    tx.hold(keys.PARTS)
    tx.run(_SAVE, **columns(part), last_fetched=last_fetched)
    search_index.index(tx, [part_key(part.part_number)])
    tx.touch(keys.data("part", part.part_number), keys.PARTS)


def columns(part: Part) -> dict[str, object]:
    """The part as its row has it, without what only an import or a fetch knows."""
    return {
        "part_key": part_key(part.part_number),
        "part_number": part.part_number,
        "name": part.name,
        "category_id": part.category_id,
        "alternate_numbers": msgspec.json.encode(part.alternate_numbers).decode(),
        "year_released": part.year_released,
        "weight": None if part.weight is None else str(part.weight),
        "size": None if part.size is None else msgspec.json.encode(part.size).decode(),
        "description": part.description,
        "image_url": part.image_url,
        "thumbnail_url": part.thumbnail_url,
        "is_obsolete": bool(part.is_obsolete),
        "source": part.source,
    }


def counts(tx: Tx, fresh_since: int) -> Counts:
    """Parts by freshness; those fetched before `fresh_since` (ms UTC) are stale."""
    tx.depends(keys.PARTS)
    row = tx.one(_COUNTS, fresh_since=fresh_since) or {"parts": 0, "fresh": 0, "fetched": 0}
    return Counts(row["parts"], row["fresh"], row["fetched"] - row["fresh"], row["parts"] - row["fetched"])


def stale_numbers(tx: Tx, fetched_before: int, after: str, limit: int) -> list[tuple[str, str]]:
    """(key, number) of parts fetched before then, in order of key, from behind `after`."""
    rows = tx.all(_STALE, fetched_before=fetched_before, after=after, limit=limit)
    return [(row["part_key"], row["part_number"]) for row in rows]


def _part(row: Row) -> Part:
    return Part(
        part_number=row["part_number"],
        name=row["name"],
        category_id=row["category_id"],
        category_name=row["category"],
        alternate_numbers=_numbers.decode(row["alternate_numbers"]),
        year_released=row["year_released"],
        weight=None if row["weight"] is None else Decimal(row["weight"]),
        size=None if row["size"] is None else _sizes.decode(row["size"]),
        description=row["description"],
        image_url=row["image_url"],
        thumbnail_url=row["thumbnail_url"],
        is_obsolete=bool(row["is_obsolete"]),
        source=row["source"],
    )
