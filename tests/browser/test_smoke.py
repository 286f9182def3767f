"""The page opens for whoever follows the sign-in link, and does nothing that it must not."""

from playwright.async_api import expect

from browser.conftest import Visit
from browser.shop import Shop


async def test_the_sign_in_link_opens_the_page(shop: Shop, visit: Visit) -> None:
    somebody = await visit(shop, None)
    page = await somebody.open(f"/#signin={await shop.link('owner')}")
    await expect(page.get_by_text("Signed in as owner")).to_be_visible()
    assert "#" not in page.url
