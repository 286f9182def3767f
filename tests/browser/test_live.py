"""What a page does untold: it comes back by itself, spends nothing in the background, and needs no socket."""

import re

from playwright.async_api import Locator, Page, WebSocketRoute, expect

from browser.conftest import Visit
from browser.shop import Shop
from browser.visitor import hide

CUT = "ERR_CONNECTION_REFUSED|WebSocket|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
"""The browser's own lines for a connection that was cut."""
FRESH = "2431"
"""Of the parts that a shop begins with, one that is fresh."""


def facts(page: Page) -> Locator:
    return page.get_by_role("article").get_by_role("region", name="Facts")


async def test_a_page_that_lost_its_server_catches_up_without_a_reload(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    owner.allow(CUT)
    page = await owner.open(f"/parts/{FRESH}")
    await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible()
    await shop.stop()
    await expect(page.get_by_text("Offline").first).to_be_visible()
    await expect(facts(page).get_by_text("Weight")).to_be_visible()
    await shop.age(FRESH, days=41)
    before = shop.calls(f"/items/part/{FRESH}")
    await shop.start()
    await expect(page.get_by_text("Offline")).to_have_count(0, timeout=40_000)
    await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible()
    assert shop.calls(f"/items/part/{FRESH}") == before + 1


async def test_a_page_in_the_background_spends_no_calls_until_it_is_shown(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open(f"/parts/{FRESH}")
    await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible()
    await hide(page)
    before = shop.calls(f"/items/part/{FRESH}")
    await shop.age(FRESH, days=41)
    await expect(facts(page).get_by_text(re.compile("^Stale"))).to_be_visible()
    await expect(facts(page).get_by_text("fetched 41 days ago")).to_be_visible()
    assert shop.calls(f"/items/part/{FRESH}") == before
    await hide(page, hidden=False)
    await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible()
    assert shop.calls(f"/items/part/{FRESH}") == before + 1


async def test_where_a_proxy_lets_no_socket_through_values_arrive_all_the_same(
    shop: Shop, visit: Visit
) -> None:
    async def closed(socket: WebSocketRoute) -> None:
        await socket.close()

    owner = await visit(shop)
    await owner.context.route_web_socket("**/api/live", closed)
    page = await owner.open("/parts/3001")
    await expect(facts(page).get_by_text("Fresh", exact=True)).to_be_visible(timeout=30_000)
    assert shop.calls("/items/part/3001") == 1
