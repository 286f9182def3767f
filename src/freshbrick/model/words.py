"""How a text becomes the words by which it is found: the same for names and for what a person types."""

import re
import unicodedata

_UNIT = re.compile(r"(?<=\d)(?=(?:mm|cm)\b)")
_TIMES = re.compile(
    r"(?<=\d)\s*(?:mm)?\s*(?:d\.?)?\s*x\s*(?=\d)"
)  # also "30.4mm D. x 20mm", as wheels are named
_TIMES_AT_THE_END = re.compile(r"(?<=\d)\s*x\s*$")
_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[./](?=\d)[^\W_]+)*")
_SIZE = re.compile(r"\d+(?:[./]\d+)*(?:x\d+(?:[./]\d+)*)+")
_DIGITS = re.compile(r"\d+")
_PUNCTUATION = re.compile(r"[\W_]+")
_SAME = str.maketrans({"\u00d7": "x", "\u2044": "/", "'": None, "\u2019": None})


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower().replace("'", "")
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_SAME)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> tuple[str, ...]:
    """The words in their order; a size such as `2 x 4` is one word, `2x4`, decimals and fractions stay whole."""
    return tuple(_WORD.findall(_UNIT.sub(" ", _TIMES.sub("x", fold(text)))))


def typed_words(text: str) -> tuple[str, ...]:
    """The words of something that may not be typed to its end: `2 x` begins a size."""
    return words(_TIMES_AT_THE_END.sub("x", fold(text)))


def with_parts_of_sizes(found: tuple[str, ...]) -> list[str]:
    """Each word once, and for a size what it begins with and its figures: `1x2x3` is found by `1x2` and `3` too."""
    every = dict.fromkeys(found)
    for word in filter(_SIZE.fullmatch, found):
        figures = word.split("x")
        every |= dict.fromkeys(figures)
        every |= dict.fromkeys("x".join(figures[:count]) for count in range(2, len(figures)))
    return list(every)


def squeezed(number: str) -> str:
    """A number without its punctuation: `3068b-PB 01` is `3068bpb01`."""
    return _PUNCTUATION.sub("", fold(number))


def natural(number: str) -> str:
    """A text whose plain order is the natural order of numbers: 3001pb2 before 3001pb10."""
    return _DIGITS.sub(lambda run: f"{len(digits := run[0].lstrip('0')):02}{digits}", number)
