"""uvicorn's WebSocket protocol, which can also let go of a peer that does not read."""

from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from freshbrick.api.guard import Scope

MAX_SIZE: Final = 1_048_576
"""Give it to uvicorn as `ws_max_size=`, in bytes. A frame beyond it is cut off unread, and the peer may never see
why; the application itself closes in good order on all that are beyond its own, much smaller limit."""

_EXTENSION: Final = "freshbrick.drop"


class DroppingProtocol(WebSocketsSansIOProtocol):
    """Give it to uvicorn as `ws=`. By itself uvicorn waits for ever for a full send buffer to drain."""

    async def run_asgi(self) -> None:
        extensions: dict[str, object] = self.scope["extensions"]  # type: ignore[assignment]  # ours goes beside its own
        extensions[_EXTENSION] = self.drop
        await super().run_asgi()

    def drop(self, code: int) -> None:
        """Send a close frame behind what has not left yet; cut the connection if that does not help in time."""
        if self.close_sent or self.transport.is_closing():
            return
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)


def drop(scope: Scope, code: int) -> None:
    """End the connection without waiting for its peer, under a server that can."""
    end = scope.get("extensions", {}).get(_EXTENSION)
    if end is not None:
        end(code)
