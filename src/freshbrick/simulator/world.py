"""What BrickLink knows: every part, color and category, the same for the same seed."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import msgspec

from freshbrick.simulator import tables
from freshbrick.simulator.parts import KnownColor, Part, Row, make_part


class Change(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What becomes another about a part; a field that is left out stays."""

    removed: bool = False
    name: str | None = None
    category_id: int | None = None
    weight: str | None = None
    year: int | None = None
    description: str | None = None
    colors: tuple[KnownColor | int, ...] | None = None


class World:
    """Some hundred well-known parts, and those of a Rebrickable `parts.csv[.gz]` if one is given."""

    def __init__(self, seed: int = 1, catalog: Path | None = None) -> None:
        self.seed = seed
        self.colors = tables.colors()
        self.categories = tables.categories()
        more = tables.rebrickable_parts(catalog) if catalog else ()
        self._rows = {row.no.lower(): row for row in chain(more, tables.seeded_parts())}
        self._changed: dict[str, Part | None] = {}

    def __len__(self) -> int:
        return sum(1 for _ in self.part_numbers())

    def part_numbers(self) -> Iterator[str]:
        yield from (row.no for key, row in self._rows.items() if key not in self._changed)
        yield from (part.no for part in self._changed.values() if part)

    def part(self, no: str) -> Part | None:
        """The part with that number in whatever case, or None if BrickLink has none."""
        key = no.lower()
        if key in self._changed:
            return self._changed[key]
        row = self._rows.get(key)
        return make_part(self.seed, row) if row else None

    def change(self, no: str, change: Change) -> Part | None:
        """Change, add or remove a part; answers with what it is now.

        Raises ValueError if the part is new and has no name.
        """
        self._changed[no.lower()] = None if change.removed else _changed(self._origin(no, change), change)
        return self.part(no)

    def _origin(self, no: str, change: Change) -> Part:
        part = self.part(no)
        if part:
            return part
        row = self._rows.get(no.lower())
        if row is None and not change.name:
            raise ValueError(f"{no} is new and needs a name")
        return make_part(self.seed, row or _new_row(no, change.name or ""))


def _new_row(no: str, name: str) -> Row:
    return Row(no, name, tables.categories()[-1].category_id, None, None, "", (20, 250))


def _changed(part: Part, change: Change) -> Part:
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not None}
    del given["removed"]
    if change.colors is not None:
        given["colors"] = tuple(
            KnownColor(color) if isinstance(color, int) else color for color in change.colors
        )
    return msgspec.structs.replace(part, **given)
