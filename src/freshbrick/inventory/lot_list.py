"""`getLots`: a person's lots, and what they are worth."""

from itertools import accumulate, takewhile
from typing import Final

import msgspec

from freshbrick.inventory.valuation import Totals, totals
from freshbrick.model.errors import RequestError
from freshbrick.model.lots import Lot
from freshbrick.model.prices import PriceTerms
from freshbrick.store import lots
from freshbrick.store.database import Tx

PAGE: Final = 1_000
"""Lots in one answer: about 400 KB, which every watcher gets again when one of them changes."""

PAGE_BYTES: Final = 700_000
"""JSON of the lots in one answer: lots with long remarks make a shorter page, as a client takes a frame of 1 MiB."""


class LotsArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Which lots: up to `limit` (1 to 1,000) of them, from the first or from behind what `nextCursor` said."""

    limit: int = PAGE
    cursor: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= PAGE:
            raise RequestError("bad_request", f"limit is 1 to {PAGE}, not {self.limit}.")
        cursor = self.cursor
        if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
            raise RequestError("bad_request", "cursor is what nextCursor said.")

    @property
    def after(self) -> int:
        """The id behind which the page begins."""
        return int(self.cursor or 0)


class LotList(msgspec.Struct, frozen=True, rename="camel"):
    """Lots in the order in which they were added; `next_cursor` asks for those behind them, null at the end.

    `totals` are of all lots, whatever the page holds; they come with the first page only, as they read every lot.
    """

    items: list[Lot]
    totals: Totals | None
    next_cursor: str | None


def get_lots(tx: Tx, terms: PriceTerms, args: LotsArgs, person_id: int) -> LotList:
    """A page of a person's lots."""
    found = lots.page(tx, person_id, terms, args.after, args.limit + 1)
    items = found[: min(args.limit, _fitting(found))]
    first = args.cursor is None
    return LotList(
        items=items,
        totals=totals(lots.figures(tx, person_id, terms), terms.currency) if first else None,
        next_cursor=str(items[-1].id) if len(found) > len(items) else None,
    )


def _fitting(found: list[Lot]) -> int:
    """How many of the lots fit into a page."""
    ends = accumulate(len(msgspec.json.encode(lot)) for lot in found)
    return sum(1 for _ in takewhile(PAGE_BYTES.__ge__, ends))
