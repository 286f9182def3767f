"""Who is told what a commit touched."""

from collections.abc import Collection

import structlog

from freshbrick.store.database import Listener

log = structlog.get_logger()


class Listeners:
    """All of a database's, in the order in which they came."""

    def __init__(self) -> None:
        self._all: list[Listener] = []

    def add(self, listener: Listener) -> None:
        self._all.append(listener)

    def tell(self, keys: Collection[str]) -> None:
        """Tell each, whatever another makes of it."""
        for listener in self._all:
            try:
                listener(keys)
            except Exception:  # the others are told all the same, and then those who wait for the commit
                log.exception("database.listener_broke")
