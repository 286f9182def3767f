"""What holds for every page: its address, its width, its colors, and that nothing jumps."""

import pytest
from playwright.async_api import Page, expect

from browser.axe import no_violations
from browser.conftest import Visit
from browser.shop import Shop
from browser.visitor import DESK, PHONE, Visitor

CATALOG, PART, INVENTORY, ACTIVITY = "/", "/parts/3003?in=11", "/inventory", "/activity"
PAGES = (CATALOG, PART, INVENTORY, ACTIVITY)
WIDE = 2560

_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""How much of the window moved, as Chromium measures it (cumulative layout shift)."""


async def arrived(page: Page, path: str) -> None:
    """What this page is for stands on it."""
    match path:
        case "/":
            await expect(page.locator("[data-card]").first).to_be_visible()
        case "/parts/3003?in=11":
            drawer = page.get_by_role("article")
            await expect(drawer.get_by_role("heading", name="Brick 2 x 2", exact=True)).to_be_visible()
        case "/inventory":
            await expect(page.get_by_role("cell", name="3003")).to_be_visible()
        case "/activity":
            await expect(page.get_by_role("heading", name="Outbox")).to_be_visible()


async def see(visitor: Visitor, path: str) -> Page:
    page = await visitor.open(path)
    await arrived(page, path)
    return page


async def test_the_sign_in_link_opens_the_catalog(shop: Shop, visit: Visit) -> None:
    somebody = await visit(shop, None)
    page = await somebody.open(f"/#signin={await shop.link('owner')}")
    await arrived(page, CATALOG)
    await expect(page).to_have_title("Catalog · Freshbrick")
    assert page.url == f"{shop.url}/"
    await no_violations(page)


async def test_every_page_has_its_address_which_back_and_reload_keep(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open(PAGES[0])
    for path in PAGES[1:]:
        await page.goto(shop.url + path)
        await arrived(page, path)
        await page.reload()
        await arrived(page, path)
    for path in reversed(PAGES[:-1]):
        await page.go_back()
        await expect(page).to_have_url(shop.url + path)
        await arrived(page, path)


@pytest.mark.parametrize("width", [PHONE, 768, DESK, WIDE])
async def test_no_page_is_wider_than_its_window(shop: Shop, visit: Visit, width: int) -> None:
    visitor = await visit(shop, width=width)
    for path in PAGES:
        page = await see(visitor, path)
        assert await page.evaluate("document.scrollingElement.scrollWidth") == width, path


async def test_nothing_jumps_when_data_arrives(shop: Shop, visit: Visit) -> None:
    for width in (DESK, PHONE):
        visitor = await visit(shop, width=width)
        await visitor.context.add_init_script(_SHIFTS)
        for path in PAGES:
            page = await see(visitor, path)
            await expect(page.locator("[class*=skeleton]:visible")).to_have_count(0)
            assert await page.evaluate("window.shifted") < 0.01, (path, width)


async def test_nothing_jumps_while_a_part_is_looked_up_for_the_first_time(shop: Shop, visit: Visit) -> None:
    for path, width in (("/parts/3024", DESK), ("/parts/3023", PHONE)):
        visitor = await visit(shop, width=width)
        await visitor.context.add_init_script(_SHIFTS)
        page = await visitor.open(path)
        colors = page.get_by_role("article").get_by_role("region", name="Known colors")
        await expect(colors.get_by_text("Fresh", exact=True)).to_be_visible()
        await settled(page)
        assert await page.evaluate("window.shifted") < 0.01, (path, width)


async def test_dark_is_the_systems_choice_or_ones_own(shop: Shop, visit: Visit) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    page = await see(await visit(shop, dark=True), INVENTORY)
    dark = await page.evaluate(paper)
    await page.get_by_role("button", name="Theme: as the system").click()
    await page.get_by_role("button", name="Theme: light").focus()
    light = await page.evaluate(paper)
    assert {dark, light} == {"rgb(21, 24, 22)", "rgb(250, 249, 246)"}
    await page.reload()
    await arrived(page, INVENTORY)
    assert await page.evaluate(paper) == light
