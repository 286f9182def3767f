"""What a search found, as a table."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from freshbrick.cli.words import counted, plain
from freshbrick.client.wire import FoundPart, SearchResult


def found_parts(result: SearchResult) -> RenderableType:
    """A part a line in the server's order, and how many there are in all."""
    if not result.items:
        return Text("No parts found.")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("number", no_wrap=True)
    for heading in ("name", "category"):
        table.add_column(heading)
    table.add_column("status", no_wrap=True)
    for part in result.items:
        facts = (part.part_number, part.name, part.category_name or "", _status(part))
        table.add_row(*(Text(plain(fact)) for fact in facts))
    shown = len(result.items)
    more = f"{shown} of {result.total:,} parts" if shown < result.total else counted(shown, "part")
    return Group(table, Text(more, "dim"))


def _status(part: FoundPart) -> str:
    return "not checked yet" if part.status == "stale" and part.last_fetched is None else part.status
