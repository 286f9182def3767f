"""`python -m bench [NAME …]`: the table, and `build/bench.json`."""

import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import uvloop
from rich.console import Console
from rich.table import Table

from bench import crowd, enqueue, imports, notices, outbox, page, push, queues, reads, search, start
from bench.figure import Figure
from bench.processes import prepare_this_process

BENCHES: dict[str, Callable[[Path], AsyncIterator[Figure]]] = {
    "reads": reads.measure,
    "push": push.measure,
    "crowd": crowd.measure,
    "enqueue": enqueue.measure,
    "outbox": outbox.measure,
    "queues": queues.measure,
    "notices": notices.measure,
    "search": search.measure,
    "imports": imports.measure,
    "start": start.measure,
    "page": page.measure,
}
RESULT = Path("build/bench.json")


async def main(names: Sequence[str]) -> bool:
    """Measure what is named, all without a name; whether everything is as wanted."""
    prepare_this_process()
    console = Console(stderr=True, highlight=False)
    figures: list[Figure] = []
    for name in names or BENCHES:
        with TemporaryDirectory(prefix="freshbrick-bench-") as folder, console.status(f"measuring {name} …"):
            figures += [figure async for figure in BENCHES[name](Path(folder))]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2))
    Console(highlight=False).print(table(figures))
    return all(figure.met for figure in figures)


def table(figures: Sequence[Figure]) -> Table:
    """A figure a line."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    made.add_column("figure")
    for heading in ("measured", "reference", "ratio"):
        made.add_column(heading, justify="right")
    made.add_column("unit")
    made.add_column("wanted")
    for figure in figures:
        made.add_row(
            figure.name,
            _number(figure.value),
            _number(figure.reference),
            "" if figure.compared is None else f"{figure.compared:.2f} ×",
            figure.unit,
            f"{'[green]✓' if figure.met else '[red]✕'}[/] {figure.wanted}" if figure.wanted else "",
        )
    return made


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(0 if uvloop.run(main(sys.argv[1:])) else 1)
