"""How many requests were answered, by whom and how fast: by route, never by path, so that nobody can make it grow."""

from collections import defaultdict
from typing import Final

from freshbrick.api.guard import Scope
from freshbrick.model.timings import Timings

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})


class Traffic:
    """`answered` is by method, route (`none` where nothing is) and class of status, such as `2xx`."""

    def __init__(self) -> None:
        self.answered: defaultdict[tuple[str, str, str], Timings] = defaultdict(Timings)

    def count(self, method: str, scope: Scope, status: int | None, ms: int) -> None:
        """Count an answer that took `ms`; without a status nobody was there to take it."""
        kind = "none" if status is None else f"{status // 100}xx"
        named = method if method in _METHODS else "other"
        self.answered[named, scope.get("path_template", "none"), kind].add(ms)
