"""A WebSocket client that costs little: thousands of them share a core without being what is measured."""

import asyncio
import os
from base64 import b64encode
from collections.abc import Callable, Mapping
from time import perf_counter_ns
from typing import cast
from urllib.parse import urlsplit

OnFrame = Callable[[bytes, int], None]
"""Told the payload and when it came, in ns of `time.perf_counter_ns`, the system's monotonic clock."""

_TEXT = 0x81
_MASKED = 0x80
_LONG = 126
_LONGEST_HEAD = 10


class Client(asyncio.Protocol):
    """Reads and writes text frames (RFC 6455, 5.2); sends none of 64 KiB or more."""

    def __init__(self, on_frame: OnFrame) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_frame = on_frame
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's does not say that it is one

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("the handshake was refused"))

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        assert self._transport is not None
        self._transport.write(data)

    def send(self, text: str) -> None:
        """Send a text frame; the mask is zero, which the protocol allows and nobody has to undo."""
        payload = text.encode()
        length = bytes([_MASKED | len(payload)]) if len(payload) < _LONG else bytes([_MASKED | _LONG])
        if len(payload) >= _LONG:
            length += len(payload).to_bytes(2, "big")
        self.write(bytes([_TEXT]) + length + bytes(4) + payload)

    def close(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        at = perf_counter_ns()
        self._buffer += data
        if not self.opened.done():
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self._buffer = rest
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head.split(b"\r\n", 1)[0].decode()))
                return
            self.opened.set_result(None)
        self._read_frames(at)

    def _read_frames(self, at: int) -> None:
        buffer = self._buffer
        while len(buffer) >= _LONGEST_HEAD or (len(buffer) > 1 and len(buffer) >= 2 + buffer[1]):
            start, length = _head(buffer)
            if len(buffer) < start + length:
                break
            if buffer[0] == _TEXT:
                self._on_frame(buffer[start : start + length], at)
            buffer = buffer[start + length :]
        self._buffer = buffer


def _head(frame: bytes) -> tuple[int, int]:
    """Where an unmasked frame's payload starts, and its length."""
    if frame[1] < _LONG:
        return 2, frame[1]
    start = 4 if frame[1] == _LONG else _LONGEST_HEAD
    return start, int.from_bytes(frame[2:start], "big")


async def connect(url: str, on_frame: OnFrame, headers: Mapping[str, str] | None = None) -> Client:
    """Open a socket at `/api/live`. ConnectionError with the server's status line if it refuses."""
    place = urlsplit(url)
    loop = asyncio.get_running_loop()
    _, client = await loop.create_connection(lambda: Client(on_frame), str(place.hostname), place.port or 80)
    lines = [
        "GET /api/live HTTP/1.1",
        f"Host: {place.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    client.write("\r\n".join([*lines, "", ""]).encode())
    await client.opened
    return client
