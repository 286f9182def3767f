"""`searchParts`: the parts that a person means by some words, and by which kinds they can be narrowed."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, get_args

import msgspec

from freshbrick.catalog import cursor
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.model import freshness
from freshbrick.model.errors import RequestError
from freshbrick.model.freshness import Status, believable, newest_believable
from freshbrick.model.parts import Color, Source, parse_color_id
from freshbrick.model.search import Palette, palette, wanted
from freshbrick.store import reference, search
from freshbrick.store.database import Tx
from freshbrick.store.search import Filter, Fresh, Hit, Position, Tally
from freshbrick.store.search_index import category_line, category_token

LONGEST = 200
MOST = 100
"""Parts on a page."""
USUAL = 50
LONGEST_FILTER = 2_000
MOST_VALUES = 100
"""Values of one filter, which has `LONGEST_FILTER` letters at most."""

_STATUSES: tuple[Status, ...] = get_args(Status)
_BETWEEN_VALUES = re.compile(r",(?! )")  # names of categories have ", " in them
_CATEGORY_ID = re.compile(r"[0-9]{1,9}")


class SearchArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What is searched for, and which parts of that: each filter takes several values, a comma between them.

    `category`: BrickLink's ids, or names of imported categories that have none; `color`: BrickLink's ids.
    """

    query: str = ""
    category: str = ""
    color: str = ""
    status: str = ""
    cursor: str | None = None
    limit: int = USUAL

    def __post_init__(self) -> None:
        if len(self.query) > LONGEST:
            raise RequestError("bad_request", f"query is at most {LONGEST} letters, not {len(self.query)}.")
        if not 1 <= self.limit <= MOST:
            raise RequestError("bad_request", f"limit is 1 to {MOST}, not {self.limit}.")
        for name in ("category", "color", "status"):
            _limit(name, getattr(self, name))
        _ = self.categories, self.colors, self.statuses, self.behind

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(category_token(_category_line(value)) for value in _values(self.category))

    @property
    def colors(self) -> frozenset[int]:
        return frozenset(parse_color_id(value) for value in _values(self.color))

    @property
    def statuses(self) -> frozenset[Status]:
        return frozenset(map(_status, _values(self.status)))

    @property
    def behind(self) -> Position:
        """Where the page before this one ended."""
        return cursor.decode(self.question, self.cursor) if self.cursor is not None else Position()

    @property
    def question(self) -> bytes:
        """What stays the same from page to page."""
        asked = [self.query, *(sorted(_values(v)) for v in (self.category, self.color, self.status))]
        return blake2b(msgspec.json.encode(asked), digest_size=16).digest()


class PartHit(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A part as a list shows it; times in ms UTC."""

    part_number: str
    name: str
    category_id: int | None
    category_name: str | None
    image_url: str | None
    thumbnail_url: str | None
    source: Source
    status: Status
    last_fetched: int | None
    stale_at: int | None


class CategoryCount(msgspec.Struct, frozen=True):
    """`id` is null for an imported category, which is a word only; `name` too where no category is known."""

    id: int | None
    name: str | None
    count: int


class ColorCount(msgspec.Struct, frozen=True, rename="camel"):
    """How many of the parts are known in a color; `hex_code` such as "b40000"."""

    color_id: int
    name: str
    hex_code: str | None
    count: int


class Facets(msgspec.Struct, frozen=True):
    """How many parts another value of each filter would find, all other filters kept; the most common first."""

    category: list[CategoryCount]
    color: list[ColorCount]
    status: dict[Status, int]


class SearchResult(msgspec.Struct, frozen=True, rename="camel"):
    """A page of the parts found, `total` in all; `next_cursor` asks for those behind it, null at the end."""

    items: list[PartHit]
    total: int
    facets: Facets
    next_cursor: str | None


def search_parts(tx: Tx, policy: Policy, args: SearchArgs) -> Reading:
    """A `SearchResult`."""
    stale_after = policy.stale_after["part"]
    fresh = Fresh(tx.now - stale_after, newest_believable(tx.now))
    colors = reference.all_colors(tx)
    chosen = _filter(args, _palette(colors))
    hits = search.page(tx, chosen, fresh, args.behind, args.limit + 1)
    items, more = hits[: args.limit], len(hits) > args.limit
    tallies = _Tallies(tx, chosen, fresh)
    value = SearchResult(
        items=[_shown(hit, stale_after, tx.now) for hit in items],
        total=tallies.all.total,
        facets=Facets(
            category=_categories(tx, tallies.without("categories")),
            color=_colors(colors, tallies.without("colors")),
            status={status: tallies.without("statuses").statuses.get(status, 0) for status in _STATUSES},
        ),
        next_cursor=cursor.encode(args.question, items[-1].position) if more else None,
    )
    return Reading(value, tallies.expires_at(stale_after))


class _Tallies:
    """The counts of a search, each made once: without its filter a facet is often the same as with it."""

    def __init__(self, tx: Tx, chosen: Filter, fresh: Fresh) -> None:
        self._tx = tx
        self._chosen = chosen
        self._fresh = fresh
        self._made: dict[Filter, Tally] = {}

    @property
    def all(self) -> Tally:
        return self._of(self._chosen)

    def without(self, name: Literal["categories", "colors", "statuses"]) -> Tally:
        """The counts as if this filter were not set."""
        return self._of(msgspec.structs.replace(self._chosen, **{name: frozenset()}))

    def expires_at(self, stale_after: int) -> int | None:
        """When the first of those that were counted as fresh turns stale (ms UTC)."""
        fetched = [tally.oldest_fresh for tally in self._made.values() if tally.oldest_fresh is not None]
        return min(fetched) + stale_after + 1 if fetched else None

    def _of(self, chosen: Filter) -> Tally:
        if chosen not in self._made:
            self._made[chosen] = search.tally(self._tx, chosen, self._fresh)
        return self._made[chosen]


def _filter(args: SearchArgs, known: Palette) -> Filter:
    return Filter(wanted(args.query, known), args.categories, args.colors, args.statuses)


@lru_cache(maxsize=4)
def _palette(colors: tuple[Color, ...]) -> Palette:
    return palette((color.color_id, color.name) for color in colors)


def _shown(hit: Hit, stale_after: int, now: int) -> PartHit:
    last_fetched = believable(hit.last_fetched, now)
    stale_at = freshness.stale_at(last_fetched, stale_after)
    return PartHit(
        part_number=hit.part_number,
        name=hit.name,
        category_id=hit.category_id,
        category_name=hit.category,
        image_url=hit.image_url,
        thumbnail_url=hit.thumbnail_url,
        source=hit.source,
        status=freshness.status(freshness.State(True, hit.refreshing, stale_at), now),
        last_fetched=last_fetched,
        stale_at=stale_at,
    )


def _categories(tx: Tx, tally: Tally) -> list[CategoryCount]:
    names = {category.category_id: category.name for category in reference.all_categories(tx)}
    counted = [_category_count(line, count, names) for line, count in tally.categories.items()]
    return sorted(counted, key=lambda one: (-one.count, one.name or "", one.id or 0))


def _category_count(line: str, count: int, names: dict[int, str]) -> CategoryCount:
    if line.startswith("="):
        return CategoryCount(None, line[1:] or None, count)
    category_id = int(line[1:])
    return CategoryCount(category_id, names.get(category_id, f"Category {category_id}"), count)


def _colors(colors: Iterable[Color], tally: Tally) -> list[ColorCount]:
    known = {color.color_id: color for color in colors}
    counted = (_color_count(color_id, count, known.get(color_id)) for color_id, count in tally.colors.items())
    return sorted(counted, key=lambda one: (-one.count, one.name, one.color_id))


def _color_count(color_id: int, count: int, color: Color | None) -> ColorCount:
    if color is None:  # until the list of colors has come
        return ColorCount(color_id, f"Color {color_id}", None, count)
    return ColorCount(color_id, color.name, color.hex_code, count)


def _values(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, _BETWEEN_VALUES.split(text)))


def _limit(name: str, text: str) -> None:
    if len(text) > LONGEST_FILTER:
        raise RequestError("bad_request", f"{name} is at most {LONGEST_FILTER} letters, not {len(text)}.")
    if (count := sum(1 for _ in _values(text))) > MOST_VALUES:
        raise RequestError("bad_request", f"{name} is at most {MOST_VALUES} values, not {count}.")


def _category_line(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        return category_line(None, value)
    if not _CATEGORY_ID.fullmatch(value):
        raise RequestError("bad_request", f"A category id is at most 9 digits; {value[:40]!r} is not one.")
    return category_line(int(value), None)


def _status(value: str) -> Status:
    if value not in _STATUSES:
        raise RequestError("bad_request", f"status is of {', '.join(_STATUSES)}; {value[:40]!r} is not.")
    return value
