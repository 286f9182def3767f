"""What happens to something that is watched."""

from typing import Any

from msgspec import Struct

from freshbrick.client.wire import Asked


class Updated(Struct, frozen=True):
    """A new value; `raw` is its JSON as the server wrote it."""

    answer: Any
    raw: bytes


class Answered(Struct, frozen=True):
    """What became of our ask."""

    asked: Asked


class Trouble(Struct, frozen=True):
    """The server could not serve for now; in its words."""

    message: str


class Offline(Struct, frozen=True):
    """The connection ended; the next try is in `wait_ms`."""

    wait_ms: int


Event = Updated | Answered | Trouble | Offline
