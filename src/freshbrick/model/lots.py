"""Lots: what a person keeps of a part in a color, and how its fields are written."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, Literal
from unicodedata import normalize

import msgspec
from msgspec import UNSET, UnsetType

from freshbrick.model.errors import RequestError
from freshbrick.model.parts import parse_color_id, parse_part_number
from freshbrick.model.prices import Condition, PriceGuide

QUANTITY_MAX: Final = 1_000_000
REMARKS_MAX: Final = 255
STORAGE_MAX: Final = 64

_PRICE = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?")


class NewLot(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A lot to add; `price` is a decimal as text, such as "0.055", in the currency of the server's price guides.

    The part need not be in the catalog. A quantity of 0 is a lot that is sold out.
    """

    part_number: str
    color_id: int
    condition: Condition
    quantity: int
    price: str | None = None
    remarks: str | None = None
    storage: str | None = None


class LotChanges(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """What to change of a lot: only what is given, null clears what may be empty."""

    part_number: str | UnsetType = UNSET
    color_id: int | UnsetType = UNSET
    condition: Condition | UnsetType = UNSET
    quantity: int | UnsetType = UNSET
    price: str | UnsetType | None = UNSET
    remarks: str | UnsetType | None = UNSET
    storage: str | UnsetType | None = UNSET


# A page has thousands of these two, and holds no cycles: the garbage collector, for which all wait, need not look.
class LotGuide(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """The market's price of a piece: the average over all pieces sold in that condition, and when it was fetched."""

    price: Decimal
    fetched_at: int


class Lot(msgspec.Struct, frozen=True, rename="camel", kw_only=True, gc=False):
    """A lot of a person; times in ms UTC.

    `name`, `color_name` and `hex_code` are None until they are known. `currency` is that in which `price` was given.
    `guide` is None where nothing is known under the server's price terms, or nothing was sold.
    """

    id: int
    part_number: str
    name: str | None
    color_id: int
    color_name: str | None
    hex_code: str | None
    condition: Condition
    quantity: int
    price: Decimal | None
    currency: str | None
    remarks: str | None
    storage: str | None
    created_at: int
    updated_at: int
    guide: LotGuide | None


class Suggestion(msgspec.Struct, frozen=True):
    """A price of a piece, and the market that it comes from."""

    price: Decimal
    source: Literal["sold", "stock"]


def suggested_price(guide: PriceGuide, condition: Condition) -> Suggestion | None:
    """What to ask for a piece: what was paid on average, else what others ask on average, else None."""
    sold, stock = (
        (guide.new_sold, guide.new_stock) if condition == "new" else (guide.used_sold, guide.used_stock)
    )
    if sold is not None and sold.piece_average is not None:
        return Suggestion(sold.piece_average, "sold")
    if stock is not None and stock.piece_average is not None:
        return Suggestion(stock.piece_average, "stock")
    return None


def as_kept(given: NewLot | LotChanges) -> dict[str, Any]:
    """The fields that were given, by name, as they are kept. Raises RequestError `bad_request` that names the field."""
    fields = {name: getattr(given, name) for name in given.__struct_fields__}
    return {name: _AS_KEPT[name](value) for name, value in fields.items() if value is not UNSET}


def _quantity(value: int) -> int:
    if not 0 <= value <= QUANTITY_MAX:
        raise RequestError("bad_request", f"quantity is 0 to {QUANTITY_MAX} pieces, not {value}.")
    return value


def _price(text: str | None) -> str | None:
    if text is not None and not _PRICE.fullmatch(text):
        raise RequestError(
            "bad_request",
            "price is a decimal number as text, 0 to 999999999.9999 with at most four decimals, such as "
            f'"0.055"; {text[:40]!r} is not.',
        )
    return text


def _line(field: str, longest: int) -> Callable[[str | None], str | None]:
    def line(text: str | None) -> str | None:
        """One printable line; an empty one is None."""
        written = normalize("NFC", text.strip()) if text is not None else ""
        if len(written) > longest or not written.isprintable():
            raise RequestError(
                "bad_request", f"{field} is one line of at most {longest} printable characters."
            )
        return written or None

    return line


_AS_KEPT: Final[Mapping[str, Callable[[Any], object]]] = {
    "part_number": parse_part_number,
    "color_id": parse_color_id,
    "condition": str,
    "quantity": _quantity,
    "price": _price,
    "remarks": _line("remarks", REMARKS_MAX),
    "storage": _line("storage", STORAGE_MAX),
}
