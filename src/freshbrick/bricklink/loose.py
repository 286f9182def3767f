"""Reading what BrickLink writes loosely: escaped texts, half addresses, zeros for "unknown"."""

import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, TypeVar

import msgspec

from freshbrick.bricklink.verdict import UpstreamError, refused
from freshbrick.model.parts import MAX_COLOR_ID, is_part_number, part_key
from freshbrick.model.prices import rounded

NAME_MAX = 500
DESCRIPTION_MAX = 20_000
MEASURE_MAX = 1_000_000
PRICE_MAX = 1_000_000_000

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
ColorId = Annotated[int, msgspec.Meta(ge=0, le=MAX_COLOR_ID)]
Flag = bool | int | str | None
T = TypeVar("T")

_IMAGE = re.compile(r"https://img\.bricklink\.com/[\w./%~+()-]{1,300}(\?[\w.=&%-]{0,100})?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS_SOLD = range(2000, 2100)


class Item(msgspec.Struct):
    """What every answer about an item says of it."""

    no: str
    type: str


def decode(data: bytes, shape: type[T]) -> T:
    """JSON of the given shape, numbers in quotes included; raises UpstreamError `unreadable`."""
    try:
        return msgspec.json.decode(data, type=shape, strict=False)
    except (ValueError, RecursionError) as error:
        raise unreadable(str(error)) from None


def unreadable(why: str) -> UpstreamError:
    return UpstreamError(refused("unreadable", f"BrickLink's answer cannot be read: {why}"))


def wrong_item(got: str, asked: str) -> UpstreamError:
    return UpstreamError(
        refused("wrong_item", f"BrickLink was asked for {asked} and answered with {got[:80]!r}.")
    )


def check_item(item: Item, asked: str) -> None:
    """Raise UpstreamError `wrong_item` unless the answer is about the part `asked` for."""
    # The pattern first: letters beyond ASCII exist that are equal to "k" in lower case.
    if item.type != "PART" or not is_part_number(item.no) or part_key(item.no) != part_key(asked):
        raise wrong_item(f"{item.type} {item.no}", f"PART {asked}")


def unescaped(raw: str) -> str:
    """A text without entities, which BrickLink sometimes escapes twice, and without control characters."""
    try:
        raw = html.unescape(html.unescape(raw))
    except ValueError:  # a character reference of more digits than Python turns into a number
        return ""
    return _UNPRINTABLE.sub("", raw.replace("\r", "\n"))


def name(raw: str) -> str:
    """A name on one line; raises UpstreamError if there is none."""
    words = " ".join(unescaped(raw).split())[:NAME_MAX]
    if not words:
        raise unreadable("a name is empty")
    return words


def description(raw: str) -> str | None:
    """The text of a description, which BrickLink writes in HTML, one paragraph a line."""
    text = unescaped(_TAG.sub("", _LINE_TAG.sub("\n", raw)))
    lines = filter(None, (" ".join(line.split()) for line in text.splitlines()))
    return "\n".join(lines)[:DESCRIPTION_MAX] or None


def image(raw: str) -> str | None:
    """The address of a picture on BrickLink's image host; None for any other."""
    address = f"https:{raw}" if raw.startswith("//") else raw
    return address if _IMAGE.fullmatch(address) else None


def measure(value: Decimal | None) -> Decimal | None:
    """A weight or a length with at most four decimals; None for 0, which means unknown."""
    if value is None or not value.is_finite() or not 0 < value < MEASURE_MAX:
        return None
    return value if value.as_tuple().exponent in range(-4, 1) else rounded(value) or None


def price(value: Decimal) -> Decimal:
    """A price to four decimals; raises UpstreamError where there cannot be such a price."""
    if not value.is_finite() or not 0 <= value <= PRICE_MAX:
        raise unreadable(f"{str(value)[:40]} is no price")
    return rounded(value)


def flag(value: Flag) -> bool | None:
    return {"true": True, "y": True, "1": True, "false": False, "n": False, "0": False}.get(
        str(value)[:5].lower()
    )


def country(code: str | None) -> str | None:
    return code if code and _COUNTRY.fullmatch(code) else None


def time(text: str | None) -> int | None:
    """An ISO 8601 time in ms UTC; None if it is no time at which BrickLink existed."""
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (when - _EPOCH) // timedelta(milliseconds=1) if when.year in _YEARS_SOLD else None
