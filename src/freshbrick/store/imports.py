"""Imported rows: they fill gaps and follow their own list, and never replace what BrickLink itself was asked for."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.outbox import Resource
from freshbrick.model.parts import Category, Color, Part
from freshbrick.store import keys, reference, search_index
from freshbrick.store.database import Row, Tx
from freshbrick.store.parts import columns
from freshbrick.store.tables import (
    categories,
    colors,
    part_color_lists,
    part_colors,
    parts,
    rebrickable_names,
)

Source = Literal["bricklink", "import"]
"""Whose list a row comes from: BrickLink's own, or somebody else's."""

Outcome = Literal["new", "changed", "unchanged", "kept"]
"""What became of a row; `kept`: what is there comes from a better source, and stays."""

Outcomes = Counter[Outcome]

_OF_PART = (
    "part_key",
    "part_number",
    "name",
    "category_id",
    "category_name",
    "alternate_numbers",
    "year_released",
    "weight",
    "size",
    "source",
    "rebrickable_category_id",
)
_UNKNOWN = (None, "[]")

_PART = select(*(parts.c[name] for name in _OF_PART), parts.c.last_fetched).where(
    parts.c.part_key == bindparam("key")
)
_SAVE_PART = upsert(parts).values({name: bindparam(name) for name in _OF_PART})
_SAVE_PART = _SAVE_PART.on_conflict_do_update(
    index_elements=["part_key"], set_={name: _SAVE_PART.excluded[name] for name in _OF_PART[1:]}
)
_UNTITLED = (
    select(parts.c.part_key, rebrickable_names.c.name)
    .join(
        rebrickable_names,
        (rebrickable_names.c.kind == "category")
        & (rebrickable_names.c.id == parts.c.rebrickable_category_id),
    )
    .where(
        parts.c.part_key > bindparam("after"),
        parts.c.source == "import",
        parts.c.category_name.is_distinct_from(rebrickable_names.c.name),
    )
    .order_by(parts.c.part_key)
    .limit(bindparam("limit"))
)
_TITLE = (
    update(parts)
    .where(parts.c.part_key == bindparam("key"), parts.c.source == "import")
    .values(category_name=bindparam("word"))
)
_LIST = select(part_color_lists).where(part_color_lists.c.part_key == bindparam("key"))
_SAVE_LIST = upsert(part_color_lists).values(part_key=bindparam("part_key"), source=bindparam("source"))
_SAVE_LIST = _SAVE_LIST.on_conflict_do_update(
    index_elements=["part_key"], set_={"source": _SAVE_LIST.excluded.source}
)
_KNOWN = select(part_colors.c.color_id).where(part_colors.c.part_key == bindparam("key"))
_FORGET = delete(part_colors).where(
    part_colors.c.part_key == bindparam("key"), part_colors.c.color_id == bindparam("color")
)
_KNOW = insert(part_colors).values(part_key=bindparam("part_key"), color_id=bindparam("color_id"), quantity=0)
_COLOR = select(colors).where(colors.c.color_id == bindparam("key"))
_SAVE_COLOR = upsert(colors).values({c.name: bindparam(c.name) for c in colors.c})
_SAVE_COLOR = _SAVE_COLOR.on_conflict_do_update(
    index_elements=["color_id"],
    set_={name: _SAVE_COLOR.excluded[name] for name in ("name", "hex_code", "type")},
)
_CATEGORY = select(categories).where(categories.c.category_id == bindparam("key"))
_SAVE_CATEGORY = upsert(categories).values(category_id=bindparam("category_id"), name=bindparam("name"))
_SAVE_CATEGORY = _SAVE_CATEGORY.on_conflict_do_update(
    index_elements=["category_id"], set_={"name": _SAVE_CATEGORY.excluded.name}
)
_NAMES = select(rebrickable_names).where(rebrickable_names.c.kind == bindparam("of"))
_NAME = _NAMES.where(rebrickable_names.c.id == bindparam("key"))
_SAVE_NAME = upsert(rebrickable_names).values({c.name: bindparam(c.name) for c in rebrickable_names.c})
_SAVE_NAME = _SAVE_NAME.on_conflict_do_update(
    index_elements=["kind", "id"], set_={"name": _SAVE_NAME.excluded.name}
)


class ImportedPart(msgspec.Struct, frozen=True):
    """A part of a list. Rebrickable's id of its category is kept, since the word for it may come later."""

    part: Part
    rebrickable_category_id: int | None = None


class ImportedColors(msgspec.Struct, frozen=True):
    """The colors in which a list knows a part, by BrickLink's ids."""

    part_key: str
    color_ids: frozenset[int]


def save_parts(tx: Tx, found: Collection[ImportedPart]) -> Outcomes:
    """Insert what is missing and bring up to date what the same or a lesser list said; touch only what changed."""
    tx.hold(keys.PARTS)
    outcomes = Outcomes()
    changed = []
    for one in found:
        row = _row(one)
        outcome, row = _beside(tx.one(_PART, key=row["part_key"]), row)
        outcomes[outcome] += 1
        if outcome in ("new", "changed"):
            tx.run(_SAVE_PART, **row)
            changed.append(one.part.part_number)
    _parts_changed(tx, changed)
    _list_categories(tx, found)
    return outcomes


def untitled(tx: Tx, after: str, limit: int) -> list[tuple[str, str]]:
    """(key, word) of imported parts behind `after` whose category has, or is called by, a new word, in order of key."""
    return [(row["part_key"], row["name"]) for row in tx.all(_UNTITLED, after=after, limit=limit)]


def title(tx: Tx, found: Iterable[tuple[str, str]]) -> None:
    """Give these parts the words for their categories."""
    tx.hold(keys.PARTS)
    _parts_changed(tx, [key for key, word in found if tx.run(_TITLE, key=key, word=word)])


def save_known_colors(tx: Tx, found: Iterable[ImportedColors], source: Source) -> Outcomes:
    """Replace lists of known colors that were imported from the same or a lesser list; counted by part and color."""
    tx.hold(keys.PARTS)
    outcomes = Outcomes()
    changed = []
    for one in found:
        old = tx.one(_LIST, key=one.part_key)
        if old is not None and _better(old, source):
            outcomes["kept"] += len(one.color_ids)
            continue
        known = {row["color_id"] for row in tx.all(_KNOWN, key=one.part_key)} if old else set()
        outcomes["new"] += len(one.color_ids - known)
        outcomes["unchanged"] += len(one.color_ids & known)
        if old is None or old["source"] != source:
            tx.run(_SAVE_LIST, part_key=one.part_key, source=source)
        if old is None or known != one.color_ids:
            _replace(tx, one, known)
            changed.append(one.part_key)
    if changed:
        tx.touch(keys.PARTS, *(keys.data("part_colors", key) for key in changed))
        search_index.index(tx, changed)
    return outcomes


def save_colors(tx: Tx, found: Iterable[Color], source: Source) -> Outcomes:
    """Fill the list of colors, unless it was fetched; a list that is not BrickLink's own only adds to it."""
    tx.hold(keys.COLORS)
    rows = [
        {name: getattr(color, name) for name in ("color_id", "name", "hex_code", "type")} for color in found
    ]
    if _fetched(tx, "color"):
        return Outcomes({"kept": len(rows)})
    outcomes = Outcomes()
    for row in rows:
        old = tx.one(_COLOR, key=row["color_id"])
        outcome: Outcome = "kept" if old and source == "import" else _compared(old, row)
        outcomes[outcome] += 1
        if outcome in ("new", "changed"):
            tx.run(_SAVE_COLOR, **row)
            tx.touch(keys.COLORS)
    return outcomes


def save_categories(tx: Tx, found: Iterable[Category]) -> Outcomes:
    """Fill BrickLink's list of categories, unless it was fetched."""
    tx.hold(keys.CATEGORIES)
    rows = [{"category_id": category.category_id, "name": category.name} for category in found]
    if _fetched(tx, "category"):
        return Outcomes({"kept": len(rows)})
    outcomes = Outcomes()
    for row in rows:
        outcome = _compared(tx.one(_CATEGORY, key=row["category_id"]), row)
        outcomes[outcome] += 1
        if outcome != "unchanged":
            tx.run(_SAVE_CATEGORY, **row)
            tx.touch(keys.CATEGORIES)
    return outcomes


def names(tx: Tx, kind: Literal["color", "category"]) -> dict[int, str]:
    """What Rebrickable's ids stand for, as far as it was imported."""
    return {row["id"]: row["name"] for row in tx.all(_NAMES, of=kind)}


def save_names(tx: Tx, kind: Literal["color", "category"], found: Iterable[tuple[int, str]]) -> Outcomes:
    """Keep what Rebrickable's ids stand for."""
    outcomes = Outcomes()
    for number, name in found:
        row = {"kind": kind, "id": number, "name": name}
        outcome = _compared(tx.one(_NAME, of=kind, key=number), row)
        outcomes[outcome] += 1
        if outcome != "unchanged":
            tx.run(_SAVE_NAME, **row)
    return outcomes


def _row(one: ImportedPart) -> dict[str, object]:
    row = columns(one.part) | {
        "category_name": one.part.category_name,
        "rebrickable_category_id": one.rebrickable_category_id,
    }
    return {name: row[name] for name in _OF_PART}


def _beside(old: Row | None, new: dict[str, object]) -> tuple[Outcome, dict[str, object]]:
    """What becomes of a part, and its row: a list that came without years or weights does not take them away."""
    if old is None:
        return "new", new
    if _better(old, new["source"]):
        return "kept", new
    if old["source"] == new["source"]:
        new = {name: old[name] if value in _UNKNOWN else value for name, value in new.items()}
    return _compared(old, new), new


def _better(old: Row, source: object) -> bool:
    """Whether what is there was fetched, or comes from BrickLink's own list while the other one does not."""
    return old["last_fetched"] is not None or (old["source"] == "bricklink" and source == "import")


def _compared(old: Row | None, new: Mapping[str, object]) -> Outcome:
    if old is None:
        return "new"
    return "unchanged" if all(old[name] == value for name, value in new.items()) else "changed"


def _replace(tx: Tx, one: ImportedColors, known: set[int]) -> None:
    for color in known - one.color_ids:
        tx.run(_FORGET, key=one.part_key, color=color)
    tx.run_many(_KNOW, [{"part_key": one.part_key, "color_id": color} for color in one.color_ids - known])


def _parts_changed(tx: Tx, changed: list[str]) -> None:
    if changed:
        tx.touch(keys.PARTS, *(keys.data("part", number) for number in changed))
        search_index.index(tx, [number.lower() for number in changed])


def _list_categories(tx: Tx, found: Iterable[ImportedPart]) -> None:
    """List the categories that these parts name by id and word, as far as no list has named them yet."""
    tx.hold(keys.CATEGORIES)
    words = {one.part.category_id: one.part.category_name for one in found}
    named = {number: word for number, word in words.items() if number is not None and word is not None}
    if not named or _fetched(tx, "category"):
        return
    for number, word in named.items():
        if tx.one(_CATEGORY, key=number) is None:
            tx.run(_SAVE_CATEGORY, category_id=number, name=word)
            tx.touch(keys.CATEGORIES)


def _fetched(tx: Tx, resource: Resource) -> bool:
    return reference.last_fetched(tx, resource) is not None
