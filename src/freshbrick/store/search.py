"""The index behind the search for parts."""

from collections.abc import Iterable

from freshbrick.store.database import Tx


def index(tx: Tx, part_keys: Iterable[str]) -> None:
    """Index these parts again, as the tables have them now: after every write to a part or its known colors."""
