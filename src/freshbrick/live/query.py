"""What can be asked by name: a query, its arguments and its encoded answer."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec
from msgspec import Raw, Struct

from freshbrick.catalog.reading import Reading
from freshbrick.model.errors import RequestError

Args = Raw | bytes | Mapping[str, object] | Struct
"""Arguments as JSON, as plain words of a URL, or already read."""


class Query(Struct, frozen=True):
    """A read that never writes: `fn(tx, args, person)`.

    `args` is a frozen struct type that forbids unknown fields. A personal query is evaluated for each person
    apart; any other is given None for a person, so that no answer leaks. A heavy one scans, off the event loop, and
    is run again at most once a second.
    """

    name: str
    args: type[Struct]
    fn: Callable[[Any, Any, Any], Reading]
    personal: bool = False
    heavy: bool = False

    def parse(self, args: Args) -> Struct:
        """The arguments, checked. Raises `RequestError` bad_request that names the field."""
        try:
            if isinstance(args, self.args):
                return args
            if isinstance(args, (Raw, bytes)):
                return msgspec.json.decode(args, type=self.args)
            return msgspec.convert(args, self.args, strict=False)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise RequestError("bad_request", f"{self.name}: {error}") from error


class Snapshot(Struct, frozen=True):
    """An answer, encoded once for everybody.

    `rev` changes exactly when `body` does; of two snapshots of one query the one with the higher `version` was read
    later; `expires_at` (ms UTC) is when it changes although nothing is written.
    """

    body: bytes
    rev: str
    value: Struct
    expires_at: int | None
    version: int


Answer = Snapshot | RequestError


def snapshot(reading: Reading, version: int) -> Snapshot:
    """Encode what a query read."""
    body = msgspec.json.encode(reading.value)
    rev = blake2b(body, digest_size=8).hexdigest()
    return Snapshot(body, rev, reading.value, reading.expires_at, version)
