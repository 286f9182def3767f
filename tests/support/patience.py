"""Waiting for what gives no signal: another process's files and answers."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

PATIENCE = 20.0
"""Seconds after which a test gives up on something that should have happened at once."""


async def eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds, asked again until it finds something."""
    async with asyncio.timeout(3 * PATIENCE):
        while True:
            found = look()
            if found := await found if inspect.isawaitable(found) else found:
                return found
            await asyncio.sleep(0.02)
