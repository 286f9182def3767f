"""The inventory: the form by keyboard alone, a table that is live in every tab, and lots that are nobody else's."""

import asyncio
import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from browser.axe import no_violations
from browser.conftest import OpenShop, Visit
from browser.shop import Shop
from browser.visitor import DESK, PHONE

LOTS = "/api/inventory/lots"
RED = 5


def row(page: Page, number: str) -> Locator:
    """The lot of this part, in the table."""
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=re.compile(f"^{number} ")))


def cell(page: Page, number: str, field: str) -> Locator:
    """The button that edits this field of that lot."""
    return row(page, number).get_by_role("button", name=re.compile(f"^{field} "))


def totals(page: Page) -> Locator:
    """The figures of the sentence: lots, pieces, yours, at sold average, and what is counted apart."""
    return page.get_by_role("paragraph").filter(has_text="at sold average").locator("strong")


def part_field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Part", exact=True)


def color_field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Color", exact=True)


async def opened(page: Page) -> Page:
    await expect(row(page, "3003")).to_be_visible()
    return page


async def lots_of(shop: Shop) -> list[Any]:
    found: list[Any] = (await shop.get(LOTS))["items"]
    return found


async def add_by_keyboard(page: Page, quantity: str = "12") -> None:
    """3001 in red, used, at the suggested price, without a pointer."""
    await page.keyboard.press("a")
    await expect(part_field(page)).to_be_focused()
    await page.keyboard.type("3001")
    await expect(page.get_by_role("option", name="3001 Brick 2 x 4")).to_have_attribute(
        "data-combobox-selected", "true"
    )
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("red")
    red = page.get_by_role("option", name=re.compile("^Red "))
    await expect(red).to_have_attribute("data-combobox-selected", "true")
    await page.keyboard.press("Enter")
    await expect(color_field(page)).to_have_value("Red")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("radio", name="Used").first).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.type(quantity)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="average per piece sold, used")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="In use")).to_be_visible()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")


async def test_a_lot_is_added_by_keyboard_and_stands_in_another_tab_at_once(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    page, other = await opened(await owner.open("/inventory")), await opened(await owner.open("/inventory"))
    before = (await shop.get(LOTS))["totals"]

    await add_by_keyboard(page)

    for tab in (page, other):
        await expect(row(tab, "3001")).to_contain_text("Red")
        await expect(cell(tab, "3001", "Quantity")).to_have_text("12")
    await expect(part_field(page)).to_be_focused()
    await expect(part_field(page)).to_have_value("")
    await expect(page.get_by_role("status").filter(has_text="Added: 12 × 3001 Red, used.")).to_be_attached()
    (lot,) = [one for one in await lots_of(shop) if one["partNumber"] == "3001"]
    yours = Decimal(before["yours"]) + 12 * Decimal(lot["price"])
    market = Decimal(before["market"]) + 12 * Decimal(lot["guide"]["price"])
    for tab in (page, other):
        figures = ["4", str(before["pieces"] + 12), f"{yours:.2f}", f"{market:.2f}", "1"]
        await expect(totals(tab)).to_have_text(figures)
    assert shop.calls("/items/part/3001/price") == 4, "four quarters of one guide, whoever shows it"


async def test_the_next_lot_begins_with_the_choices_of_the_last(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    page = await opened(await owner.open("/inventory"))
    await add_by_keyboard(page)
    await expect(row(page, "3001")).to_be_visible()
    await page.reload()
    await expect(color_field(page)).to_have_value("Red")
    await expect(page.get_by_role("radio", name="Used").first).to_be_checked()


async def test_two_people_do_not_see_each_others_lots(shop: Shop, visit: Visit) -> None:
    page = await opened(await (await visit(shop)).open("/inventory"))
    bens = await (await visit(shop, "Ben")).open("/inventory")
    await expect(bens.get_by_role("heading", name="No lots yet")).to_be_visible()

    await add_by_keyboard(bens, "40")

    await expect(row(bens, "3001")).to_be_visible()
    await expect(totals(bens).nth(1)).to_have_text("40")
    await shop.post(LOTS, json={"partNumber": "3010", "colorId": RED, "condition": "new", "quantity": 1})
    await expect(row(page, "3010")).to_be_visible()
    await expect(row(page, "3001")).to_have_count(0)
    await expect(totals(page).first).to_have_text("4")
    await expect(row(bens, "3010")).to_have_count(0)


async def test_cells_are_edited_in_place(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    page, other = await opened(await owner.open("/inventory")), await opened(await owner.open("/inventory"))
    await cell(page, "3003", "Quantity").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("77")
    await page.keyboard.press("Escape")
    await expect(cell(page, "3003", "Quantity")).to_be_focused()
    await expect(cell(page, "3003", "Quantity")).to_have_text("40")

    await page.keyboard.press("Enter")
    await page.keyboard.type("41")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("textbox", name=re.compile("^Price of 3003 Black"))).to_be_focused()
    await page.keyboard.type("0.09")
    await page.keyboard.press("Enter")
    await expect(cell(page, "3003", "Price")).to_be_focused()
    for tab in (page, other):
        await expect(cell(tab, "3003", "Quantity")).to_have_text("41")
        await expect(cell(tab, "3003", "Price")).to_have_text("0.0900")
        await expect(row(tab, "3003")).to_contain_text("3.69")

    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(cell(other, "3003", "Condition")).to_have_text("Used")


async def test_what_cannot_be_an_edit_is_said_and_kept(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    owner.allow("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|WebSocket")
    page = await opened(await owner.open("/inventory"))
    await cell(page, "3003", "Price").click()
    await page.keyboard.type("1,50")
    await page.keyboard.press("Enter")
    editor = page.get_by_role("textbox", name=re.compile("^Price of 3003"))
    await expect(editor).to_have_value("1,50")
    await expect(page.get_by_role("alert")).to_contain_text("price is a decimal number as text")
    await page.keyboard.press("Escape")

    await shop.stop()
    await cell(page, "3003", "Quantity").click()
    await page.keyboard.type("44")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("“44” was not saved: the server did not answer.")
    await expect(cell(page, "3003", "Quantity")).to_have_text("40")

    await shop.start()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name=re.compile("^Quantity of 3003"))).to_have_value("44")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(cell(page, "3003", "Quantity")).to_have_text("44")
    await expect(cell(page, "3003", "Quantity")).not_to_have_attribute("data-saving", "true")
    assert [lot["quantity"] for lot in await lots_of(shop) if lot["partNumber"] == "3003"] == [44]


async def test_the_form_says_what_is_wrong_and_loses_nothing(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    owner.allow("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|WebSocket")
    page = await opened(await owner.open("/inventory"))
    form = page.get_by_role("form", name="Add a lot")
    await form.get_by_label("Quantity").fill("1.5")
    await form.get_by_label(re.compile("^Price each")).fill("cheap")
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(part_field(page)).to_be_focused()
    await expect(form).to_contain_text("A part number is 1 to 32 letters")
    await expect(form).to_contain_text("Pick a color.")
    await expect(form).to_contain_text("quantity is 0 to 1000000 pieces, not 1.5.")
    await expect(form).to_contain_text("price is a decimal number as text")

    await part_field(page).fill("3010")
    await page.keyboard.press("Tab")
    await page.keyboard.type("blue")
    await page.keyboard.press("Enter")
    await form.get_by_label("Quantity").fill("15")
    await form.get_by_label(re.compile("^Price each")).fill("0.11")
    await shop.stop()
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(form.get_by_role("alert")).to_contain_text("The server did not answer.")
    await expect(part_field(page)).to_have_value("3010")
    await expect(form.get_by_label("Quantity")).to_have_value("15")

    await shop.start()
    await form.get_by_role("button", name="Add", exact=True).click()
    await expect(row(page, "3010")).to_be_visible()


async def test_a_number_that_is_not_in_the_catalog_costs_a_call_only_once_it_is_picked(
    shop: Shop, visit: Visit
) -> None:
    page = await opened(await (await visit(shop)).open("/inventory"))
    await part_field(page).fill("3024")
    offer = page.get_by_role("option", name="3024 is not in your catalog. Look it up at BrickLink (1 call)")
    await expect(offer).to_be_visible()
    assert shop.calls("*") == 0
    await offer.click()
    await color_field(page).click()
    await expect(page.get_by_role("option", name=re.compile(r"^Red \d"))).to_be_visible()
    assert shop.calls("/items/part/3024/colors") == 1


async def test_a_removed_lot_can_be_brought_back(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    page, other = await opened(await owner.open("/inventory")), await opened(await owner.open("/inventory"))
    await page.get_by_role("button", name="Remove 3003 Black, new").click()
    for tab in (page, other):
        await expect(row(tab, "3003")).to_have_count(0)
        await expect(totals(tab).first).to_have_text("2")
    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await page.keyboard.press("Enter")
    for tab in (page, other):
        await expect(cell(tab, "3003", "Quantity")).to_have_text("40")
    await expect(page.get_by_role("button", name="Undo")).to_have_count(0)


async def test_rows_are_sorted_filtered_and_never_move_under_a_pointer(shop: Shop, visit: Visit) -> None:
    page = await opened(await (await visit(shop)).open("/inventory"))
    numbers = page.get_by_role("grid").get_by_role("link").locator("strong")
    await page.get_by_role("button", name=re.compile("^Quantity$")).click()
    await expect(numbers).to_have_text(["3005", "3003", "3004"])
    await expect(page.get_by_role("columnheader", name="Quantity")).to_have_attribute(
        "aria-sort", "ascending"
    )

    await row(page, "3003").hover()
    (lot,) = [one for one in await lots_of(shop) if one["partNumber"] == "3003"]
    await shop.http.patch(f"{shop.url}{LOTS}/{lot['id']}", json={"quantity": 1})
    await expect(cell(page, "3003", "Quantity")).to_have_text("1")
    await expect(numbers).to_have_text(["3005", "3003", "3004"])
    await page.mouse.move(5, 5)
    await expect(numbers).to_have_text(["3003", "3005", "3004"])

    await page.get_by_role("searchbox", name=re.compile("^Filter")).fill("red brick")
    await expect(numbers).to_have_text(["3004"])
    await expect(page.get_by_text("1 of 3 lots")).to_be_visible()
    await page.get_by_role("searchbox", name=re.compile("^Filter")).fill("wing")
    await page.get_by_role("button", name="Show all").click()
    await expect(numbers).to_have_count(3)


async def test_thousands_of_lots_come_page_by_page_and_only_some_rows_are_there(
    shop: Shop, visit: Visit
) -> None:
    async def add(quantity: int) -> None:
        lot = {"partNumber": "3010", "colorId": RED, "condition": "new", "quantity": quantity}
        assert (await shop.post(LOTS, json=lot)).status_code == 201

    for first in range(1, 1_201, 100):
        await asyncio.gather(*(add(quantity) for quantity in range(first, first + 100)))
    page = await (await visit(shop)).open("/inventory")
    await expect(totals(page).first).to_have_text("1,203")
    grid = page.get_by_role("grid")
    await expect(grid).to_have_attribute("aria-rowcount", "1204")
    assert await grid.get_by_role("row").count() < 60
    await page.keyboard.press("End")
    await expect(row(page, "3003")).to_be_visible()
    assert await grid.get_by_role("row").count() < 60


async def test_the_drawer_adds_the_part_that_it_shows(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    inventory = await opened(await owner.open("/inventory"))
    page = await owner.open(f"/parts/3001?in={RED}")
    await expect(page.get_by_role("button", name="Add to inventory")).to_be_visible()
    await page.keyboard.press("a")
    await expect(page.get_by_label("Quantity")).to_be_focused()
    await page.keyboard.type("9")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Added: 9 × 3001 Red, used.").first).to_be_visible()
    await expect(row(inventory, "3001")).to_be_visible()


async def test_on_a_phone_lots_are_two_lines_and_the_form_waits_behind_a_button(
    shop: Shop, visit: Visit
) -> None:
    page = await opened(await (await visit(shop, width=PHONE)).open("/inventory"))
    await expect(part_field(page)).to_be_hidden()
    await no_violations(page)
    await page.get_by_role("button", name="Add a lot").click()
    await expect(part_field(page)).to_be_visible()
    await no_violations(page)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE
    await page.get_by_role("combobox", name="Order").select_option("Highest value")
    numbers = page.get_by_role("grid").get_by_role("link").locator("strong")
    await expect(numbers).to_have_text(["3004", "3003", "3005"])


@pytest.mark.parametrize("dark", [False, True])
async def test_everybody_can_read_it(shop: Shop, visit: Visit, dark: bool) -> None:
    page = await opened(await (await visit(shop, width=DESK, dark=dark)).open("/inventory"))
    await no_violations(page)
    await part_field(page).fill("3001")
    await expect(page.get_by_role("option", name="3001 Brick 2 x 4")).to_be_visible()
    await no_violations(page)
    await cell(page, "3003", "Price").click()
    await page.keyboard.type("cheap")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_be_visible()
    await no_violations(page)


async def test_an_empty_inventory_opens_the_form(open_shop: OpenShop, visit: Visit) -> None:
    shop = await open_shop()
    page = await (await visit(shop, "Ben", width=PHONE)).open("/inventory")
    await expect(page.get_by_role("heading", name="No lots yet")).to_be_visible()
    await expect(part_field(page)).to_be_visible()
    await no_violations(page)
