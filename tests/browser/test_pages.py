"""What holds for every page: its address, its width, and that nothing jumps."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from browser.axe import no_violations
from browser.conftest import Visit
from browser.shop import Shop
from browser.visitor import DESK, PHONE, Visitor
from support.browsing import settled

CATALOG, PART, INVENTORY, ACTIVITY = "/", "/parts/3003?in=11", "/inventory", "/activity"
PAGES = (CATALOG, PART, INVENTORY, ACTIVITY)
WIDE = 2560

_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    if (hadRecentInput) continue;
    const moved = sources.map(({ node, previousRect, currentRect }) =>
      `${node?.outerHTML?.slice(0, 90) ?? node?.nodeValue} ${previousRect.y} -> ${currentRect.y}`);
    window.shifts.push([value, moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
"""Notes what moved, and by how much, as Chromium measures it (cumulative layout shift)."""


def what_it_is_for(page: Page, path: str) -> Locator:
    """Something that stands on this page alone."""
    return {
        CATALOG: page.locator("[data-card]").first,
        PART: page.get_by_role("article").get_by_role("heading", name="Brick 2 x 2", exact=True),
        INVENTORY: page.get_by_role("main").locator("a[href^='/parts/3003']"),
        ACTIVITY: page.get_by_role("heading", name="Outbox"),
    }[path]


async def see(visitor: Visitor, path: str) -> Page:
    page = await visitor.open(path)
    await expect(what_it_is_for(page, path)).to_be_visible()
    return page


async def test_the_sign_in_link_opens_the_catalog(shop: Shop, visit: Visit) -> None:
    somebody = await visit(shop, None)
    page = await somebody.open(f"/#signin={await shop.link('owner')}")
    await expect(what_it_is_for(page, CATALOG)).to_be_visible()
    await expect(page).to_have_title("Catalog · Freshbrick")
    assert page.url == f"{shop.url}/"
    await no_violations(page)


async def test_every_page_has_its_address_which_back_and_reload_keep(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open(PAGES[0])
    for path in PAGES[1:]:
        await page.goto(shop.url + path)
        await expect(what_it_is_for(page, path)).to_be_visible()
        await page.reload()
        await expect(what_it_is_for(page, path)).to_be_visible()
    for path in reversed(PAGES[:-1]):
        await page.go_back()
        await expect(page).to_have_url(shop.url + path)
        await expect(what_it_is_for(page, path)).to_be_visible()


@pytest.mark.parametrize("width", [768, WIDE])
async def test_no_page_is_wider_than_its_window(shop: Shop, visit: Visit, width: int) -> None:
    visitor = await visit(shop, width=width)
    for path in PAGES:
        page = await see(visitor, path)
        assert await page.evaluate("document.scrollingElement.scrollWidth") == width, path


async def nothing_jumped(page: Page) -> None:
    shifts = await page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < 0.01, (page.url, shifts)


async def test_nothing_jumps_when_data_arrives(shop: Shop, visit: Visit) -> None:
    for width in (DESK, PHONE):
        visitor = await visit(shop, width=width)
        await visitor.context.add_init_script(_SHIFTS)
        for path in PAGES:
            page = await see(visitor, path)
            await settled(page)
            await nothing_jumped(page)


async def test_nothing_jumps_while_a_part_is_looked_up_for_the_first_time(shop: Shop, visit: Visit) -> None:
    for path, width in (("/parts/3024", DESK), ("/parts/3023", PHONE)):
        visitor = await visit(shop, width=width)
        await visitor.context.add_init_script(_SHIFTS)
        page = await visitor.open(path)
        colors = page.get_by_role("article").get_by_role("region", name="Known colors")
        await expect(colors.get_by_text("Fresh", exact=True)).to_be_visible()
        await settled(page)
        await nothing_jumped(page)


async def test_the_drawers_code_is_fetched_while_nothing_else_is_to_be_done(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    fetched: list[str] = []
    owner.context.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    page = await owner.context.new_page()
    async with page.expect_request(re.compile("/assets/PartPage-.*[.]js$")) as drawer:
        await page.goto(shop.url)
    before = fetched[: fetched.index(urlsplit((await drawer.value).url).path)]
    assert any(path.startswith("/api/catalog/parts") for path in before), "the list of parts goes first"
    assert not [path for path in fetched if re.match("/assets/(Inventory|Activity)Page-", path)]
