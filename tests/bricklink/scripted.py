"""A server on loopback that answers every call with what the test wrote."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


NOW = 1_786_000_000_000  # 2026-08-06, a Thursday


class Permits:
    """Lets every call leave at once and counts them."""

    def __init__(self) -> None:
        self.calls = 0
        self.open = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[int]:
        self.calls += 1
        self.open += 1
        try:
            yield NOW
        finally:
            self.open -= 1


class Upstream:
    """`heads` are the requests as they arrived, byte for byte; `answer` is what comes next for each."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.answer: Answer = says(b"")
        self.url = ""
        self._open: set[asyncio.Task[object]] = set()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Upstream"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/store/v1"
        try:
            yield self
        finally:
            server.close()
            for task in self._open:
                task.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
            await self.answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def header(self, name: str) -> str | None:
        """A header of the last request."""
        for line in self.heads[-1].splitlines()[1:]:
            key, _, value = line.partition(": ")
            if key.lower() == name.lower():
                return value
        return None

    def targets(self) -> list[str]:
        return [head.split(" ")[1] for head in self.heads]


def head(status: int, length: int | None, *headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status} Whatever",
        "Content-Type: text/html;charset=utf-8",
        "Connection: close",
        *headers,
    ]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode()


def says(body: bytes, status: int = 200, *headers: str) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, len(body), *headers) + body)

    return answer


def breaks_off(body: bytes, status: int = 200, *headers: str) -> Answer:
    """Promises more than it sends."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, len(body) + 1, *headers) + body)

    return answer


async def is_silent(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()
