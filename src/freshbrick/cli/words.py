"""Times, figures and names as a person reads them."""

from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND

_JUST_NOW = 5 * SECOND
_UNITS = ((SECOND, 60, "s"), (MINUTE, 60, "minute"), (HOUR, 24, "hour"))
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def span(ms: int) -> str:
    """`12 s`, `3 minutes`, `27 days`: the nearest whole number of the unit that fits."""
    for unit, limit, name in _UNITS:
        count = round(max(0, ms) / unit)
        if count < limit:
            return f"{count} s" if name == "s" else counted(count, name)
    return counted(round(ms / DAY), "day")


def ago(at: int, now: int) -> str:
    """`just now`, `3 days ago`."""
    return "just now" if now - at < _JUST_NOW else f"{span(now - at)} ago"


def counted(count: int, noun: str) -> str:
    """`1 day`, `2 days`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def ordinal(number: int) -> str:
    """`second`; from the eleventh on `11th`."""
    return _ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else f"{number}th"


def moment(at: int, zone: tzinfo | None = None) -> datetime:
    """A time in ms UTC on the clock of `zone`, by default this machine's."""
    return datetime.fromtimestamp(at / 1000, zone).astimezone(zone)


def clock_time(at: int, now: int, zone: tzinfo | None = None) -> str:
    """`14:20`, with the day unless it is today's."""
    then, today = moment(at, zone), moment(now, zone).date()
    if then.date() == today:
        return f"{then:%H:%M}"
    if then.date() == today + timedelta(days=1):
        return f"tomorrow at {then:%H:%M}"
    return f"{then:%Y-%m-%d %H:%M}"


def day(at: int, now: int, zone: tzinfo | None = None) -> str:
    """`today`, `yesterday`, `3 days ago`."""
    days = (moment(now, zone).date() - moment(at, zone).date()).days
    return {0: "today", 1: "yesterday"}.get(max(0, days), f"{days} days ago")


def prices(column: list[Decimal]) -> list[str]:
    """Under 1 with four decimals, from 1 with two; their decimal points stand below each other."""
    texts = [f"{price:.4f}" if price < 1 else f"{price:.2f}" for price in column]
    mixed = len({price < 1 for price in column}) > 1
    return [
        text if price < 1 or not mixed else f"{text}  " for text, price in zip(texts, column, strict=True)
    ]


def plain(text: str) -> str:
    """A text from outside with nothing in it that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
