"""Where a page of a search ended, as an opaque text that only the same search understands."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

import msgspec

from freshbrick.model.errors import RequestError
from freshbrick.store.search import Position

_positions = msgspec.msgpack.Decoder(Position)
_DIGEST = 6


def encode(question: bytes, position: Position) -> str:
    """A cursor for pages that answer `question`."""
    body = msgspec.msgpack.encode(position)
    check = blake2b(body, key=question[:64], digest_size=_DIGEST).digest()
    return urlsafe_b64encode(check + body).rstrip(b"=").decode()


def decode(question: bytes, cursor: str) -> Position:
    """The position; raises RequestError `bad_request` for what `encode` did not write for this question."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        position = _positions.decode(urlsafe_b64decode(padded)[_DIGEST:])
    except (ValueError, msgspec.MsgspecError):
        position = None
    if position is None or encode(question, position) != cursor:
        raise RequestError("bad_request", "cursor is what nextCursor said, for the same search and filters.")
    return position
