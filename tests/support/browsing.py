"""A browser opened and signed in: what tests, pictures and benchmarks begin with."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from .chromium import find
from .patience import PATIENCE

_WITHOUT = (
    # Playwright's own list, which a second switch replaces.
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    # The suggestions under an address bar that nobody sees: two more processes for every visitor, a second of CPU.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
)

_SETTLED = """
() => {
  const inView = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const moving = document.querySelectorAll("[class*=skeleton], [data-state=pending], [data-state=refreshing]");
  return document.fonts.status === "loaded" && document.querySelector("h1") && ![...moving].some(inView);
}
"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser until the block is left. NoBrowserError if there is none."""
    async with async_playwright() as playwright:
        path = find(os.environ, shutil.which, playwright.chromium.executable_path)
        browser = await playwright.chromium.launch(
            executable_path=path, args=[f"--disable-features={_WITHOUT}"]
        )
        try:
            yield browser
        finally:
            await browser.close()


async def sign_in(context: BrowserContext, url: str, link: str) -> None:
    """Use the secret of a sign-in link up as the page would, but without opening one."""
    reply = await context.request.post(f"{url}/api/session", data={"link": link}, headers={"Origin": url})
    if not reply.ok:
        raise RuntimeError(f"the link was refused: {await reply.text()}")


async def settled(page: Page) -> None:
    """Wait until the page is there, and nothing that is in view is on its way any more."""
    await page.wait_for_function(_SETTLED, timeout=3_000 * PATIENCE)
