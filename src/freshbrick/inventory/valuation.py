"""What lots are worth: by their own prices, and by what the market paid."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from freshbrick.model.prices import rounded
from freshbrick.store.lots import Figures


class Totals(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """All lots of a person and what they are worth, in `currency`; what is unknown is counted, never taken as 0.

    `yours` is the sum of quantity times price, over all but those `without_price` and `in_other_currencies`; `market`
    that of quantity times the piece average sold of that condition, over all but those `without_guide`.
    """

    lots: int
    pieces: int
    currency: str
    yours: Decimal
    market: Decimal
    without_price: int
    in_other_currencies: int
    without_guide: int


def totals(lots: Iterable[Figures], currency: str) -> Totals:
    """Add up, exactly."""
    count: Counter[str] = Counter()
    yours = market = Decimal(0)
    for lot in lots:
        count["lots"] += 1
        count["pieces"] += lot.quantity
        if lot.price is None:
            count["without_price"] += 1
        elif lot.currency != currency:
            count["in_other_currencies"] += 1
        else:
            yours += lot.quantity * lot.price
        if lot.market is None:
            count["without_guide"] += 1
        else:
            market += lot.quantity * lot.market
    return Totals(
        lots=count["lots"],
        pieces=count["pieces"],
        currency=currency,
        yours=rounded(yours),
        market=rounded(market),
        without_price=count["without_price"],
        in_other_currencies=count["in_other_currencies"],
        without_guide=count["without_guide"],
    )
