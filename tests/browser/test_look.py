"""The shell looks and behaves the same around every page: by day, by night, on a phone, by keyboard, without motion."""

import pytest
from playwright.async_api import Page, expect

from browser.axe import no_violations
from browser.conftest import OpenShop, Visit
from browser.shop import Shop
from browser.visitor import DESK, PHONE

PAGES = ["/", "/inventory", "/activity", "/no/such/page"]
PAPER = {"light": "rgb(250, 249, 246)", "dark": "rgb(21, 24, 22)"}
CONNECTION_CUT = "ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|WebSocket connection"


async def ground(page: Page) -> str:
    color: str = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    return color


async def settled(page: Page) -> None:
    """The shell is there, and what it tells has come."""
    await expect(page.get_by_role("banner")).to_be_visible()
    await expect(page.locator("main h1, main h2").first).to_be_attached()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_no_page_hides_anything_from_anybody(shop: Shop, visit: Visit, width: int, dark: bool) -> None:
    somebody = await visit(shop, width=width, dark=dark, still=True)
    for path in PAGES:
        page = await somebody.open(path)
        await settled(page)
        await no_violations(page)
        overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{path} can be scrolled sideways at {width} px"
        await page.close()


async def test_the_system_says_light_or_dark_until_a_person_does(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop, dark=True)).open()
    await settled(page)
    assert await ground(page) == PAPER["dark"]
    await page.get_by_role("button", name="Theme: as the system").click()
    assert await ground(page) == PAPER["light"]
    await page.reload()
    await expect(page.get_by_role("button", name="Theme: light")).to_be_visible()
    assert await ground(page) == PAPER["light"]
    await page.get_by_role("button", name="Theme: light").click()
    await page.get_by_role("button", name="Theme: dark").click()
    await expect(page.get_by_role("button", name="Theme: as the system")).to_be_visible()
    assert await ground(page) == PAPER["dark"]


async def test_a_page_is_told_apart_by_its_title_and_in_the_navigation(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await expect(page).to_have_title("Catalog · Freshbrick")
    pages = page.get_by_role("banner").get_by_role("navigation", name="Pages")
    await pages.get_by_role("link", name="Inventory").click()
    await expect(page).to_have_title("Inventory · Freshbrick")
    await expect(pages.get_by_role("link", name="Inventory")).to_have_attribute("aria-current", "page")
    await expect(pages.get_by_role("link", name="Catalog")).not_to_have_attribute("aria-current", "page")
    await page.goto(f"{shop.url}/parts/3001")
    await expect(page).to_have_title("3001 · Freshbrick")
    await expect(pages.get_by_role("link", name="Catalog")).to_have_attribute("aria-current", "page")


async def test_an_address_that_names_nothing_leads_back(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/no/such/page")
    await expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    await page.get_by_role("link", name="To the catalog").click()
    await expect(page).to_have_title("Catalog · Freshbrick")


async def test_the_keyboard_sees_where_it_is_and_skips_the_header(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await settled(page)
    await page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to the page")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await expect(skip).to_have_css("outline-style", "solid")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()


async def test_letters_are_keys_outside_fields_and_until_switched_off(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await settled(page)
    search = page.get_by_role("searchbox")
    await page.keyboard.press("/")
    await expect(search).to_be_focused()
    await page.keyboard.type("?/")
    await expect(search).to_have_value("?/")
    await search.fill("")
    await search.blur()

    await page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    await expect(keys).to_be_visible()
    await keys.get_by_role("checkbox", name="Letters and signs act as keys").uncheck()
    await page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()
    await page.keyboard.press("/")
    await expect(search).not_to_be_focused()
    await page.get_by_role("button", name="Keys").click()
    await expect(keys).to_be_visible()


async def test_without_motion_nothing_moves(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop, still=True)).open("/parts/3001")
    await expect(page.get_by_role("heading", name="Brick 2 x 4").first).to_be_visible()
    moving = await page.evaluate("document.getAnimations().map((animation) => animation.animationName)")
    assert [name for name in moving if name != "late"] == [], "only a skeleton may wait for its time"


async def test_what_is_left_of_the_calls_stands_in_the_header(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await expect(page.get_by_role("banner").get_by_text("of 5,000 left")).to_be_visible()


async def test_a_server_that_is_gone_is_told_after_a_moment_and_takes_nothing_away(
    shop: Shop, visit: Visit
) -> None:
    somebody = await visit(shop)
    somebody.allow(CONNECTION_CUT)
    page = await somebody.open("/parts/3001")
    title = page.get_by_role("heading", name="Brick 2 x 4").first
    await expect(title).to_be_visible()
    before = await title.bounding_box()
    await shop.stop()
    offline = page.locator("[data-banner]").get_by_text("showing what we had at")
    await expect(offline).to_be_visible(timeout=15_000)
    await expect(title).to_be_visible()
    assert await title.bounding_box() == before, "the banner pushes nothing"
    facts = page.get_by_role("article").get_by_role("region", name="Facts")
    await expect(facts.get_by_text("Offline", exact=True)).to_be_visible()
    await expect(facts.get_by_role("button", name="Refresh")).to_be_disabled()
    await shop.start()
    await expect(offline).to_be_hidden(timeout=15_000)


async def test_without_keys_the_banner_says_how_to_get_them(open_shop: OpenShop, visit: Visit) -> None:
    keys = ("CONSUMER_KEY", "CONSUMER_SECRET", "TOKEN_VALUE", "TOKEN_SECRET")
    shop = await open_shop(**{f"BRICKLINK_{key}": "" for key in keys})
    page = await (await visit(shop)).open()
    await page.get_by_role("button", name="How to fix").click()
    await expect(page.get_by_role("dialog").get_by_text("freshbrick setup")).to_be_visible()
    await no_violations(page)
