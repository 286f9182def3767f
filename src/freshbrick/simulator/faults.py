"""What goes wrong, by script: which calls, how, and how often."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Kind = Literal[
    "latency",
    "429",
    "429_in_200",
    "5xx",
    "timeout",
    "cut",
    "html",
    "truncated",
    "wrong_item",
    "too_large",
    "quota_exhausted",
    "token_refused",
    "forbidden",
    "not_found_404",
    "not_found_empty",
]


class Fault(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """One line of the script.

    `match` is a path without the base, and all below it; one that ends in `*` is any beginning, in `$` that path
    alone. `times` None is for ever. `status` replaces the HTTP status that the kind would have; `retry_after` is in
    seconds or a date. `latency_ms` comes before whatever the kind does. Raises ValueError for what makes no sense.
    """

    kind: Kind
    match: str = "*"
    times: Annotated[int, Meta(ge=1)] | None = None
    status: Annotated[int, Meta(ge=400, le=599)] | None = None
    retry_after: Annotated[int, Meta(ge=0)] | Annotated[str, Meta(pattern="^[ -~]+$")] | None = None
    latency_ms: Annotated[int, Meta(ge=0, le=120_000)] | None = None

    def __post_init__(self) -> None:
        if self.match != "*" and not self.match.startswith("/"):
            raise ValueError("match is a path like /items/part/3040, or *")
        if self.kind == "latency" and not self.latency_ms:
            raise ValueError("latency needs latencyMs")
        if self.kind == "5xx" and self.status is not None and self.status < 500:
            raise ValueError("the status of a 5xx is 500 to 599")


def matches(match: str, path: str) -> bool:
    match, path = match.lower(), path.lower()
    if match.endswith("*"):
        return path.startswith(match[:-1])
    if match.endswith("$"):
        return path == match[:-1]
    return path == match or path.startswith(match.rstrip("/") + "/")


class Faults:
    """The script: the first line that matches is taken, and struck out when it was taken often enough."""

    def __init__(self, *script: Fault) -> None:
        self._script = list(script)

    def add(self, *faults: Fault) -> None:
        self._script += faults

    def take(self, path: str) -> Fault | None:
        for index, fault in enumerate(self._script):
            if matches(fault.match, path):
                self._script[index : index + 1] = _left(fault)
                return fault
        return None

    def active(self) -> tuple[Fault, ...]:
        """What is still to come, `times` counting what is left."""
        return tuple(self._script)

    def clear(self) -> None:
        self._script.clear()


def _left(fault: Fault) -> list[Fault]:
    if fault.times is None:
        return [fault]
    return [msgspec.structs.replace(fault, times=fault.times - 1)] if fault.times > 1 else []
