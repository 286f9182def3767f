"""The colors in which a part is known to exist."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert  # rendered for SQLite as well

from freshbrick.model.parts import KnownColor, PartColor, part_key
from freshbrick.store import keys, search_index
from freshbrick.store.database import Tx
from freshbrick.store.outbox import ever_asked
from freshbrick.store.tables import colors, part_color_lists, part_colors

_LIST = select(part_color_lists.c.last_fetched, ever_asked("part_colors", "part_key")).where(
    part_color_lists.c.part_key == bindparam("part_key")
)
_COLORS = (
    select(part_colors.c.color_id, part_colors.c.quantity, colors.c.name, colors.c.hex_code, colors.c.type)
    .join(colors, colors.c.color_id == part_colors.c.color_id, isouter=True)
    .where(part_colors.c.part_key == bindparam("part_key"))
    .order_by(part_colors.c.quantity.desc(), colors.c.name, part_colors.c.color_id)
)
_SAVE_LIST = upsert(part_color_lists).values(
    part_key=bindparam("part_key"), last_fetched=bindparam("last_fetched")
)
_SAVE_LIST = _SAVE_LIST.on_conflict_do_update(
    index_elements=["part_key"], set_={"last_fetched": _SAVE_LIST.excluded.last_fetched}
)
_CLEAR = delete(part_colors).where(part_colors.c.part_key == bindparam("key"))
_ADD = insert(part_colors).values(
    part_key=bindparam("part_key"), color_id=bindparam("color_id"), quantity=bindparam("quantity")
)


class SavedList(msgspec.Struct, frozen=True):
    """The known colors, the most common first, and when they were fetched (ms UTC).

    `asked` says whether there is any message of the list.
    """

    colors: tuple[PartColor, ...]
    last_fetched: int | None
    asked: bool


def find(tx: Tx, part_number: str) -> SavedList | None:
    """The known colors of a part; None if nobody has asked yet, an empty list if there are none."""
    tx.depends(keys.data("part_colors", part_number), keys.COLORS)
    saved = tx.one(_LIST, part_key=part_key(part_number))
    if saved is None:
        return None
    rows = tx.all(_COLORS, part_key=part_key(part_number))
    found = tuple(
        PartColor(
            row["color_id"],
            row["name"] or f"Color {row['color_id']}",  # until the list of colors has come
            row["hex_code"],
            row["type"] or "",
            row["quantity"],
        )
        for row in rows
    )
    return SavedList(found, saved["last_fetched"], bool(saved["asked"]))


def save(tx: Tx, part_number: str, known: Iterable[KnownColor], *, last_fetched: int) -> None:
    """Replace the list: a color that BrickLink no longer names goes away."""
    key = part_key(part_number)
    tx.hold(keys.PARTS)
    tx.run(_SAVE_LIST, part_key=key, last_fetched=last_fetched)
    tx.run(_CLEAR, key=key)
    tx.run_many(_ADD, [{"part_key": key, "color_id": c.color_id, "quantity": c.quantity} for c in known])
    search_index.index(tx, [key])
    tx.touch(keys.data("part_colors", part_number))
