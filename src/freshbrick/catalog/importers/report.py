"""What an import did with each file, for people and programs."""

import msgspec

from freshbrick.catalog.importers.refusals import OddRowError
from freshbrick.store.imports import Outcomes

EXAMPLES = 5
ALL_EXAMPLES = 1_000


class LeftOut(msgspec.Struct, rename="camel"):
    """Rows that mean nothing here, by reason, with the first few of them."""

    reason: str
    rows: int = 0
    examples: list[str] = []


class FileReport(msgspec.Struct, rename="camel"):
    """What became of a file's rows. Of known colors a row is a part in a color.

    `kept`: something better is there, such as what BrickLink was asked for. `repeated`: said by an earlier row.
    """

    file: str
    what: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    repeated: int = 0
    left_out: list[LeftOut] = []

    def count(self, outcomes: Outcomes) -> None:
        """What a chunk of it came to."""
        self.new += outcomes["new"]
        self.changed += outcomes["changed"]
        self.unchanged += outcomes["unchanged"]
        self.kept += outcomes["kept"]

    def leave_out(self, odd: OddRowError, rows: int = 1, examples: int = EXAMPLES) -> None:
        """Count rows that are not imported."""
        kind = next((one for one in self.left_out if one.reason == odd.reason), None)
        if kind is None:
            kind = LeftOut(odd.reason)
            self.left_out.append(kind)
        kind.rows += rows
        if odd.example and odd.example not in kind.examples and len(kind.examples) < examples:
            kind.examples.append(odd.example)
