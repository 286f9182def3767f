"""Take the README's pictures: the demo's pages, light and dark, on a desk and on a phone. Run by `make screenshots`."""

import asyncio
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from playwright.async_api import Page

from tests.support.browsing import chromium, settled, sign_in
from tests.support.demo import running_demo

PICTURES = Path(__file__).with_name("pictures")
QUALITY = 80


class Screen(NamedTuple):
    """A size in pixels, and how many pixels of the picture show one."""

    name: str
    width: int
    height: int
    sharpness: float


DESK, PHONE = Screen("desk", 1280, 800, 1), Screen("phone", 360, 740, 2)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class View(NamedTuple):
    """What a picture shows: an address, perhaps scrolled to a heading; the demo's own list only where it is meant."""

    name: str
    path: str
    heading: str | None = None
    signed_in: bool = True
    tour: bool = False
    screens: tuple[Screen, ...] = (DESK, PHONE)


VIEWS = (
    View("sign-in", "/", signed_in=False),
    View("catalog", "/"),
    View("part", "/parts/3001?in=5"),
    View("prices", "/parts/3001?in=5", heading="Price guide"),
    View("inventory", "/inventory"),
    View("activity", "/activity"),
    View("see-it-happen", "/parts/3020", tour=True, screens=(DESK,)),
)

TOUR = "See it happen"
_WITHOUT_TOUR = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`aside[aria-label="%s"] { display: none }`);
document.adoptedStyleSheets = [sheet];
"""


async def main() -> None:
    """Say of each picture how large it is."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="freshbrick-screenshots-") as folder:
        async with running_demo(Path(folder)) as demo, chromium() as browser:
            owner = await browser.new_context()
            await sign_in(owner, demo.url, await demo.link())
            held = await owner.storage_state()
            pictures = (
                (view, screen, scheme) for view in VIEWS for screen in view.screens for scheme in SCHEMES
            )
            for view, screen, scheme in pictures:
                context = await browser.new_context(
                    viewport={"width": screen.width, "height": screen.height},
                    device_scale_factor=screen.sharpness,
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    locale="en-GB",
                    storage_state=held if view.signed_in else None,
                )
                file = PICTURES / f"{view.name}-{screen.name}-{scheme}.webp"
                file.write_bytes(await picture(await context.new_page(), demo.url, view))
                await context.close()
                print(f"{file.name}  {file.stat().st_size / 1e3:.0f} KB")


async def picture(page: Page, url: str, view: View) -> bytes:
    """A WebP of the page once nothing on it is on its way any more."""
    if not view.tour:
        await page.add_init_script(_WITHOUT_TOUR % TOUR)
    await page.goto(url + view.path)
    if view.tour:
        await page.get_by_role("complementary", name=TOUR).wait_for()
    await settled(page)
    if view.heading:
        heading = page.get_by_role("heading", name=view.heading)
        await heading.evaluate("(element) => element.scrollIntoView()")
        await settled(page)
    devtools = await page.context.new_cdp_session(page)
    taken = await devtools.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return b64decode(taken["data"])


if __name__ == "__main__":
    asyncio.run(main())
