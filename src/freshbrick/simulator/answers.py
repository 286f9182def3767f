"""What BrickLink answers when nothing goes wrong, quirks included."""

from typing import TypeVar
from zlib import crc32

from freshbrick.simulator.asgi import Request
from freshbrick.simulator.envelope import (
    Refused,
    Reply,
    bad_parameter,
    method_not_allowed,
    not_found,
    nothing,
    ok,
    unknown_address,
)
from freshbrick.simulator.parts import Part
from freshbrick.simulator.places import RATES, REGIONS
from freshbrick.simulator.prices import Ask, price_guide
from freshbrick.simulator.world import World

BASE = "/api/store/v1"
NEWER_NOT_FOUND = "404"  # unknown numbers that begin so get the newer form
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "(": "&#40;", ")": "&#41;"}
)
_INT32 = 2**31
Choice = TypeVar("Choice", bound=str)


class Answers:
    """The store's addresses; `currency` is the account's own, used where a request names none."""

    def __init__(self, world: World, currency: str) -> None:
        self._world = world
        self._currency = currency

    def answer(self, request: Request, now: int, instead: str | None = None) -> Reply:
        """The reply to a signed request; with `instead` that of another part."""
        try:
            return self._answer(request, now, instead)
        except Refused as refused:
            return refused.reply

    def _answer(self, request: Request, now: int, instead: str | None) -> Reply:
        segments = request.segments(BASE)
        if segments[:1] == ["items"]:
            segments[1:2] = [kind.lower() for kind in segments[1:2]]
        match segments:
            case ["colors"]:
                reply = ok([color._asdict() for color in self._world.colors])
            case ["categories"]:
                reply = ok([_escaped_category(category._asdict()) for category in self._world.categories])
            case ["items", "part", no]:
                reply = ok(_item(self._part(instead or no)))
            case ["items", "part", no, "colors"]:
                reply = _known_colors(self._part(instead or no))
            case ["items", "part", no, "price"]:
                reply = ok(self._price(self._part(instead or no), request.query, now))
            case _:
                return unknown_address()
        return reply if request.method == "GET" else method_not_allowed()

    def _part(self, no: str) -> Part:
        part = self._world.part(no)
        if part is None:
            raise Refused(not_found() if no.startswith(NEWER_NOT_FOUND) else nothing())
        return part

    def _price(self, part: Part, query: dict[str, str], now: int) -> dict[str, object]:
        ask = Ask(
            color_id=_color_id(query.get("color_id", "0")),
            guide_type=_one_of("guide_type", query, "stock", "sold"),
            new_or_used=_one_of("new_or_used", query, "N", "U"),
            currency_code=_one_of("currency_code", query, self._currency, *RATES),
            vat=_one_of("vat", query, "N", "Y", "O"),
            countries=_countries(query),
        )
        return price_guide(self._world.seed, part, ask, now)


def _item(part: Part) -> dict[str, object]:
    fields = {
        "no": part.no,
        "name": _escaped(part.name, twice=_quirk(part, "twice", 4)),
        "type": "PART",
        "category_id": part.category_id,
        "alternate_no": part.alternate_no or None,
        "image_url": f"//img.bricklink.com/PL/{part.no}.jpg",
        "thumbnail_url": f"//img.bricklink.com/P/11/{part.no}.jpg",
        "weight": part.weight,
        "dim_x": part.size[0],
        "dim_y": part.size[1],
        "dim_z": part.size[2],
        "year_released": part.year,
        "description": part.description or None,
        "is_obsolete": part.is_obsolete,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _known_colors(part: Part) -> Reply:
    """Numbers, or for one part in five strings, as in the manual's example."""
    text = str if _quirk(part, "strings", 5) else int
    data = [{"color_id": text(color.color_id), "quantity": text(color.quantity)} for color in part.colors]
    return ok(data, text(200))


def _escaped_category(category: dict[str, object]) -> dict[str, object]:
    return category | {"category_name": _escaped(str(category["category_name"]))}


def _escaped(text: str, *, twice: bool = False) -> str:
    escaped = text.translate(_ENTITIES)
    return escaped.translate(_ENTITIES) if twice else escaped


def _quirk(part: Part, name: str, one_in: int) -> bool:
    return crc32(f"{name}/{part.no}".encode()) % one_in == 0


def _color_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:12]) >= _INT32:
        raise Refused(bad_parameter("color_id", text))
    return int(text)


def _one_of(name: str, query: dict[str, str], *allowed: Choice) -> Choice:
    """The parameter's value, or the first that is allowed if it is left out."""
    given = query.get(name, allowed[0])
    for choice in allowed:
        if choice == given:
            return choice
    raise Refused(bad_parameter(name, given))


def _countries(query: dict[str, str]) -> frozenset[str] | None:
    """Which sellers count: None is all of them, also for a region that does not exist."""
    region, country = query.get("region"), query.get("country_code")
    if region and country:
        raise Refused(bad_parameter("country_code", country))
    return frozenset({country.upper()}) if country else REGIONS.get((region or "").lower())
