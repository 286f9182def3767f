"""Cells as values of the model: what may be unknown is None, what must be there makes its row odd."""

import re
from decimal import Decimal, InvalidOperation

from freshbrick.bricklink import loose
from freshbrick.bricklink.verdict import UpstreamError
from freshbrick.catalog.importers.refusals import OddRowError
from freshbrick.model.parts import Size, is_part_number, part_key

ALTERNATES_MAX = 100

_YEARS = range(1900, 2200)
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_HEX_CODE = re.compile(r"[0-9a-f]{6}")
_TIMES = re.compile(r"\s*[xX]\s*")


def number(cell: str) -> str:
    """A part number."""
    cell = cell.strip()
    if not is_part_number(cell):
        raise OddRowError("no part number", cell[:40])
    return cell


def name(cell: str) -> str:
    """A name on one line, its entities resolved twice: BrickLink escapes them twice."""
    try:
        return loose.name(cell)
    except UpstreamError:
        raise OddRowError("no name", cell[:40]) from None


def name_or_none(cell: str) -> str | None:
    return name(cell) if cell.strip() else None


def whole(cell: str, what: str, *, least: int = 0, most: int = 999_999) -> int:
    """A whole number, such as an id."""
    found = whole_or_none(cell)
    if found is None or not least <= found <= most:
        raise OddRowError(f"no {what}", cell[:40])
    return found


def whole_or_none(cell: str) -> int | None:
    return int(cell) if _WHOLE.fullmatch(cell.strip()) else None


def id_or_none(cell: str) -> int | None:
    found = whole_or_none(cell)
    return found if found is not None and found > 0 else None


def year(cell: str) -> int | None:
    found = whole_or_none(cell)
    return found if found in _YEARS else None


def measure(cell: str) -> Decimal | None:
    """Grams or studs; None where there is a question mark, nothing, or nonsense."""
    try:
        return loose.measure(Decimal(cell.strip()))
    except InvalidOperation:
        return None


def size(x: str, y: str, z: str) -> Size | None:
    lengths = [measure(cell) for cell in (x, y, z)]
    return Size(*lengths) if any(lengths) else None


def dimensions(cell: str) -> Size | None:
    """`2 x 4 x 1`, in studs."""
    return size(*([*_TIMES.split(cell), "", "", ""][:3]))


def alternates(cell: str, own: str) -> tuple[str, ...]:
    """Other numbers of the part, each once."""
    numbers = filter(is_part_number, re.split(r"[\s,;]+", loose.unescaped(cell)))
    return tuple(dict.fromkeys(n for n in numbers if part_key(n) != part_key(own)))[:ALTERNATES_MAX]


def hex_code(cell: str) -> str | None:
    code = cell.strip().lower()
    return code if _HEX_CODE.fullmatch(code) else None
