"""`?wait=20s`: hold an answer until the refresh that is under way has ended."""

import re
from typing import Annotated, Any, Final

from litestar.params import QueryParameter

from freshbrick.model.clock import MINUTE, SECOND
from freshbrick.model.errors import RequestError

LONGEST: Final = MINUTE
_UNITS: Final = {"ms": 1, "s": SECOND, "m": MINUTE}
_DURATION: Final = re.compile(r"([0-9]{1,6})(ms|s|m)")

Wait = Annotated[
    str | None,
    QueryParameter(
        description="Hold the answer until no refresh is under way, at most this long, such as 20s; no more than 60s."
    ),
]


def wait_ms(text: str | None) -> int:
    """How long to hold, in ms; 0 without a word. RequestError: `bad_request`."""
    if text is None:
        return 0
    match = _DURATION.fullmatch(text)
    ms = int(match[1]) * _UNITS[match[2]] if match else LONGEST + 1
    if ms > LONGEST:
        raise RequestError("bad_request", "wait is a duration of at most 60s, such as 20s or 500ms.")
    return ms


def settled(value: Any) -> bool:
    """Whether no refresh of an `Answer` is under way: it is fresh, or failed, or nobody asked."""
    return bool(value.status != "refreshing")
