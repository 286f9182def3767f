"""BrickLink's whole lists of colors and categories."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.outbox import Resource
from freshbrick.model.parts import Category, Color
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.tables import categories, colors, reference_lists

_FETCHED = select(reference_lists.c.last_fetched).where(reference_lists.c.resource == bindparam("resource"))
_MARK = upsert(reference_lists).values(resource=bindparam("resource"), last_fetched=bindparam("last_fetched"))
_MARK = _MARK.on_conflict_do_update(
    index_elements=["resource"], set_={"last_fetched": _MARK.excluded.last_fetched}
)
_COLORS = select(colors).order_by(colors.c.name)
_CATEGORIES = select(categories).order_by(categories.c.name)
_CLEAR_COLORS = delete(colors)
_CLEAR_CATEGORIES = delete(categories)
_ADD_COLOR = insert(colors).values({c.name: bindparam(c.name) for c in colors.c})
_ADD_CATEGORY = insert(categories).values({c.name: bindparam(c.name) for c in categories.c})


def last_fetched(tx: Tx, resource: Resource) -> int | None:
    """When the list was fetched (ms UTC); None if it never was."""
    tx.depends(_KEYS[resource])
    row = tx.one(_FETCHED, resource=resource)
    return row["last_fetched"] if row else None


def all_colors(tx: Tx) -> tuple[Color, ...]:
    """Every color, by name."""
    tx.depends(keys.COLORS)
    return tuple(Color(r["color_id"], r["name"], r["hex_code"], r["type"]) for r in tx.all(_COLORS))


def all_categories(tx: Tx) -> tuple[Category, ...]:
    """Every category, by name."""
    tx.depends(keys.CATEGORIES)
    return tuple(Category(r["category_id"], r["name"], r["parent_id"]) for r in tx.all(_CATEGORIES))


def save_colors(tx: Tx, found: Iterable[Color]) -> None:
    """Replace the list of colors."""
    tx.hold(keys.COLORS)
    tx.run(_CLEAR_COLORS)
    tx.run_many(
        _ADD_COLOR,
        [{"color_id": c.color_id, "name": c.name, "hex_code": c.hex_code, "type": c.type} for c in found],
    )
    _mark(tx, "color")


def save_categories(tx: Tx, found: Iterable[Category]) -> None:
    """Replace the list of categories."""
    tx.hold(keys.CATEGORIES)
    tx.run(_CLEAR_CATEGORIES)
    tx.run_many(
        _ADD_CATEGORY,
        [{"category_id": c.category_id, "name": c.name, "parent_id": c.parent_id} for c in found],
    )
    _mark(tx, "category")


_KEYS: dict[Resource, str] = {"color": keys.COLORS, "category": keys.CATEGORIES}


def _mark(tx: Tx, resource: Resource) -> None:
    tx.run(_MARK, resource=resource, last_fetched=tx.now)
    tx.touch(_KEYS[resource])
