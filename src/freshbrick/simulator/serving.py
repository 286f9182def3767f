"""The simulator on a port of its own, on loopback, in the event loop that is running."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn

from freshbrick.simulator.answers import BASE
from freshbrick.simulator.server import Simulator

_PATIENCE_S = 1


@asynccontextmanager
async def running(simulator: Simulator, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve until the block is left; yields the base address that a client is to be given.

    Installs no signal handlers. Raises ValueError if the host is not loopback, OSError if the port is taken.
    """
    listener = _listen(host, port)
    server = _Server(
        uvicorn.Config(
            simulator,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
        )
    )
    simulator.hurry(False)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://{_authority(listener)}{BASE}"
    finally:
        simulator.hurry()
        server.leave.set()
        await serving


async def serve(simulator: Simulator, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until cancelled; `ready` is told the base address."""
    async with running(simulator, host, port) as base_url:
        ready(base_url)
        await asyncio.Event().wait()


class _Server(uvicorn.Server):
    """Leaves signals to whoever owns the event loop, and ends at once: uvicorn's own end sleeps 100 ms or more."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.leave = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        await self.leave.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        for listener in sockets or ():
            listener.close()


def _listen(host: str, port: int) -> socket.socket:
    if not _is_loopback(host):
        raise ValueError(f"the simulator listens on loopback only, and {host} is not")
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    # asyncio sets this only on sockets that it made itself; without it a reply of two writes takes 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _authority(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
