"""uvicorn's WebSocket protocol, which can also be written to, and let go of, without waiting."""

from typing import Final, Protocol, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from freshbrick.api.guard import Scope

MAX_SIZE: Final = 1_048_576
"""Give it to uvicorn as `ws_max_size=`, in bytes. A frame beyond it is cut off unread, and the peer may never see
why; the application itself closes in good order on all that are beyond its own, much smaller limit."""

_FINAL_TEXT: Final = 0x81
_TWO_BYTES: Final = 126
_EIGHT_BYTES: Final = 127
_EXTENSION: Final = "freshbrick.immediate"


class Immediate(Protocol):
    """An open WebSocket as the server itself has it."""

    def takes_more(self) -> bool:
        """Whether what is sent now leaves at once, or at least does not pile up."""
        ...

    def send_now(self, frame: bytes) -> None:
        """Send a text frame, where it takes more."""
        ...

    def drop(self, code: int) -> None:
        """Send a close frame behind what has not left yet; cut the connection if that does not help in time."""
        ...


class ImmediateProtocol(WebSocketsSansIOProtocol):
    """Give it to uvicorn as `ws=`.

    By itself uvicorn waits for ever for a full send buffer to drain, and each frame takes a task's turn, which for
    thousands of watchers costs more than the frame.
    """

    async def run_asgi(self) -> None:
        extensions: dict[str, object] = self.scope["extensions"]  # type: ignore[assignment]  # ours goes beside its own
        extensions[_EXTENSION] = self
        await super().run_asgi()

    def takes_more(self) -> bool:
        return self.writable.is_set() and not self.close_sent and not self.transport.is_closing()

    def send_now(self, frame: bytes) -> None:
        self.transport.write(_text_frame(frame))

    def drop(self, code: int) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)


def _text_frame(payload: bytes) -> bytes:
    """A whole unmasked frame of text without extensions, as servers send it (RFC 6455, 5.2)."""
    length = len(payload)
    if length < _TWO_BYTES:
        return bytes((_FINAL_TEXT, length)) + payload
    if length < 1 << 16:
        return bytes((_FINAL_TEXT, _TWO_BYTES)) + length.to_bytes(2, "big") + payload
    return bytes((_FINAL_TEXT, _EIGHT_BYTES)) + length.to_bytes(8, "big") + payload


class _Unable:
    """In place of a server that can only be awaited."""

    def takes_more(self) -> bool:
        return False

    def send_now(self, frame: bytes) -> None:
        raise NotImplementedError(f"no server to send {len(frame)} bytes at once")

    def drop(self, code: int) -> None:
        pass


def immediate(scope: Scope) -> Immediate:
    """What an accepted connection's server can do without waiting."""
    return cast("Immediate", scope.get("extensions", {}).get(_EXTENSION) or _Unable())
