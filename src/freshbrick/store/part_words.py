"""The words of each part, in SQLite's own full-text index (FTS5): all SQL of searching that only SQLite knows.

A text's tokens are what `model.words` makes, and two kinds that nobody can type, since they begin with a slash: `/c5`
for a color in which the part is known, `/k5` or `/kbricks` for its category.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)

from freshbrick.model.search import Wanted
from freshbrick.store.database import Tx

CREATE: Final = (
    "CREATE VIRTUAL TABLE part_words USING fts5(words, detail=none, columnsize=0, prefix='1 2 3 4 5', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars './'\")"
)
"""A word's position is never asked for, so none is kept; beginnings of words are kept, or `print*` costs 18 ms."""

CONFIGURE: Final = (
    "INSERT INTO part_words (part_words, rank) VALUES ('crisismerge', 64)",
    "INSERT INTO part_words (part_words, rank) VALUES ('pgsz', 2000)",
)
"""FTS5 merges the pieces of its index in whichever write comes just then. With pages of half the size a chunk of an
import takes 35 ms at most instead of 70; and never are sixteen pieces merged at once."""

TIDY_PAGES: Final = 400
"""What one step of tidying writes at most: some 30 ms."""

ANY: Final = "/any"
"""The token of every part."""
EVERY_PART: Final = f'"{ANY}"'
"""What matches all there are."""

part_words = table("part_words", column("rowid"), column("words"))
MATCHES: Final[ColumnElement[bool]] = literal_column("part_words").op("MATCH")(bindparam("match"))

_READ = select(part_words.c.words).where(part_words.c.rowid == bindparam("place"))
_ADD = insert(part_words).values(rowid=bindparam("place"), words=bindparam("text"))
_MERGE = text("INSERT INTO part_words (part_words, rank) VALUES ('merge', :pages)")
_CHANGES = text("SELECT total_changes() AS changes")
_REMOVE = delete(part_words).where(part_words.c.rowid == bindparam("place"))


def read(tx: Tx, place: int) -> str:
    """The text of a place."""
    row = tx.one(_READ, place=place)
    return str(row["words"]) if row else ""


def add(tx: Tx, place: int, words: str) -> None:
    tx.run(_ADD, place=place, text=words)


def remove(tx: Tx, place: int) -> None:
    tx.run(_REMOVE, place=place)


def tidy(tx: Tx, *, begin: bool) -> bool:
    """Merge the pieces that many writes have left, a step of it; False once there is nothing more to do.

    The first step says that all are to be merged (FTS5's documentation, "The 'merge' Command").
    """
    before = tx.all(_CHANGES)[0]["changes"]
    tx.run(_MERGE, pages=-TIDY_PAGES if begin else TIDY_PAGES)
    return bool(tx.all(_CHANGES)[0]["changes"] - before > 1)


def lines(of: ColumnElement[Any]) -> ColumnElement[str]:
    """All values of a group, a line each."""
    return func.group_concat(of, literal_column("'\n'"))  # as a parameter it costs half as much again


def matching(wanted: Wanted, *tokens: Iterable[str]) -> str:
    """The index's own expression for what is wanted, with at least one token of each of `tokens`."""
    terms = [
        _any([_all(term.words, term.prefix), *(_token(f"/c{color}") for color in term.colors)])
        for term in wanted.terms
    ]
    if wanted.number and terms:
        terms = [_any([" AND ".join(terms), _token(wanted.number, prefix=True)])]
    every = [*terms, *(_any([_token(token) for token in either]) for either in tokens)]
    return " AND ".join(dict.fromkeys(every)) or EVERY_PART


def _all(words: tuple[str, ...], prefix: bool) -> str:
    *whole, last = words
    return " AND ".join([*map(_token, whole), _token(last, prefix=prefix)])


def _any(alternatives: list[str]) -> str:
    return f"({' OR '.join(f'({one})' for one in alternatives)})"


def _token(word: str, *, prefix: bool = False) -> str:
    return f'"{word}"' + ("*" if prefix else "")
