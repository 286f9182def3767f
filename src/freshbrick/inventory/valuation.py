"""What lots are worth: by their own prices, and by what the market paid."""

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
    found = list(lots)
    priced = [
        (lot.quantity, lot.price) for lot in found if lot.price is not None and lot.currency == currency
    ]
    guided = [(lot.quantity, lot.market) for lot in found if lot.market is not None]
    unpriced = sum(lot.price is None for lot in found)
    return Totals(
        lots=len(found),
        pieces=sum(lot.quantity for lot in found),
        currency=currency,
        yours=_worth(priced),
        market=_worth(guided),
        without_price=unpriced,
        in_other_currencies=len(found) - unpriced - len(priced),
        without_guide=len(found) - len(guided),
    )


def _worth(priced: Iterable[tuple[int, Decimal]]) -> Decimal:
    return rounded(sum((pieces * price for pieces, price in priced), Decimal(0)))
