"""How many requests were answered, by whom and how fast: by route, never by path, so that nobody can make it grow."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from freshbrick.api.guard import Scope
from freshbrick.model.timings import Timings

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})


class Traffic:
    """`answered` is by method, route (`none` where nothing is) and status, None where nobody was there to take it."""

    def __init__(self) -> None:
        self.answered: defaultdict[tuple[str, str, int | None], Timings] = defaultdict(Timings)

    def count(self, method: str, scope: Scope, status: int | None, ms: int) -> None:
        """Count an answer that took `ms`."""
        named = method if method in _METHODS else "other"
        self.answered[named, scope.get("path_template", "none"), status].add(ms)

    def by_class(self) -> Iterator[tuple[tuple[str, str, str], Timings]]:
        """The same by class of status, such as `2xx`."""
        classes: defaultdict[tuple[str, str, str], Timings] = defaultdict(Timings)
        for (method, route, status), timings in self.answered.items():
            kind = "none" if status is None else f"{status // 100}xx"
            classes[method, route, kind].include(timings)
        yield from classes.items()
