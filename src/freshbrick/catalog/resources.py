"""The five things that can be refreshed: how their keys are written, what they cost, when they were fetched."""

from collections.abc import Callable

import msgspec

from freshbrick.catalog.policy import Policy
from freshbrick.model.errors import RequestError
from freshbrick.model.freshness import believable
from freshbrick.model.outbox import Resource
from freshbrick.model.parts import parse_color_id, parse_part_number
from freshbrick.model.prices import QUARTERS
from freshbrick.store import part_colors, parts, price_guides, reference
from freshbrick.store.database import Tx
from freshbrick.store.outbox import Message

LIST_KEY = "all"
"""The one key of a reference resource: BrickLink gives the whole list."""


class GuideKey(msgspec.Struct, frozen=True):
    """A price guide's key, taken apart."""

    part_number: str
    color_id: int


def guide_key(key: str) -> GuideKey:
    """Read `3001/11`; raises RequestError `bad_request`."""
    number, slash, color = key.partition("/")
    if not slash:
        raise RequestError(
            "bad_request", f"A price guide's key is part/color, such as 3001/11; {key[:40]!r} is not."
        )
    return GuideKey(parse_part_number(number), parse_color_id(color))


def parse_key(resource: Resource, key: str) -> str:
    """The key as it is kept; raises RequestError `bad_request`."""
    if resource == "price_guide":
        parsed = guide_key(key)
        return price_guides.key_of(parsed.part_number, parsed.color_id)
    if resource in ("part", "part_colors"):
        return parse_part_number(key)
    if key != LIST_KEY:
        raise RequestError("bad_request", f"The only key of {resource} is {LIST_KEY!r}.")
    return key


def calls(resource: Resource) -> int:
    """Calls that a whole refresh costs."""
    return len(QUARTERS) if resource == "price_guide" else 1


def calls_of(tx: Tx, message: Message) -> tuple[int, int]:
    """(calls of a whole refresh, calls that this message has still to make)."""
    total = calls(message.resource)
    if message.resource != "price_guide":
        return total, 1
    key = guide_key(message.key)
    return total, len(price_guides.missing(tx, key.part_number, key.color_id, message.id))


class Found(msgspec.Struct, frozen=True):
    """What is known of a key; `last_fetched` (ms UTC) is None if it was never fetched, or under other terms.

    `asked` is False where it is known that the outbox holds no message of it.
    """

    data: object
    last_fetched: int | None
    asked: bool = True


NOTHING = Found(None, None)


def find(tx: Tx, policy: Policy, resource: Resource, key: str) -> Found:
    """Look a key up; `NOTHING` if it is not there."""
    found = _saved(tx, policy, resource, key)
    believed = believable(found.last_fetched, tx.now)
    return found if believed == found.last_fetched else Found(found.data, believed, found.asked)


def _saved(tx: Tx, policy: Policy, resource: Resource, key: str) -> Found:
    match resource:
        case "part":
            part = parts.find(tx, key)
            return Found(part.part, part.last_fetched, part.asked) if part else NOTHING
        case "part_colors":
            known = part_colors.find(tx, key)
            return Found(known.colors, known.last_fetched, known.asked) if known else NOTHING
        case "price_guide":
            parsed = guide_key(key)
            guide = price_guides.find(tx, parsed.part_number, parsed.color_id, policy.terms)
            return Found(guide.guide, guide.last_fetched) if guide else NOTHING
        case "color" | "category":
            fetched, listed = reference.last_fetched(tx, resource), _LISTS[resource](tx)
            return Found(listed, fetched) if listed or fetched is not None else NOTHING


_LISTS: dict[Resource, Callable[[Tx], tuple[object, ...]]] = {
    "color": reference.all_colors,
    "category": reference.all_categories,
}
