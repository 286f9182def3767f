"""Write the pages that the code knows best: settings.md and cli.md. Run by `make docs`."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import typer
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from typer.cli import get_docs_for_click

from freshbrick.cli.commands import app
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.settings import Settings, kinds
from freshbrick.settings.environment import KEYS, name_of

NOTE = "<!-- Made from the code by `make docs`: change it there. -->\n"
DURATIONS = (kinds.Duration, kinds.Milliseconds)
KINDS = (
    (kinds.Duration, "duration"),
    (kinds.Milliseconds, "duration, `0s` too"),
    (kinds.Currency, "currency code"),
    (kinds.Region, "region"),
    (kinds.Country, "country code"),
    (kinds.Origin, "origin"),
    (kinds.Origins, "origins"),
    (kinds.Address, "address"),
    (kinds.UpstreamAddress, "address"),
    (kinds.DatabaseUrl, "database"),
    (SecretStr, "secret"),
    (bool, "`1` or `0`"),
    (float, "number"),
    (str, "text"),
)
MADE = {
    "database_url": "SQLite in the platform's data folder",
    "stale_after_part": "`FRESHBRICK_STALE_AFTER`",
    "stale_after_part_colors": "`FRESHBRICK_STALE_AFTER`",
    "stale_after_price_guide": "`FRESHBRICK_STALE_AFTER`",
    "server": "this machine, at `FRESHBRICK_PORT`",
}
"""Defaults that come of something else."""
CHAPTERS = {
    "database_url": "Database",
    "bricklink_url": "BrickLink",
    "stale_after": "Freshness",
    "currency": "Prices and pictures",
    "quota_per_day": "Quota",
    "drain_interval": "Worker",
    "host": "Server",
    "server": "Commands",
}
"""The field with which each begins."""

SETTINGS = f"""\
{NOTE}
# Settings

Every setting is a name of the environment. `freshbrick setup` writes a file, `freshbrick.env` in the platform's
folder for configuration (`~/.config/freshbrick` on Linux), in which the same names may stand, a line each:
`NAME=value`. The order is: what the command line says, else the environment, else the file, else the default. An
empty text counts as not given. All mistakes are told at once, those in the file with their line, and a mistyped name
is answered with the one that was meant. A file that others may read is refused. `freshbrick doctor` tells where each
setting comes from.

A duration is a whole number and a unit: `500ms`, `2s`, `10m`, `12h`, `30d`. Each of BrickLink's four keys may be
given as the name of a file that holds it, in `…_FILE`; white space around it does not count. It is all four keys or
none.
"""
CLI = f"""\
{NOTE}
# Commands

Exit codes: 0 done, 1 not there, refused or something to do, 2 wrong words or settings, 3 no server that lets us in.
"""


def settings_page() -> str:
    """A table a chapter."""
    return "\n".join([SETTINGS.rstrip("\n"), *_chapters()]) + "\n"


def cli_page() -> str:
    """Every command's own help."""
    command = typer.main.get_command(app)
    text = get_docs_for_click(
        obj=command, ctx=typer.Context(command, info_name="freshbrick"), name="freshbrick"
    )
    for short, long in _first_lines(command):
        text = text.replace(short, long)
    return f"{CLI}\n{text[text.index('**Commands**') :]}".rstrip() + "\n"


PAGES = {"settings.md": settings_page, "cli.md": cli_page}


def _chapters() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        if name in CHAPTERS:
            yield f"\n## {CHAPTERS[name]}\n\n| name | kind | default | |\n| --- | --- | --- | --- |"
        as_file = "; or `…_FILE`" if name in KEYS else ""
        yield f"| `{name_of(name)}` | {_kind(name)}{as_file} | {_default(name, field)} | {field.description} |"


@cache
def _annotations() -> dict[str, Any]:
    return get_type_hints(Settings, include_extras=True)


def _annotation(name: str) -> Any:
    """Without the None of what may be left out."""
    told = _annotations()[name]
    return next((one for one in get_args(told) if one is not type(None)), told) if _is_union(told) else told


def _is_union(told: Any) -> bool:
    return type(None) in get_args(told)


def _kind(name: str) -> str:
    told = _annotation(name)
    words = next((words for kind, words in KINDS if kind == told), None)
    choice = get_args(told)[0] if get_args(told) else None
    if get_origin(choice) is Literal:
        return " or ".join(f"`{word}`" for word in get_args(choice))
    if words is None and getattr(told, "__origin__", told) is not int:
        raise LookupError(f"what kind of value has {name_of(name)}? Add it to KINDS")
    return words or f"whole number{_bounds(name)}"


def _bounds(name: str) -> str:
    limits = {type(one).__name__: one for one in Settings.model_fields[name].metadata}
    least = f" from {limits['Ge'].ge}" if "Ge" in limits else ""
    return f"{least} to {limits['Le'].le}" if "Le" in limits else least


def _default(name: str, field: FieldInfo) -> str:
    if name in MADE:
        return MADE[name]
    value = field.default
    if value is None or value == ():
        return "none"
    return f"`{_duration(value)}`" if _annotation(name) in DURATIONS else f"`{_plain(value)}`"


def _plain(value: object) -> str:
    return (
        str(int(value))
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _duration(ms: int) -> str:
    if not ms:
        return "0s"
    for unit, word in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")):
        if ms % unit == 0 and ms > unit:
            return f"{ms // unit}{word}"
    return f"{ms // HOUR}h" if ms % HOUR == 0 else f"{ms}ms"


def _first_lines(command: Any) -> Iterator[tuple[str, str]]:
    """The lists of commands cut their lines short; what stands there, and the whole line."""
    for name, one in getattr(command, "commands", {}).items():
        entry = f"* `{name}`: "
        yield entry + one.get_short_help_str(), entry + one.get_short_help_str(limit=200)
        yield from _first_lines(one)


if __name__ == "__main__":
    for page, text in PAGES.items():
        path = Path(__file__).parent / page
        path.write_text(text(), encoding="utf-8")
        print(path, file=sys.stderr)
