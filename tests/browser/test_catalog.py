"""The catalog page: searching, narrowing, walking and scrolling, and looking up what is not there."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from playwright.async_api import Locator, Page, WebSocket, expect

from browser.axe import no_violations
from browser.conftest import Visit
from browser.shop import Shop
from browser.visitor import PHONE

ALL = "482 parts"


def search(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search parts")


def card(page: Page, name: str) -> Locator:
    """The card whose link is called so, from its beginning: "Brick 2 x 4 3001"."""
    return page.get_by_role("list", name="Parts").get_by_role("link", name=re.compile(f"^{re.escape(name)} "))


def total(page: Page) -> Locator:
    return page.locator("output")


async def test_parts_are_found_while_one_types(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await expect(total(page)).to_have_text(ALL)
    await page.evaluate(
        """() => {
          window.fewest = Infinity;
          const cards = () => document.querySelectorAll("[data-card]").length;
          const count = () => { window.fewest = Math.min(window.fewest, cards()); };
          new MutationObserver(count).observe(document.body, { subtree: true, childList: true });
        }"""
    )
    await search(page).press_sequentially("brick 2 x 4", delay=60)
    await expect(card(page, "Brick 2 x 4 3001")).to_be_visible()
    await expect(page.get_by_role("listitem").first).to_contain_text("3001")
    assert await page.evaluate("window.fewest") > 0, "the results of before stay until the new ones are there"
    await expect(page).to_have_url(re.compile(r"\?q=brick\+2\+x\+4$"))

    await page.reload()
    await expect(search(page)).to_have_value("brick 2 x 4")
    await expect(page.get_by_role("listitem").first).to_contain_text("3001")
    await page.go_back()
    await expect(total(page)).to_have_text(ALL)
    await expect(search(page)).to_have_value("")


async def test_a_number_stands_in_the_address_as_it_was_typed(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await search(page).fill("3001")
    await expect(page).to_have_url(re.compile(r"\?q=3001$"))
    await expect(card(page, "Brick 2 x 4 3001")).to_be_visible()
    await page.get_by_role("button", name="Clear the search").click()
    await expect(total(page)).to_have_text(ALL)


async def test_filters_narrow_and_can_be_shared_and_taken_back(shop: Shop, visit: Visit) -> None:
    somebody = await visit(shop)
    page = await somebody.open()
    rail = page.get_by_role("navigation", name="Filters")
    await rail.get_by_role("checkbox", name=re.compile("^Brick 37")).check()
    await expect(total(page)).to_have_text("37 parts")
    await rail.get_by_role("checkbox", name=re.compile("^Plate 33")).check()
    await expect(total(page)).to_have_text("70 parts")
    await page.go_back()
    await expect(total(page)).to_have_text("37 parts")
    await rail.get_by_role("button", name="Show all").nth(1).click()
    await rail.get_by_role("textbox", name="Find in color").fill("red")
    await rail.get_by_role("checkbox", name=re.compile("^Red ")).check()
    await expect(total(page)).to_have_text("1 part")

    shared = await somebody.open(page.url.removeprefix(shop.url))
    await expect(total(shared)).to_have_text("1 part")
    await shared.get_by_role("button", name="Remove Brick").click()
    await shared.get_by_role("button", name="Remove Red").click()
    await expect(total(shared)).to_have_text(ALL)


async def test_a_chosen_filter_that_finds_nothing_stays(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/?q=zzz&color=5")
    await expect(page.get_by_text("No part found")).to_be_visible()
    rail = page.get_by_role("navigation", name="Filters")
    await expect(rail.get_by_role("checkbox", name=re.compile("^Red 0"))).to_be_checked()
    await no_violations(page)
    await page.get_by_role("button", name="Clear filters").click()
    await expect(page.get_by_role("button", name="Remove Red")).to_be_hidden()
    await expect(search(page)).to_have_value("zzz")


async def test_a_card_changes_by_itself_and_costs_nothing(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/?q=970")
    await expect(card(page, "Minifigure, Hips 970")).to_contain_text("Fresh")
    await shop.age("970", days=41)
    await expect(card(page, "Minifigure, Hips 970")).to_contain_text("Stale")
    assert shop.calls("/items/part/970") == 0


async def test_what_is_not_here_is_looked_up_live(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await search(page).fill("3024")
    await expect(page.get_by_text("3024 is not in your catalog.")).to_be_visible()
    await page.get_by_role("link", name="Look it up at BrickLink (1 call)").click()
    await expect(page).to_have_url(re.compile(r"/parts/3024\?q=3024$"))
    await expect(card(page, "Plate 1 x 1 3024")).to_contain_text("Fresh")
    await expect(total(page)).to_have_text("1 part")
    assert [call.path for call in shop.simulator.calls].count("/items/part/3024") == 1


async def test_what_does_not_exist_says_so(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/99999x?q=99999x")
    await expect(page.get_by_role("heading", name="BrickLink has no part 99999x.")).to_be_visible()
    assert shop.calls("/items/part/99999x") == 1
    await page.reload()
    await expect(page.get_by_role("heading", name="BrickLink has no part 99999x.")).to_be_visible()
    assert shop.calls("/items/part/99999x") == 1


async def test_keys_walk_the_cards_and_the_part_beside_them_follows(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/?q=brick")
    await expect(page.get_by_role("listitem").nth(6)).to_be_visible()
    await page.keyboard.press("/")
    await expect(search(page)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    cards = page.get_by_role("list", name="Parts").get_by_role("link")
    await expect(cards.nth(0)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(cards.nth(5)).to_be_focused()
    await page.keyboard.press("Enter")
    number = await cards.nth(5).get_attribute("data-card")
    await expect(page).to_have_url(re.compile(f"/parts/{number}"))
    await expect(cards.nth(5)).to_have_attribute("aria-current", "page")

    await cards.nth(5).focus()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await expect(cards.nth(3)).to_be_focused()
    followed = await cards.nth(3).get_attribute("data-card")
    await expect(page).to_have_url(re.compile(f"/parts/{followed}"))
    await expect(cards.nth(3)).to_be_focused()
    await page.go_back()
    await expect(page).to_have_url(re.compile(r"/\?q=brick$"))


async def test_a_part_opens_without_moving_its_card(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await scroll_to(page, "Plate 1 x 2")
    opened = card(page, "Plate 1 x 2 3023")
    before = await top_of(opened)
    await opened.click()
    await expect(page.get_by_role("complementary", name="Part 3023")).to_be_visible()
    assert abs(await top_of(opened) - before) < 2
    await page.go_back()
    await expect(page.get_by_role("complementary", name="Part 3023")).to_be_hidden()
    await expect(opened).to_be_focused()
    assert abs(await top_of(opened) - before) < 2


async def test_going_back_comes_to_the_same_place(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open()
    await scroll_to(page, "Plate 1 x 2")
    before = await page.evaluate("scrollY")
    assert before > 500
    await page.get_by_role("banner").get_by_role("link", name="Activity").click()
    await expect(page.get_by_role("list", name="Parts")).to_be_hidden()
    await page.go_back()
    await expect(card(page, "Plate 1 x 2 3023")).to_be_in_viewport()
    assert abs(await page.evaluate("scrollY") - before) < 2


async def test_a_thousand_cards_stay_within_what_a_connection_may_watch(shop: Shop, visit: Visit) -> None:
    imported(shop, 1_500)
    watched = Watched()
    page = await (await visit(shop)).context.new_page()
    page.on("websocket", watched.follow)
    await page.goto(f"{shop.url}/?q=made")
    await expect(total(page)).to_have_text("1,500 parts")
    for number in range(100, 1_100, 100):
        await scroll_to(page, f"Made {number}")
        await expect(page.get_by_role("listitem").first).to_have_attribute("aria-setsize", "1500")
    assert len(watched.ever) > 100
    assert watched.most <= watched.limit / 2
    assert await page.locator("[data-card]").count() < 100


async def test_a_phone_has_rows_and_a_sheet_of_filters(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop, width=PHONE)).open()
    await expect(card(page, "Minifigure, Hips 970")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE
    await no_violations(page)
    await page.get_by_role("button", name="Filters", exact=True).click()
    sheet = page.get_by_role("dialog", name="Filters")
    await sheet.get_by_role("checkbox", name=re.compile("^Brick 37")).check()
    await no_violations(page)
    await sheet.get_by_role("button", name="Show 37 parts").click()
    await expect(page.get_by_role("button", name="Filters · 1")).to_be_focused()
    await expect(total(page)).to_have_text("37 parts")


async def test_results_stay_while_the_server_is_away(shop: Shop, visit: Visit) -> None:
    somebody = await visit(shop)
    somebody.allow("ERR_CONNECTION_REFUSED|WebSocket|net::ERR")
    page = await somebody.open("/?q=plate")
    await expect(card(page, "Plate 1 x 2 3023")).to_be_visible()
    await shop.stop()
    await search(page).fill("tile")
    await expect(page.get_by_role("alert")).to_contain_text("The server does not answer.")
    await page.go_back()
    await expect(card(page, "Plate 1 x 2 3023")).to_be_visible()
    await page.go_forward()
    await shop.start()
    await expect(card(page, "Tile 1 x 4 2431")).to_be_visible(timeout=40_000)


@pytest.mark.parametrize("dark", [False, True])
async def test_axe_finds_nothing(shop: Shop, visit: Visit, *, dark: bool) -> None:
    page = await (await visit(shop, dark=dark)).open("/?q=brick&status=fresh,stale")
    await expect(card(page, "Brick 2 x 4 3001")).to_be_visible()
    await no_violations(page)


async def top_of(found: Locator) -> float:
    """px in the window."""
    top: float = await found.evaluate("(element) => element.getBoundingClientRect().top")
    return top


async def scroll_to(page: Page, name: str) -> None:
    """As a wheel does, until the card is there."""
    await page.mouse.move(700, 500)
    found = page.get_by_role("list", name="Parts").get_by_text(name, exact=True)
    for _ in range(200):
        if await found.count():
            break
        await page.mouse.wheel(0, 300)
        await page.evaluate("() => new Promise(requestAnimationFrame)")
    await found.scroll_into_view_if_needed()


def imported(shop: Shop, count: int) -> None:
    """Add made-up parts to the catalog, as a list of Rebrickable's would."""
    file = shop.folder / "parts.csv"
    rows = (f"made{number},Made {number},11,Plastic\n" for number in range(count))
    file.write_text("part_num,name,part_cat_id,part_material\n" + "".join(rows))
    subprocess.run([sys.executable, "-m", "freshbrick", "import", str(file)], env=shop.environ, check=True)


class Watched:
    """What a page subscribes to, read from its frames."""

    def __init__(self) -> None:
        self.limit = 0
        self.most = 0
        self.ever: set[int] = set()
        self._now: set[int] = set()

    def follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._read)
        socket.on("framesent", self._count)

    def _read(self, frame: str | bytes) -> None:
        message: dict[str, Any] = json.loads(frame)
        if message["type"] == "welcome":
            self.limit = message["limits"]["subscriptions"]

    def _count(self, frame: str | bytes) -> None:
        message: dict[str, Any] = json.loads(frame)
        if message["type"] == "subscribe":
            self._now |= {item["id"] for item in message["items"]}
        elif message["type"] == "unsubscribe":
            self._now -= set(message["ids"])
        self.ever |= self._now
        self.most = max(self.most, len(self._now))
