"""What a search of parts means, and where a part stands among others."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from freshbrick.model.words import squeezed, typed_words, words

_MOST_WORDS = 63
_LARGEST = (1 << 30) - 1
_LARGEST_SECOND = (1 << 14) - 1
_NUMBER = re.compile(r"(\d*)([^\d]?)[^\d]*(\d*)")

Palette = Mapping[tuple[str, ...], Sequence[int]]
"""Ids of colors by the words of their names."""


class Term(msgspec.Struct, frozen=True):
    """All of these words, the last one a beginning if `prefix`; or one of these colors."""

    words: tuple[str, ...]
    prefix: bool = False
    colors: tuple[int, ...] = ()


class Wanted(msgspec.Struct, frozen=True):
    """Every one of `terms`; or, if the search may be a part's number, a number that begins with it."""

    terms: tuple[Term, ...]
    number: str | None = None


def wanted(text: str, palette: Palette) -> Wanted:
    """What a typed search asks for; nothing in particular if it has no letter and no digit."""
    found = typed_words(text)
    return Wanted(tuple(_terms(found, palette)), _number(text))


def palette(names: Iterable[tuple[int, str]]) -> Palette:
    """The colors by the words of their names."""
    found: dict[tuple[str, ...], list[int]] = {}
    for color_id, name in names:
        found.setdefault(words(name), []).append(color_id)
    return found


def rank(number: str, name: str, *, imported: bool) -> int:
    """Where a part stands in a list of parts: a whole number below 2**63, the first the smallest.

    What BrickLink itself has comes before what only an imported list knows, then names of few words before longer
    ones ("Brick 2 x 4" before what is printed on it), then numbers in about their natural order.
    """
    first, letter, second = _NUMBER.match(squeezed(number)).groups()  # type: ignore[union-attr]  # it matches anything
    place = int(imported)
    place = place << 6 | min(len(words(name)), _MOST_WORDS)
    place = place << 30 | (min(int(first), _LARGEST) if first else _LARGEST)
    place = place << 5 | min(max(ord(letter) - 96, 1), 31) if letter else place << 5
    place = place << 14 | min(int(second or 0), _LARGEST_SECOND)
    return place << 7


def _number(text: str) -> str | None:
    """The search as a number: a single word with a digit in it, and not a size."""
    word = squeezed(text)
    single = len(text.split()) == 1 and any(letter.isdigit() for letter in word)
    return word if single else None


def _terms(found: tuple[str, ...], palette: Palette) -> Iterator[Term]:
    longest = max(map(len, palette), default=0)
    at = 0
    while at < len(found):
        run, colors = _color(found[at : at + longest], palette)
        run = run or found[at : at + 1]
        at += len(run)
        yield Term(run, at == len(found), colors)


def _color(found: tuple[str, ...], palette: Palette) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The most of the first words that name a color, and its ids."""
    for count in range(len(found), 0, -1):
        if colors := palette.get(found[:count]):
            return found[:count], tuple(colors)
    return (), ()
