"""What people keep: as far as the sweep needs to know."""

from sqlalchemy import func, select

from freshbrick.store.database import Tx
from freshbrick.store.tables import lots

_KEPT = select(func.min(lots.c.part_number).label("part_number"), lots.c.color_id).group_by(
    func.lower(lots.c.part_number), lots.c.color_id
)


def kept(tx: Tx) -> list[tuple[str, int]]:
    """(part number, color id) of everything that anybody keeps, each once."""
    return [(row["part_number"], row["color_id"]) for row in tx.all(_KEPT)]
