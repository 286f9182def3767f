"""The index that searches read: what it holds of each part, and where each part stands."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import bindparam, delete, exists, func, insert, select, text, update

from freshbrick.model.clock import HOUR
from freshbrick.model.search import rank
from freshbrick.model.words import natural, squeezed, with_parts_of_sizes, words
from freshbrick.store import keys, part_words
from freshbrick.store.database import Row, Tx
from freshbrick.store.sql import lines_of
from freshbrick.store.tables import part_colors, part_moves, part_search, parts

KEPT = HOUR
"""How long a part that moved is still shown at its old place to those who are paging."""
_PRUNED_AT_ONCE = 4

_LIVE = text("until IS NULL")  # a partial index needs its predicate as literals
_PART = select(
    *(parts.c[name] for name in ("part_number", "name", "category_id", "category_name", "alternate_numbers")),
    parts.c.source,
    parts.c.last_fetched,
    select(lines_of(part_colors.c.color_id))
    .where(part_colors.c.part_key == parts.c.part_key)
    .scalar_subquery()
    .label("colors"),
).where(parts.c.part_key == bindparam("part_key"))
_INDEXED = select(part_search).where(part_search.c.part_key == bindparam("part_key"), _LIVE)
_NEXT = part_search.alias("next")
_TAKEN = select(part_search.c.place).where(part_search.c.place == bindparam("rank"))
_NEXT_FREE = (
    select((part_search.c.place + 1).label("place"))
    .where(
        part_search.c.place >= bindparam("rank"), ~exists().where(_NEXT.c.place == part_search.c.place + 1)
    )
    .order_by(part_search.c.place)
    .limit(1)
)
_ADD = insert(part_search).values({c.name: bindparam(c.name) for c in part_search.c if c.name != "until"})
_KEPT_FACTS = ("last_fetched", "facets", "number", "natural", "others")
_UPDATE = (
    update(part_search)
    .where(part_search.c.place == bindparam("at"))
    .values({name: bindparam(f"new_{name}") for name in _KEPT_FACTS})
)
_LEAVE = update(part_search).where(part_search.c.place == bindparam("at")).values(until=bindparam("move"))
_REMOVE = delete(part_search).where(part_search.c.place == bindparam("at"))
_MOVE = (
    insert(part_moves).values(place=bindparam("place"), moved_at=bindparam("now")).returning(part_moves.c.id)
)
# First the oldest, then whether they are old enough: else every move would look at all of the last hour.
_oldest = select(part_moves).order_by(part_moves.c.id).limit(_PRUNED_AT_ONCE).subquery("oldest")
_LEFT = select(_oldest.c.id, _oldest.c.place).where(
    ~_oldest.c.moved_at.between(bindparam("since"), bindparam("now")),
    _oldest.c.id < select(func.max(part_moves.c.id)).scalar_subquery(),  # the newest says how many there were
)
_FORGET = delete(part_moves).where(part_moves.c.id == bindparam("move"))

_numbers = msgspec.json.Decoder(tuple[str, ...])


class Entry(msgspec.Struct, frozen=True):
    """What the index holds of a part; `text` are its words and tokens."""

    rank: int
    last_fetched: int | None
    facets: str
    number: str
    natural: str
    others: str
    text: str


def index(tx: Tx, part_keys: Iterable[str]) -> None:
    """Bring the index up to what the tables say of these parts; what is unchanged is not written.

    Whoever calls it holds `keys.PARTS`: another's change of the same part, not committed yet, would be missing.
    """
    for part_key in part_keys:
        if _index(tx, part_key):
            tx.touch(keys.PARTS)


def _index(tx: Tx, part_key: str) -> bool:
    """Whether there was something to write."""
    part, indexed = tx.one(_PART, part_key=part_key), tx.one(_INDEXED, part_key=part_key)
    if part is None:
        return indexed is not None and _leave(tx, indexed["place"]) > 0
    entry = _entry(part_key, part)
    if indexed is None:
        _add(tx, part_key, entry, since=0)
        return True
    if indexed["rank"] == entry.rank:
        return _update(tx, indexed, entry)
    _add(tx, part_key, entry, since=_leave(tx, indexed["place"]))
    return True


def _add(tx: Tx, part_key: str, entry: Entry, *, since: int) -> None:
    place = _free_place(tx, entry.rank)
    facts = {name: getattr(entry, name) for name in ("rank", *_KEPT_FACTS)}
    tx.run(_ADD, place=place, since=since, part_key=part_key, **facts)
    part_words.add(tx, place, entry.text)


def _update(tx: Tx, indexed: Row, entry: Entry) -> bool:
    place = indexed["place"]
    same_text = part_words.read(tx, place) == entry.text
    if same_text and all(indexed[name] == getattr(entry, name) for name in _KEPT_FACTS):
        return False
    tx.run(_UPDATE, at=place, **{f"new_{name}": getattr(entry, name) for name in _KEPT_FACTS})
    if not same_text:
        part_words.remove(tx, place)
        part_words.add(tx, place, entry.text)
    return True


def _leave(tx: Tx, place: int) -> int:
    """Take a part away from its place, where it stays for those who are paging; the number of the move."""
    _clear_away(tx)
    move = tx.one(_MOVE, place=place, now=tx.now)
    assert move is not None  # noqa: S101 - an INSERT … RETURNING of one row
    tx.run(_LEAVE, at=place, move=move["id"])
    return int(move["id"])


def _clear_away(tx: Tx) -> None:
    """Let go of some places that were left long ago: more than one for each that is left."""
    for left in tx.all(_LEFT, since=tx.now - KEPT, now=tx.now):
        part_words.remove(tx, left["place"])
        tx.run(_REMOVE, at=left["place"])
        tx.run(_FORGET, move=left["id"])


def _free_place(tx: Tx, wanted: int) -> int:
    if tx.one(_TAKEN, rank=wanted) is None:
        return wanted
    free = tx.one(_NEXT_FREE, rank=wanted)
    return int(free["place"]) if free else wanted


def _entry(part_key: str, part: Row) -> Entry:
    number, others = squeezed(part_key), _numbers.decode(part["alternate_numbers"])
    colors = sorted(map(int, (part["colors"] or "").split()))
    category = category_line(part["category_id"], part["category_name"])
    found = dict.fromkeys(
        [number, *words(part_key), *map(squeezed, others), *(w for other in others for w in words(other))]
    )
    tokens = [part_words.ANY, category_token(category), *(f"/c{color}" for color in colors)]
    return Entry(
        rank=rank(part["part_number"], part["name"], imported=part["source"] == "import"),
        last_fetched=part["last_fetched"],
        facets="\t".join([category, *map(str, colors)]),
        number=number,
        natural=natural(number),
        others=f" {' '.join(map(squeezed, others))} " if others else "",
        text=" ".join([*tokens, *found, *with_parts_of_sizes(words(part["name"]))]),
    )


def category_line(category_id: int | None, name: str | None) -> str:
    """How a part's category stands in its facets: `#5` by BrickLink's id, `=Bricks` by an imported word, or `=`."""
    return f"={' '.join((name or '').split())}" if category_id is None else f"#{category_id}"


def category_token(line: str) -> str:
    """The token by which a category's parts are found."""
    return f"/k{line[1:]}" if line.startswith("#") else f"/k/{'/'.join(words(line))}"
