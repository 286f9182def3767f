"""A list that can be imported: by which columns it is known, and how one of its rows is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Cells = Mapping[str, str]
"""A row's cells by the field that they stand for; a field whose column the file lacks is missing."""

Writes = Literal["categories", "colors", "parts", "known colors"]

ORDER: tuple[Writes, ...] = ("categories", "colors", "known colors", "parts")
"""What needs the names of others comes after them, and parts last: so they are indexed once, with their colors."""


@dataclass(frozen=True)
class Format:
    """`columns` are a header's words (or XML's elements) in lower case, each with the field that it stands for.

    `read` gives a row's key and its record, of the type `shape`; it raises OddRowError. With `exactly` a file that
    has any other column is something else.
    """

    what: str
    source: Literal["bricklink", "import"]
    writes: Writes
    columns: Mapping[str, str]
    needs: frozenset[str]
    read: Callable[[Cells], tuple[str, Any]]
    shape: type[Any]
    exactly: bool = False

    def fits(self, words: frozenset[str]) -> bool:
        """Whether a file with these columns is such a list."""
        known = {self.columns[word] for word in words if word in self.columns}
        return known >= self.needs and not (self.exactly and words - self.columns.keys())

    def cells(self, values: Mapping[str, str]) -> Cells:
        """The cells that are read."""
        return {field: values[word] for word, field in self.columns.items() if word in values}
