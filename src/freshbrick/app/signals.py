"""How a service is told to stop."""

import asyncio
import signal


async def until_told_to_stop(stop: asyncio.Event | None = None) -> None:
    """Wait for SIGTERM or Ctrl-C, or until somebody sets `stop`."""
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        await stop.wait()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):  # a second Ctrl-C ends the process at once
            loop.remove_signal_handler(number)
