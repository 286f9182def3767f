"""A browser opened and signed in: what tests, pictures and benchmarks begin with."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, async_playwright

from .chromium import find


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser until the block is left. NoBrowserError if there is none."""
    async with async_playwright() as playwright:
        path = find(os.environ, shutil.which, playwright.chromium.executable_path)
        browser = await playwright.chromium.launch(executable_path=path)
        try:
            yield browser
        finally:
            await browser.close()


async def sign_in(context: BrowserContext, url: str, link: str) -> None:
    """Use the secret of a sign-in link up as the page would, but without opening one."""
    reply = await context.request.post(f"{url}/api/session", data={"link": link}, headers={"Origin": url})
    if not reply.ok:
        raise RuntimeError(f"the link was refused: {await reply.text()}")
