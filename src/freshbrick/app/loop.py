"""The event loop that everything runs on: uvloop's, where there is one."""

import asyncio
import sys


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Twice the requests of asyncio's own; Windows has only that."""
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop  # noqa: PLC0415 - not to be had everywhere

    return uvloop.new_event_loop()
