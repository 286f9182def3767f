"""A BrickLink in a thread of its own, for commands that have an event loop of their own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from freshbrick.app.commands import keys_of_simulator
from freshbrick.simulator import Simulator, running

KEYS = {f"FRESHBRICK_{name}": value for name, value in keys_of_simulator().items()}


@contextmanager
def served(simulator: Simulator) -> Iterator[str]:
    """Serve until the block is left; its base address."""
    base_urls: list[str] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    leave = asyncio.Event()

    async def serve() -> None:
        async with running(simulator) as base_url:
            base_urls.append(base_url)
            ready.set()
            await leave.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()])
    thread.start()
    ready.wait()
    try:
        yield base_urls[0]
    finally:
        loop.call_soon_threadsafe(leave.set)
        thread.join()
        loop.close()
