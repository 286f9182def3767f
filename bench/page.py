"""How long a browser with a quarter of the CPU takes to show a catalog that can be used, beside an empty React page."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, StorageState

from bench.figure import Figure, plain
from bench.processes import PATIENCE_S, run, running
from bench.shop import open_shop, stock
from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import ensure_owner
from freshbrick.app.clock import SystemClock
from freshbrick.store.sqlite import SqliteDatabase
from tests.support.browsing import chromium, sign_in

ROUNDS = 7
SLOWED = 4
"""Times as slow as this machine."""
PARTS = 5_000
SEARCH = "input[type=search]"
CARD = "[data-card]"

_INTERACTIVE = """
window.interactive = new Promise((resolve) => {
  const look = () => {
    const there = %s.every((selector) => document.querySelector(selector));
    requestAnimationFrame(there ? () => setTimeout(() => resolve(performance.now())) : look);
  };
  requestAnimationFrame(look);
});
"""
"""The time in ms since the navigation began, once all of these are painted and the page is idle enough for a timer."""


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Both pages by turns, in the same browser, each time with an empty cache."""
    file = folder / "page.db"
    token = await stock(file, PARTS)
    async with (
        open_shop(file, token, "--no-worker") as shop,
        _empty_page(folder / "empty") as empty,
        chromium() as browser,
    ):
        context = await browser.new_context()
        await sign_in(context, shop.url, await _link(file))
        owner = await context.storage_state()
        catalog, nothing = [], []
        for _ in range(ROUNDS):
            catalog.append(await _interactive(browser, shop.url, [SEARCH, CARD], owner))
            nothing.append(await _interactive(browser, empty, [SEARCH]))
    name = f"catalog interactive, {SLOWED} × slowed CPU"
    yield plain(name, median(catalog), "ms", median(nothing))


async def _interactive(
    browser: Browser, url: str, wanted: list[str], who: StorageState | None = None
) -> float:
    """Milliseconds from the navigation's start."""
    context = await browser.new_context(storage_state=who)
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    await page.add_init_script(_INTERACTIVE % json.dumps(wanted))
    await page.goto(url, wait_until="commit")
    async with asyncio.timeout(PATIENCE_S):
        taken: float = await page.evaluate("window.interactive")
    await context.close()
    return taken


@asynccontextmanager
async def _empty_page(folder: Path) -> AsyncIterator[str]:
    """The address of web/bench, built by the same tools, on a server of files."""
    await run(["npm", "--prefix", "web", "exec", "--", "vite", "build", "web/bench", "--outDir", str(folder)])
    options = ("-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), "0")
    async with running(*options, environ={"PYTHONUNBUFFERED": "1"}) as process:
        yield (await process.says(r"http://[\w.:]+"))[0]


async def _link(file: Path) -> str:
    """The secret of the owner's sign-in link."""
    database = SqliteDatabase(file, SystemClock())
    secret = await database.write(lambda tx: create_link(tx, ensure_owner(tx).id))
    await database.close()
    return secret.reveal()
