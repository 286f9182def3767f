"""Take the README's pictures: the demo's pages, light and dark, on a desk and on a phone. Run by `make screenshots`."""

import asyncio
from base64 import b64decode
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.async_api import Page

from tests.support.browsing import chromium, sign_in
from tests.support.demo import running_demo

PICTURES = Path(__file__).with_name("pictures")
QUALITY = 80


class Screen(NamedTuple):
    """A size in pixels, and how many pixels of the picture show one."""

    name: str
    width: int
    height: int
    sharpness: float


SCREENS = (Screen("desk", 1280, 800, 1), Screen("phone", 360, 740, 2))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class View(NamedTuple):
    """A picture's name, the address that it shows, and whether somebody is signed in."""

    name: str
    path: str
    signed_in: bool = True


VIEWS = (
    View("sign-in", "/", signed_in=False),
    View("catalog", "/?q=brick"),
    View("part", "/parts/3001?in=5"),
    View("inventory", "/inventory"),
    View("activity", "/activity"),
)


async def main() -> None:
    """Say of each picture how large it is."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="freshbrick-screenshots-") as folder:
        async with running_demo(Path(folder)) as demo, chromium() as browser:
            owner = await browser.new_context()
            await sign_in(owner, demo.url, await demo.link())
            held = await owner.storage_state()
            for view, screen, scheme in product(VIEWS, SCREENS, SCHEMES):
                context = await browser.new_context(
                    viewport={"width": screen.width, "height": screen.height},
                    device_scale_factor=screen.sharpness,
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    locale="en-GB",
                    storage_state=held if view.signed_in else None,
                )
                file = PICTURES / f"{view.name}-{screen.name}-{scheme}.webp"
                file.write_bytes(await picture(await context.new_page(), demo.url + view.path))
                await context.close()
                print(f"{file.name}  {file.stat().st_size / 1e3:.0f} KB")


async def picture(page: Page, address: str) -> bytes:
    """A WebP of the page once nothing on it is on its way any more."""
    await page.goto(address)
    await settle(page)
    devtools = await page.context.new_cdp_session(page)
    taken = await devtools.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return b64decode(taken["data"])


async def settle(page: Page) -> None:
    """Fonts are there, no block is skeleton or refreshing."""
    await page.wait_for_load_state("networkidle")
    await page.evaluate("document.fonts.ready")


if __name__ == "__main__":
    asyncio.run(main())
