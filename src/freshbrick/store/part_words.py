"""The words of each part, in the engine's own full-text index: SQLite's FTS5, PostgreSQL's tsvector under a GIN index.

A text's tokens are what `model.words` makes, and two kinds that nobody can type, since they begin with a slash: `/c5`
for a color in which the part is known, `/k5` or `/kbricks` for its category.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Text, bindparam, column, delete, insert, select, table, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import NullType

from freshbrick.model.search import Wanted
from freshbrick.store.database import Dialect, Tx

_FTS5 = """\
CREATE VIRTUAL TABLE part_words USING fts5(words, detail=none, columnsize=0, prefix='1 2 3 4 5',
  tokenize="unicode61 remove_diacritics 0 tokenchars './'")"""
_TSVECTOR = """\
CREATE TABLE part_words (rowid bigint PRIMARY KEY, words text COLLATE "C" NOT NULL,
  tokens tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED)"""
CREATE: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (
        _FTS5,
        "INSERT INTO part_words (part_words, rank) VALUES ('crisismerge', 64)",
        "INSERT INTO part_words (part_words, rank) VALUES ('pgsz', 2000)",
    ),
    "postgresql": (
        _TSVECTOR,
        "CREATE INDEX ix_part_words_tokens ON part_words USING gin (tokens) WITH (fastupdate = off)",
    ),
}
"""A word's position is never asked for, so SQLite keeps none; beginnings of words are kept, or `print*` costs 18 ms.
FTS5 merges the pieces of its index in whichever write comes just then: with pages of half the size a chunk of an import
takes 35 ms at most instead of 70; and never are sixteen pieces merged at once. PostgreSQL's parsers and dictionaries
have no part in it: the tokens are ours on both engines."""

TIDY_PAGES: Final = 400
"""What one step of tidying writes at most: some 30 ms."""

ANY: Final = "/any"
"""The token of every part."""

part_words = table("part_words", column("rowid"), column("words"))


class _Syntax(NamedTuple):
    """How an engine writes what it is to find."""

    both: str
    either: str
    quote: str
    beginning: str


_SYNTAX: Final[Mapping[Dialect, _Syntax]] = {
    "sqlite": _Syntax(" AND ", " OR ", '"', "*"),
    "postgresql": _Syntax(" & ", " | ", "'", ":*"),
}


class matches(ColumnElement[Any]):  # noqa: N801 - reads as SQL in a statement
    """Whether a text's tokens are what the parameter `match` wants."""

    inherit_cache = True
    type = NullType()  # as a Boolean SQLite would be asked whether it is 1

    def __init__(self) -> None:
        self.wanted = bindparam("match", type_=Text())


@compiles(matches, "sqlite")
def _fts5(element: matches, compiler: SQLCompiler, **how: Any) -> str:
    return f"part_words MATCH {compiler.process(element.wanted, **how)}"


@compiles(matches, "postgresql")
def _tsquery(element: matches, compiler: SQLCompiler, **how: Any) -> str:
    return f"part_words.tokens @@ CAST({compiler.process(element.wanted, **how)} AS tsquery)"


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

    The first step says that all are to be merged (FTS5's documentation, "The 'merge' Command"). PostgreSQL leaves none.
    """
    if tx.dialect != "sqlite":
        return False
    before = tx.all(_CHANGES)[0]["changes"]
    tx.run(_MERGE, pages=-TIDY_PAGES if begin else TIDY_PAGES)
    return bool(tx.all(_CHANGES)[0]["changes"] - before > 1)


def matching(dialect: Dialect, wanted: Wanted, *tokens: Iterable[str]) -> str:
    """The index's own expression for what is wanted, with at least one token of each of `tokens`."""
    write = _Writer(_SYNTAX[dialect])
    terms = [
        write.any([write.all(term.words, term.prefix), *(write.token(f"/c{color}") for color in term.colors)])
        for term in wanted.terms
    ]
    if wanted.number and terms:
        terms = [write.any([write.syntax.both.join(terms), write.token(wanted.number, prefix=True)])]
    every = [*terms, *(write.any([write.token(token) for token in either]) for either in tokens)]
    return write.syntax.both.join(dict.fromkeys(every)) or everything(dialect)


def everything(dialect: Dialect) -> str:
    """What matches all there are."""
    return _Writer(_SYNTAX[dialect]).token(ANY)


class _Writer:
    def __init__(self, syntax: _Syntax) -> None:
        self.syntax = syntax

    def all(self, words: tuple[str, ...], prefix: bool) -> str:
        *whole, last = words
        return self.syntax.both.join([*map(self.token, whole), self.token(last, prefix=prefix)])

    def any(self, alternatives: list[str]) -> str:
        return f"({self.syntax.either.join(f'({one})' for one in alternatives)})"

    def token(self, word: str, *, prefix: bool = False) -> str:
        quote = self.syntax.quote
        return f"{quote}{word}{quote}" + (self.syntax.beginning if prefix else "")
