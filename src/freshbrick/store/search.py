"""Searching the parts: pages of what is wanted in a fixed order, and how many there are of each kind."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
)

from freshbrick.model.freshness import Status
from freshbrick.model.parts import Source
from freshbrick.model.search import Wanted
from freshbrick.store import keys, part_words
from freshbrick.store.database import Dialect, Row, Tx
from freshbrick.store.outbox import LIVE
from freshbrick.store.sql import lines_of, position
from freshbrick.store.tables import categories, outbox, part_moves, part_search, parts

NAMED_BY_WORDS = 3
"""The tier of parts that the search names by words alone. Before them come the number itself (0), what has it as an
alternate number (1) and what begins with it (2), in the natural order of numbers."""

_NO_NUMBER = "~"  # no number contains it
_LETTERS: dict[Status, str] = {"fresh": "f", "stale": "s", "refreshing": "r", "missing": "m"}
_MANY = 1 << 32

Number = Annotated[int, msgspec.Meta(ge=-1, le=(1 << 63) - 1)]

_hit, _of = part_search.c, bindparam
_HITS = part_words.part_words.join(part_search, _hit.place == part_words.part_words.c.rowid)
# Hidden from the planner, which would walk every message of a part that there ever was instead of the live ones.
_ONLY_PARTS = func.coalesce(outbox.c.resource, text("''")) == text("'part'")
_REFRESHING = _hit.place.in_(
    select(_hit.place)
    .join(outbox, func.lower(outbox.c.key) == _hit.part_key)
    .where(_ONLY_PARTS, LIVE, text("until IS NULL"))
)
_FRESH = _hit.last_fetched.between(_of("fresh_since"), _of("fresh_until"))
_OF_STATUS = position(_of("letters"), case((_REFRESHING, "r"), (_FRESH, "f"), else_="s")) > 0

# Plainly said (until IS NULL), each hit would be looked up by way of the index of numbers.
_STANDS = func.coalesce(_hit.until, 0) == 0
_COUNTED = select(
    func.count().label("total"),
    # The sum holds both counts, so that each hit is looked at once.
    func.sum(case((_REFRESHING, _MANY), (_FRESH, 1), else_=0)).label("statuses"),
    func.min(case((_FRESH, _hit.last_fetched))).label("oldest_fresh"),
    lines_of(_hit.facets).label("facets"),
).where(_STANDS)

_TIER = case(
    (_hit.number == _of("number"), 0),
    (position(_hit.others, _of("as_other")) > 0, 1),
    (and_(_hit.number >= _of("number"), _hit.number < _of("behind_number")), 2),
    else_=NAMED_BY_WORDS,
)
# A part that moved since the first page is taken for where it stood then: none comes twice, none is left out.
_STOOD = and_(_hit.since <= _of("move"), or_(_hit.until.is_(None), _hit.until > _of("move")))
_PAGE = (
    select(_hit.place, _hit.part_key, _hit.natural, _TIER.label("tier"))
    .select_from(_HITS)
    .where(part_words.matches(), _STOOD)
    .limit(_of("limit"))
)
_NUMBERED = _PAGE.where(
    _TIER < NAMED_BY_WORDS,
    tuple_(_TIER, _hit.natural, _hit.part_key) > tuple_(_of("tier"), _of("natural"), _of("part_key")),
).order_by(_TIER, _hit.natural, _hit.part_key)
_WORDED = _PAGE.where(_TIER == NAMED_BY_WORDS, part_words.part_words.c.rowid > _of("place")).order_by(
    part_words.part_words.c.rowid
)
# Both in lower(): beside a column, whose type SQLite would lend it, the indexed expression is not found.
_SAME_KEY = func.lower(outbox.c.key) == func.lower(parts.c.part_key)
_LIVE_MESSAGE = exists().where(outbox.c.resource == text("'part'"), _SAME_KEY, LIVE).label("refreshing")
_SHOWN = [parts.c[name] for name in ("part_number", "name", "category_id", "image_url", "thumbnail_url")]
_CATEGORY = func.coalesce(categories.c.name, parts.c.category_name).label("category")


def _shown(page: Subquery, *order: ColumnElement[Any]) -> Select[Any]:
    return (
        select(page, *_SHOWN, parts.c.source, parts.c.last_fetched, _CATEGORY, _LIVE_MESSAGE)
        .join(parts, parts.c.part_key == page.c.part_key)
        .join(categories, categories.c.category_id == parts.c.category_id, isouter=True)
        .order_by(*order)
    )


class _Statements:
    """With a filter by status, or without: asking for it costs a walk of all live messages."""

    def __init__(self, *of_status: ColumnElement[bool]) -> None:
        self.tally = _COUNTED.select_from(_HITS).where(part_words.matches(), *of_status)
        self.tally_of_all = _COUNTED.select_from(part_search).where(*of_status)
        numbered = _NUMBERED.where(*of_status).subquery("page")
        self.numbered = _shown(numbered, numbered.c.tier, numbered.c.natural, numbered.c.part_key)
        worded = _WORDED.where(*of_status).subquery("page")
        self.worded = _shown(worded, worded.c.place)


_PLAIN, _BY_STATUS = _Statements(), _Statements(_OF_STATUS)
_LAST_MOVE = select(func.coalesce(func.max(part_moves.c.id), 0).label("move"))


class Fresh(msgspec.Struct, frozen=True):
    """Data that was fetched from `since` to `until` (ms UTC) is fresh."""

    since: int
    until: int


class Filter(msgspec.Struct, frozen=True):
    """Parts that match `wanted`, in one of the categories (their tokens), colors and statuses; none means any."""

    wanted: Wanted
    categories: frozenset[str] = frozenset()
    colors: frozenset[int] = frozenset()
    statuses: frozenset[Status] = frozenset()


class Position(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a page ended, in the order as it was when `move` was the last; ahead of everything by default."""

    move: Number | None = None
    tier: Annotated[int, msgspec.Meta(ge=-1, le=NAMED_BY_WORDS)] = -1
    natural: str = ""
    part_key: str = ""
    place: Number = -1


class Hit(msgspec.Struct, frozen=True):
    """A part that was found, where it stands, and whether a refresh of it is queued or under way."""

    position: Position
    part_number: str
    name: str
    category_id: int | None
    category: str | None
    image_url: str | None
    thumbnail_url: str | None
    source: Source
    last_fetched: int | None
    refreshing: bool


class Tally(msgspec.Struct, frozen=True):
    """How many parts match: in all, by status, by category (`#5`, `=Bricks`), by the id of a color they are known in.

    `oldest_fresh` is when the oldest of the fresh ones was fetched (ms UTC).
    """

    total: int
    statuses: dict[Status, int]
    categories: dict[str, int]
    colors: dict[int, int]
    oldest_fresh: int | None


def tally(tx: Tx, wanted: Filter, fresh: Fresh) -> Tally:
    """Count what matches."""
    tx.depends(keys.PARTS, keys.OUTBOX)
    asked = _conditions(tx.dialect, wanted, fresh)
    run = _BY_STATUS if wanted.statuses else _PLAIN
    statement = run.tally_of_all if asked["match"] == part_words.everything(tx.dialect) else run.tally
    row = tx.all(statement, **asked)[0]  # a row of aggregates, also where nothing matches
    total = row["total"]
    refreshing, up_to_date = divmod(int(row["statuses"] or 0), _MANY)
    statuses: dict[Status, int] = {
        "fresh": up_to_date,
        "stale": total - up_to_date - refreshing,
        "refreshing": refreshing,
    }
    lines = _lines(row["facets"] or "")
    return Tally(
        total=total,
        statuses=statuses,
        categories={line: count for line, count in lines.items() if not line.isdecimal()},
        colors={int(line): count for line, count in lines.items() if line.isdecimal()},
        oldest_fresh=row["oldest_fresh"],
    )


def page(tx: Tx, wanted: Filter, fresh: Fresh, behind: Position, limit: int) -> list[Hit]:
    """The parts that follow the position `behind`."""
    tx.depends(keys.PARTS, keys.OUTBOX, keys.CATEGORIES)
    number = wanted.wanted.number or _NO_NUMBER
    move = _last_move(tx) if behind.move is None else behind.move
    asked = {
        **_conditions(tx.dialect, wanted, fresh),
        "number": number,
        "behind_number": f"{number}\U0010ffff",
        "as_other": f" {number} ",
        "move": move,
        "limit": limit,
    }
    run = _BY_STATUS if wanted.statuses else _PLAIN
    found: Sequence[Row] = ()
    if wanted.wanted.number and behind.tier < NAMED_BY_WORDS:
        at = {"tier": behind.tier, "natural": behind.natural, "part_key": behind.part_key}
        found = tx.all(run.numbered, **asked, **at)
    if len(found) < limit:
        rest = {**asked, "limit": limit - len(found), "place": behind.place}
        found = [*found, *tx.all(run.worded, **rest)]
    return [_hit_of(row, move) for row in found]


def _lines(facets: str) -> Counter[str]:
    """How often each category and color stands in the facets of all hits, of which many are the same."""
    lines: Counter[str] = Counter()
    for same, count in Counter(facets.splitlines()).items():
        for line in same.split("\t"):
            lines[line] += count
    return lines


def _last_move(tx: Tx) -> int:
    row = tx.one(_LAST_MOVE)
    return int(row["move"]) if row else 0


def _conditions(dialect: Dialect, wanted: Filter, fresh: Fresh) -> dict[str, object]:
    tokens: list[Collection[str]] = [wanted.categories, [f"/c{color}" for color in wanted.colors]]
    return {
        "match": part_words.matching(dialect, wanted.wanted, *filter(None, tokens)),
        "letters": "".join(_LETTERS[status] for status in sorted(wanted.statuses)),
        "fresh_since": fresh.since,
        "fresh_until": fresh.until,
    }


def _hit_of(row: Row, move: int) -> Hit:
    worded = row["tier"] == NAMED_BY_WORDS
    return Hit(
        position=Position(
            move, row["tier"], *(("", "", row["place"]) if worded else (row["natural"], row["part_key"]))
        ),
        part_number=row["part_number"],
        name=row["name"],
        category_id=row["category_id"],
        category=row["category"],
        image_url=row["image_url"],
        thumbnail_url=row["thumbnail_url"],
        source=row["source"],
        last_fetched=row["last_fetched"],
        refreshing=bool(row["refreshing"]),
    )
