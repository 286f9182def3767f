"""The part drawer: old data at once, then what BrickLink says, without a reload."""

import asyncio
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from browser.axe import no_violations
from browser.conftest import OpenShop, Visit
from browser.shop import Shop
from browser.visitor import DESK, PHONE
from freshbrick.simulator.faults import Fault

RED = 5


def block(page: Page, name: str) -> Locator:
    return page.get_by_role("article").get_by_role("region", name=name)


async def guide_of(page: Page, color: str) -> Locator:
    """The price guide, scrolled to: it is asked for once it has been in view."""
    guide = block(page, f"Price guide, {color}")
    await guide.scroll_into_view_if_needed()
    return guide


def color_in(page: Page) -> int:
    return int(parse_qs(urlsplit(page.url).query)["in"][0])


async def test_a_stale_part_turns_fresh_on_two_pages_for_one_call(shop: Shop, visit: Visit) -> None:
    await shop.age("3001", days=41, weight="2.00")
    shop.simulator.faults.add(Fault(kind="latency", match="/items/part/3001", latency_ms=18_000, times=1))
    owner = await visit(shop)
    first, second = await owner.open("/"), await owner.open("/")
    for page in (first, second):
        await page.bring_to_front()
        await page.locator("[data-card='3001']").click()
        await expect(block(page, "Facts").get_by_text("2 g", exact=True)).to_be_visible()
        await expect(block(page, "Facts").get_by_text(re.compile("Queued|Refreshing"))).to_be_visible()
    for page in (first, second):
        await expect(block(page, "Facts").get_by_text("Fresh", exact=True)).to_be_visible()
        await expect(block(page, "Facts").get_by_text("2.32 g")).to_be_visible()
        await expect(block(page, "Facts").get_by_text("was 2 g")).to_be_visible()
    assert shop.calls("/items/part/3001") == 1


async def test_a_guide_fills_quarter_by_quarter(shop: Shop, visit: Visit) -> None:
    shop.simulator.faults.add(Fault(kind="latency", match="/items/part/3001/price", latency_ms=1_500))
    page = await (await visit(shop)).open(f"/parts/3001?in={RED}")
    guide = await guide_of(page, "Red")
    await expect(guide.get_by_text("asking BrickLink, call 3 of 4")).to_be_visible()
    pieces = guide.get_by_role("row", name="Pieces").get_by_role("cell")
    await expect(pieces.nth(0)).to_have_text(re.compile(r"^[\d,]+$"))
    await expect(pieces.nth(3)).to_have_text(re.compile("^\N{EN DASH}"))
    await expect(guide.get_by_text("Fresh", exact=True)).to_be_visible()
    await expect(pieces.nth(3)).to_have_text(re.compile(r"^[\d,]+$"))
    await expect(guide.get_by_text("USD · without VAT · worldwide")).to_be_visible()
    assert shop.calls("/items/part/3001/price") == 4


async def test_a_changed_price_is_marked(open_shop: OpenShop, visit: Visit) -> None:
    shop = await open_shop(MIN_REFRESH_INTERVAL="1s")
    owner = await visit(shop)
    page = await owner.open(f"/parts/3001?in={RED}")
    await expect((await guide_of(page, "Red")).get_by_text("Fresh", exact=True)).to_be_visible()
    await page.close()
    await shop.age_guide("3001", RED, days=41, piece_average="0.0123")

    page = await owner.open(f"/parts/3001?in={RED}")
    guide = await guide_of(page, "Red")
    averages = guide.get_by_role("row", name="Average per piece").get_by_role("cell")
    await expect(averages.nth(3).get_by_text("was 0.0123")).to_be_visible()
    await expect(page.get_by_role("status").get_by_text("Used, sold: average now")).to_be_attached()
    await expect(averages.nth(3).get_by_text("was 0.0123")).to_be_hidden(timeout=25_000)


async def test_each_chart_is_a_table_as_well(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open(f"/parts/3001?in={RED}")
    await guide_of(page, "Red")
    sales = block(page, "Sales by week")
    await expect(sales.get_by_text(re.compile("pieces in .* sales"))).to_be_visible()
    await sales.get_by_role("button", name="Show as table").click()
    await expect(sales.get_by_role("columnheader", name="Average per piece")).to_be_visible()
    assert await sales.get_by_role("row").count() > 5


async def test_prices_are_asked_for_once_they_are_in_view(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop, width=PHONE)).open(f"/parts/3001?in={RED}")
    await expect(block(page, "Facts").get_by_text("Fresh", exact=True)).to_be_visible()
    assert shop.calls("/items/part/3001/price") == 0
    guide = await guide_of(page, "Red")
    await expect(guide.get_by_text("Fresh", exact=True)).to_be_visible()


async def test_a_missing_part_is_looked_up_live(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/3024")
    await expect(page.get_by_role("heading", name="Plate 1 x 1", exact=True)).to_be_visible()
    await expect(block(page, "Facts").get_by_text("Fresh", exact=True)).to_be_visible()
    assert shop.calls("/items/part/3024") == 1


async def test_an_unknown_number_says_so_and_asks_again_only_when_told(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/99999x")
    sentence = re.compile(r"BrickLink has no part 99999x · asked just now · asks again in 7 days")
    await expect(block(page, "Facts").get_by_text(sentence)).to_be_visible()
    await page.reload()
    await expect(block(page, "Facts").get_by_text(sentence)).to_be_visible()
    assert shop.calls("/items/part/99999x") == 1
    await block(page, "Facts").get_by_role("button", name="Ask again").click()
    await shop.simulator.calls.reached(2, "/items/part/99999x")


async def test_a_second_try_is_counted_down(shop: Shop, visit: Visit) -> None:
    """A part that is missing: nothing else is asked for beside it that could take the failure."""
    shop.simulator.faults.add(Fault(kind="5xx", match="/items/part/3024", status=503, times=1))
    page = await (await visit(shop)).open("/parts/3024")
    await expect(block(page, "Facts").get_by_text(re.compile(r"second try in \d s"))).to_be_visible()
    await expect(page.get_by_role("heading", name="Plate 1 x 1", exact=True)).to_be_visible()


async def test_a_failure_keeps_the_old_figures(shop: Shop, visit: Visit) -> None:
    shop.simulator.faults.add(Fault(kind="html", match="/items/part/3001", status=400, times=1))
    page = await (await visit(shop)).open("/parts/3001")
    facts = block(page, "Facts")
    await expect(facts.get_by_text("Failed", exact=True)).to_be_visible()
    await expect(facts.get_by_text(re.compile("old figures kept"))).to_be_visible()
    await expect(facts.get_by_text("2.32 g")).to_be_visible()
    await facts.get_by_role("button", name="Try again").click()
    await expect(facts.get_by_text("Fresh", exact=True)).to_be_visible()


async def test_a_refresh_that_comes_too_early_says_so(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/3001")
    facts = block(page, "Facts")
    await expect(facts.get_by_text("Fresh", exact=True)).to_be_visible()
    await page.keyboard.press("r")
    await expect(facts.get_by_text(re.compile(r"Refreshed a moment ago; .* \d+ seconds"))).to_be_visible()


async def test_r_refreshes_everything_that_is_open(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open(f"/parts/3001?in={RED}")
    await expect(block(page, "Facts").get_by_text("Fresh", exact=True)).to_be_visible()
    assert shop.calls("/items/part/3001/colors") == 0
    await block(page, "Known colors").get_by_role("radio", checked=True).focus()
    await page.keyboard.press("r")
    await expect(block(page, "Known colors").get_by_text("fetched just now")).to_be_visible()
    await expect(block(page, "Facts").get_by_text("Refreshed a moment ago")).to_be_visible()
    assert shop.calls("/items/part/3001/colors") == 1


async def test_no_known_colors_is_an_answer(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/973")
    await expect(block(page, "Known colors").get_by_text("No known colors")).to_be_visible()
    await expect(
        page.get_by_text("Prices are told by color, and no color of this part is known.")
    ).to_be_visible()


async def test_the_chosen_color_is_in_the_address_and_remembered(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    page = await owner.open(f"/parts/3001?in={RED}")
    colors = block(page, "Known colors").get_by_role("radiogroup")
    await expect(colors.get_by_role("radio", name=re.compile("^Red,"))).to_be_checked()
    await expect(page.get_by_role("img", name="Brick 2 x 4 in Red")).to_be_visible()
    await colors.get_by_role("radio", name=re.compile("^Red,")).focus()
    await page.keyboard.press("ArrowRight")
    chosen = colors.get_by_role("radio", checked=True)
    await expect(chosen).not_to_have_accessible_name(re.compile("^Red,"))
    await expect(chosen).to_be_focused()
    name = (await chosen.get_attribute("aria-label") or "").split(",")[0]
    await expect(block(page, f"Price guide, {name}")).to_be_visible()
    assert color_in(page) != RED
    await page.reload()
    await expect(page.get_by_role("img", name=f"Brick 2 x 4 in {name}")).to_be_visible()

    again = await owner.open("/parts/3001")
    await expect(again.get_by_role("img", name=f"Brick 2 x 4 in {name}")).to_be_visible()


async def test_walking_over_colors_asks_only_for_the_last(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open(f"/parts/3001?in={RED}")
    await expect((await guide_of(page, "Red")).get_by_text("Fresh", exact=True)).to_be_visible()
    await block(page, "Known colors").get_by_role("radio", checked=True).focus()
    await asyncio.gather(*(page.keyboard.press("ArrowRight") for _ in range(6)))
    guide = page.get_by_role("article").get_by_role("region", name=re.compile("^Price guide"))
    await expect(guide.get_by_text("Fresh", exact=True)).to_be_visible()
    assert shop.calls("/items/part/3001/price") == 8


async def test_escape_goes_back_to_the_card(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/?q=brick+2+x+4")
    card = page.locator("[data-card='3001']")
    await card.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article", name="Part 3001")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("article", name="Part 3001")).not_to_be_visible()
    await expect(card).to_be_focused()
    assert "q=brick" in page.url
    await page.go_back()
    await expect(page.get_by_role("article", name="Part 3001")).to_be_visible()


async def test_escape_closes_what_is_on_top_and_nothing_behind(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/3001")
    part = page.get_by_role("article", name="Part 3001")
    await expect(part.get_by_role("heading", name="Brick 2 x 4", exact=True)).to_be_visible()
    await page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    await expect(keys).to_be_visible()
    await page.keyboard.press("a")
    await page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()
    await expect(part.get_by_role("button", name="Add to inventory")).to_be_visible()

    await page.keyboard.press("a")
    await expect(part.get_by_role("textbox", name="Quantity")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(part.get_by_role("button", name="Add to inventory")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(part).to_be_hidden()


async def test_a_bad_number_is_refused_once_and_runs_nowhere(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/!!")
    facts = block(page, "Facts")
    await expect(facts.get_by_text("Failed", exact=True)).to_be_visible()
    await expect(page.get_by_role("article").get_by_text("Loading", exact=True)).to_have_count(0)
    await expect(page.get_by_text("For developers")).to_be_hidden()


async def test_on_a_phone_the_part_is_a_page_with_a_way_back(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop, width=PHONE)).open("/parts/3001")
    await expect(page.get_by_role("article", name="Part 3001")).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("article")).not_to_be_visible()
    assert urlsplit(page.url).path == "/"


async def test_it_tells_how_this_got_here(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/parts/3001")
    await expect(block(page, "Facts").get_by_text("Fresh", exact=True)).to_be_visible()
    await page.get_by_text("How this got here").click()
    way = page.get_by_role("group", name="Part", exact=True).get_by_role("listitem")
    for station in (
        "asked by owner",
        "queued HIGH",
        "1 call paid from the allowance",
        "saved",
        "on this page",
    ):
        await expect(way.filter(has_text=station)).to_contain_text(re.compile(r"\d ms"))
    await expect(way.filter(has_text=re.compile(r"BrickLink \d+ ms, 1 call"))).to_be_visible()


async def test_developers_get_the_same_answer(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    await owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await owner.open("/parts/3001")
    await expect(block(page, "Facts").get_by_text("Fresh", exact=True)).to_be_visible()
    await page.get_by_text("For developers").click()
    shown = json.loads(await block(page, "JSON").inner_text())
    told = await page.evaluate("fetch('/api/catalog/parts/3001').then((reply) => reply.json())")
    assert shown == told
    await page.get_by_text("curl", exact=True).click()
    await page.get_by_role("button", name="Copy").click()
    await expect(page.get_by_text("Copied")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{shop.url}/api/catalog/parts/3001")
    assert "Bearer $FRESHBRICK_TOKEN" in copied


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (DESK, True), (PHONE, False)])
async def test_axe_finds_nothing(shop: Shop, visit: Visit, width: int, dark: bool) -> None:
    page = await (await visit(shop, width=width, dark=dark)).open(f"/parts/3001?in={RED}")
    await expect((await guide_of(page, "Red")).get_by_text("Fresh", exact=True)).to_be_visible()
    await page.get_by_text("How this got here").click()
    await page.get_by_text("For developers").click()
    await expect(block(page, "JSON")).to_be_visible()
    await no_violations(page)
