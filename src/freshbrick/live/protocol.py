"""The messages of the live protocol `freshbrick.live.v1`, one JSON text frame each."""

from enum import IntEnum
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType, field

from freshbrick.model.errors import RequestCode, RequestError

PROTOCOL = 1
FRAME_BYTES = 65_536
"""The largest frame that a client may send."""
SUBSCRIPTIONS = 256
"""How many one connection may hold."""
ACTIONS = 32
"""How many of one connection are under way at once; the next waits."""
HEARTBEAT_MS = 25_000
"""After so much silence the server sends a ping."""

Id = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Chosen by the client; a JavaScript number holds it exactly."""


class CloseCode(IntEnum):
    """Why a connection ended: on 4000 to 4499 a client comes back, on 4500 to 4999 and 1009 it does not."""

    TOO_LARGE = 1009
    GOING_AWAY = 4001
    TOO_SLOW = 4008
    OVERLOADED = 4013
    BAD_MESSAGE = 4501
    NOT_ALLOWED = 4503


class ProtocolError(Exception):
    """A frame that cannot be understood: the connection ends with `code`."""

    def __init__(self, message: str, code: CloseCode = CloseCode.BAD_MESSAGE) -> None:
        super().__init__(message)
        self.code = code


# --- from the client ---


def _no_args() -> Raw:
    return Raw(b"{}")


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """One subscription; `rev` is what the client still holds from before."""

    id: Id
    query: str
    args: Raw = field(default_factory=_no_args)
    rev: str | None = None


class Subscribe(Struct, frozen=True, tag_field="type", tag="subscribe"):
    """`items` are `Item`s, read one by one: a bad one does not spoil the others."""

    items: list[Raw]


class Unsubscribe(Struct, frozen=True, tag_field="type", tag="unsubscribe"):
    ids: list[Id]


class Act(Struct, frozen=True, tag_field="type", tag="action"):
    id: Id
    action: str
    args: Raw = field(default_factory=_no_args)


ClientMessage = Subscribe | Unsubscribe | Act


class BadItem(Struct, frozen=True):
    """An item of which only the id could be understood."""

    id: Id
    error: RequestError


# --- from the server ---


class LiveError(Struct, frozen=True, rename="camel"):
    """What cannot be served; the message says to a person what was meant."""

    code: RequestCode
    message: str
    retry_after_ms: int | None = None

    @classmethod
    def of(cls, error: RequestError) -> "LiveError":
        """The error as the wire tells it."""
        return cls(error.code, error.message, error.retry_after_ms)


class Limits(Struct, frozen=True, rename="camel"):
    connections: int
    """that one person may hold"""
    frame_bytes: int = FRAME_BYTES
    subscriptions: int = SUBSCRIPTIONS
    actions: int = ACTIONS


class Welcome(Struct, frozen=True, rename="camel", tag_field="type", tag="welcome"):
    now: int
    limits: Limits
    protocol: int = PROTOCOL
    heartbeat_ms: int = HEARTBEAT_MS


class News(Struct, frozen=True, omit_defaults=True):
    """What became of one subscription: a value, the rev that the client holds already, or an error."""

    id: Id
    rev: str | UnsetType = UNSET
    value: Raw | UnsetType = UNSET
    error: LiveError | UnsetType = UNSET


class Update(Struct, frozen=True, tag_field="type", tag="update"):
    now: int
    items: list[News]


class Result(Struct, frozen=True, omit_defaults=True, tag_field="type", tag="result"):
    """What became of an action."""

    id: Id
    value: Any = UNSET
    error: LiveError | UnsetType = UNSET


class Ping(Struct, frozen=True, tag_field="type", tag="ping"):
    now: int


ServerMessage = Welcome | Update | Result | Ping


class _Identified(Struct):
    id: Id


_client_messages: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_items = msgspec.json.Decoder(Item)
_ids = msgspec.json.Decoder(_Identified)


def decode(frame: str | bytes) -> ClientMessage:
    """Read a client's frame. Raises `ProtocolError`."""
    if isinstance(frame, bytes):
        raise ProtocolError("Frames are text.")
    if len(frame.encode()) > FRAME_BYTES:
        raise ProtocolError(f"A frame has at most {FRAME_BYTES} bytes.", CloseCode.TOO_LARGE)
    try:
        return _client_messages.decode(frame)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ProtocolError(str(error)) from error


def decode_item(raw: Raw) -> Item | BadItem:
    """Read one item of `Subscribe`. Raises `ProtocolError` if it has no id to answer to."""
    try:
        return _items.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        return BadItem(_id_of(raw), RequestError("bad_request", str(error)))


def _id_of(raw: Raw) -> int:
    try:
        return _ids.decode(raw).id
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ProtocolError(f"An item without a usable id: {error}") from error


def encode(message: ServerMessage) -> bytes:
    """A server's frame; values that are `Raw` go in as they are."""
    return msgspec.json.encode(message)
