"""A page whose server goes away and comes back, and a page that nobody looks at."""

import re

from playwright.async_api import Page, expect

from browser.conftest import Visit
from browser.shop import Shop
from browser.visitor import hide

CUT = "ERR_CONNECTION_REFUSED|WebSocket connection to|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
"""What the browser itself says of a connection that the test cuts."""


def facts(page: Page):  # noqa: ANN201 - a locator
    return page.get_by_role("article").get_by_role("region", name="Facts")


async def test_a_page_keeps_what_it_shows_while_the_server_is_away_and_catches_up_by_itself(
    shop: Shop, visit: Visit
) -> None:
    owner = await visit(shop)
    owner.allow(CUT)
    page = await owner.open("/parts/3003?in=11")
    await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible()
    await page.evaluate("window.loadedOnce = true")
    await shop.stop()
    banner = page.get_by_role("status").filter(has_text=re.compile("showing what we had at"))
    await expect(banner).to_be_visible()
    await expect(facts(page).get_by_text("1.16 g")).to_be_visible()
    await shop.age("3003", days=41, weight="9.99")
    await shop.start()
    await expect(facts(page).get_by_text("fetched just now")).to_be_visible(timeout=60_000)
    await expect(banner).to_be_hidden()
    assert shop.calls("/items/part/3003") == 1
    assert await page.evaluate("window.loadedOnce")


async def test_a_hidden_tab_spends_no_calls_until_somebody_looks(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    hidden, seen = await owner.open("/parts/3003"), await owner.open("/parts/3004")
    for page in (hidden, seen):
        await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible()
    await hide(hidden)
    for number in ("3003", "3004"):
        await shop.age(number, days=41)
    await expect(facts(hidden).get_by_text("Stale", exact=True)).to_be_visible()
    await expect(facts(seen).get_by_text("fetched just now")).to_be_visible()
    assert (shop.calls("/items/part/3003"), shop.calls("/items/part/3004")) == (0, 1)
    await hide(hidden, hidden=False)
    await expect(facts(hidden).get_by_text("fetched just now")).to_be_visible()
    assert shop.calls("/items/part/3003") == 1
