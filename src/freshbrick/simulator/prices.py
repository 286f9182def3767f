"""What parts are offered and sold for: invented, drifting with time, the same for the same seed and moment."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_UP, Decimal
from random import Random
from typing import Literal, NamedTuple

from freshbrick.simulator.dice import dice
from freshbrick.simulator.parts import Part
from freshbrick.simulator.places import RATES, SELLERS, vat_factor

DAY = 86_400_000
_HALF_YEAR = 183
_DESERTED = 0.06  # markets where nobody offers or nobody bought
_STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Ask:
    """One market of one part in one color, and how its prices are to be told."""

    color_id: int
    guide_type: Literal["stock", "sold"]
    new_or_used: Literal["N", "U"]
    currency_code: str
    vat: Literal["N", "Y", "O"]
    countries: frozenset[str] | None = None


class Deal(NamedTuple):
    """A lot on offer, or (with a buyer and a time in ms) one that was sold; the price is in US dollars."""

    price: float
    quantity: int
    seller: str
    buyer: str = ""
    at: int = 0


def price_guide(seed: int, part: Part, ask: Ask, now: int) -> dict[str, object]:
    """The `data` of a price reply; prices are strings with four decimals, rounded up."""
    deals = [
        deal for deal in _market(seed, part, ask, now) if not ask.countries or deal.seller in ask.countries
    ]
    prices = [_price(deal, ask) for deal in deals]
    pieces = sum(deal.quantity for deal in deals)
    spent = sum((price * deal.quantity for price, deal in zip(prices, deals, strict=True)), Decimal())
    style = dice(seed, "style", part.no, ask.color_id, ask.guide_type, ask.new_or_used)
    return {
        "item": {"no": part.no, "type": "PART"},
        "new_or_used": ask.new_or_used,
        "currency_code": ask.currency_code,
        "min_price": _text(min(prices, default=Decimal())),
        "max_price": _text(max(prices, default=Decimal())),
        "avg_price": _text(sum(prices, Decimal()) / max(len(prices), 1)),
        "qty_avg_price": _text(spent / max(pieces, 1)),
        "unit_quantity": len(deals),
        "total_quantity": pieces,
        "price_detail": _detail(deals, prices, ask, style),
    }


def _market(seed: int, part: Part, ask: Ask, now: int) -> Iterator[Deal]:
    known = part.known(ask.color_id)
    if known is None:
        return
    key = (seed, part.no, ask.color_id, ask.new_or_used, ask.guide_type)
    throw = dice(*key)
    deals = known.quantity * throw.uniform(0.1, 1.3) * (0.6 if ask.new_or_used == "U" else 1)
    if throw.random() < _DESERTED:
        return
    tide = _tide(throw, _base_price(seed, part, ask))
    if ask.guide_type == "stock":
        price = 1.3 * tide(now)
        yield from sorted(_deal(throw, price) for _ in range(int(deals)))
    else:
        yield from _sales(key, tide, deals / _HALF_YEAR, now)


def _base_price(seed: int, part: Part, ask: Ask) -> float:
    throw = dice(seed, "price", part.no)
    price = (0.015 + 0.05 * float(part.weight)) * throw.uniform(0.6, 1.6)
    rarity = 10 ** dice(seed, "rarity", part.no, ask.color_id).uniform(-0.2, 0.5)
    return price * rarity * (0.55 if ask.new_or_used == "U" else 1)


def _tide(throw: Random, price: float) -> Callable[[int], float]:
    """Some percent up and down in forty days, and about one in ten minutes: a refresh shows something new."""
    slow, quick = throw.uniform(0, math.tau), throw.uniform(0, math.tau)

    def at(now: int) -> float:
        days, minutes = now / DAY, now / 60_000
        swell = 0.08 * math.sin(math.tau * days / 40 + slow) + 0.012 * math.sin(
            math.tau * minutes / 10 + quick
        )
        return price * (1 + swell)

    return at


def _sales(key: tuple[object, ...], tide: Callable[[int], float], a_day: float, now: int) -> Iterator[Deal]:
    """A day's sales are thrown from the day itself, so that what was sold stays sold as time goes on."""
    overdue = dice(*key, "overdue").choice((0, 0, 12))
    for day in range(now // DAY - _HALF_YEAR - overdue, now // DAY + 1):
        throw = dice(*key, day)
        sold = [_deal(throw, tide(day * DAY), day) for _ in range(int(a_day + throw.random()))]
        yield from sorted((deal for deal in sold if deal.at <= now), key=lambda deal: deal.at)


def _deal(throw: Random, price: float, day: int | None = None) -> Deal:
    paid = price * throw.lognormvariate(0, 0.4)
    quantity = 1 + int(throw.expovariate(1 / 9))
    seller, buyer = throw.choices(SELLERS[0], SELLERS[1], k=2)
    if day is None:
        return Deal(paid, quantity, seller)
    return Deal(paid, quantity, seller, buyer, day * DAY + throw.randrange(DAY))


def _price(deal: Deal, ask: Ask) -> Decimal:
    told = deal.price * RATES[ask.currency_code] * vat_factor(ask.vat, deal.seller)
    return Decimal(told).quantize(_STEP, ROUND_UP)


def _text(price: Decimal) -> str:
    return str(price.quantize(_STEP, ROUND_UP))


def _detail(deals: list[Deal], prices: list[Decimal], ask: Ask, style: Random) -> list[dict[str, object]]:
    misspelt, worded = style.random() < 0.5, style.random() < 0.3
    row = _stock_row if ask.guide_type == "stock" else _sold_row
    return [row(deal, str(price), misspelt, worded) for deal, price in zip(deals, prices, strict=True)]


def _stock_row(deal: Deal, price: str, _misspelt: bool, worded: bool) -> dict[str, object]:
    ships = deal.quantity % 7 > 0
    return {
        "quantity": deal.quantity,
        "qunatity": deal.quantity,
        "unit_price": price,
        "shipping_available": str(ships).lower() if worded else ships,
    }


def _sold_row(deal: Deal, price: str, misspelt: bool, _worded: bool) -> dict[str, object]:
    ordered = datetime.fromtimestamp(deal.at / 1000, UTC).isoformat(timespec="milliseconds")
    row: dict[str, object] = {
        "quantity": deal.quantity,
        "unit_price": price,
        "seller_country_code": deal.seller,
        "buyer_country_code": deal.buyer,
        "date_ordered": ordered.replace("+00:00", "Z"),
    }
    return row | {"qunatity": deal.quantity} if misspelt else row
