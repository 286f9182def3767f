"""BrickLink's XML, `CATALOG/ITEM` (of codes `CODES/ITEM`), an item at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from freshbrick.catalog.importers.refusals import FileRefusedError
from freshbrick.catalog.importers.source import LINE_MAX, Source
from freshbrick.catalog.importers.tables import Row

_PIECE = 16 * 1024
_ROOTS = ("CATALOG", "CODES")


def xml_rows(source: Source) -> Iterator[Row]:
    """Every item; values by its elements' names, in lower case. No tree is built, so memory stays flat."""
    items = _Items()
    parser = XMLParser(target=items, forbid_dtd=True)
    items.expat = parser.parser
    fed = 0
    while piece := source.read(_PIECE):
        fed += len(piece)
        with _in_words(items):
            parser.feed(piece)
        if fed - items.expat.CurrentByteIndex > LINE_MAX:
            raise FileRefusedError(f"a tag is longer than {LINE_MAX:,} bytes", items.line)
        yield from items.take()
    with _in_words(items):
        parser.close()
    yield from items.take()


class _Items:
    """What the parser tells: the root, its items, and in these elements with text."""

    def __init__(self) -> None:
        self.expat: Any = None
        self._depth = 0
        self._line = 0
        self._found: list[Row] = []
        self._values: dict[str, str] = {}
        self._text: list[str] = []
        self._length = 0

    @property
    def line(self) -> int:
        return int(self.expat.CurrentLineNumber)

    def take(self) -> list[Row]:
        """The items that are whole by now."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth == 1 and tag not in _ROOTS:
            raise FileRefusedError(f"<{tag[:40]}> is not BrickLink's <CATALOG> or <CODES>", self.line)
        if self._depth == 2:
            self._line, self._values = self.line, {}
        if self._depth > 3:
            raise FileRefusedError(f"<{tag[:40]}> stands inside an element that holds text", self.line)
        self._text, self._length = [], 0

    def data(self, text: str) -> None:
        self._length += len(text)
        if self._length > LINE_MAX:
            raise FileRefusedError(f"a text is longer than {LINE_MAX:,} letters", self.line)
        self._text.append(text)

    def end(self, tag: str) -> None:
        if self._depth == 3:
            self._values[tag.lower()] = "".join(self._text)
        if self._depth == 2:
            self._found.append(Row(self._line, self._values))
        self._depth -= 1

    def close(self) -> None:
        """The parser asks for nothing more."""


@contextmanager
def _in_words(items: _Items) -> Iterator[None]:
    try:
        yield
    except ParseError as error:
        raise FileRefusedError(
            f"is no XML ({str(error).partition(':')[0]}): the file is damaged or cut off", error.position[0]
        ) from None
    except DefusedXmlException:
        raise FileRefusedError(
            "declares a document type or entities: BrickLink's do not", items.line
        ) from None
    except (LookupError, ValueError) as error:
        raise FileRefusedError(f"cannot be read ({error})", items.line) from None
