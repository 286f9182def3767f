"""The tour of the demo, walked to every tick: each is given for what a page has seen."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from browser.conftest import Visit
from support.demo import Demo

SLOWEST = 90_000
"""ms: 3040 is tried three times, the drain runs every 45 s."""

LINES = (
    "flow",
    "how",
    "red",
    "tabs",
    "missing",
    "unknown",
    "time",
    "retries",
    "drain",
    "trouble",
    "lot",
    "developers",
)


def line(page: Page, name: str) -> Locator:
    return page.locator(f"[data-step={name}]")


async def ticked(page: Page, name: str) -> None:
    await expect(line(page, name)).to_have_attribute("data-ticked", "true", timeout=SLOWEST)


async def follow(page: Page, name: str) -> None:
    """The line's own link."""
    await line(page, name).get_by_role("link").click()


@pytest.mark.long
async def test_every_line_is_ticked_by_what_was_seen(demo: Demo, visit: Visit) -> None:
    visitor = await visit(demo)
    page = await visitor.open()
    await expect(page.locator("[data-step]")).to_have_count(len(LINES))
    await expect(page.locator("[data-ticked]")).to_have_count(0)
    for step in (open_the_old, look_inside, choose_red, see_it_in_two_tabs, look_up_what_is_missing):
        await step(page)
    for step in (
        ask_for_the_unknown,
        wait_for_time,
        watch_retries,
        break_refuse_and_mend,
        add_a_lot,
        see_the_drain,
    ):
        await step(page)
    await expect(page.locator("[data-ticked]")).to_have_count(len(LINES))


async def open_the_old(page: Page) -> None:
    await follow(page, "flow")
    await ticked(page, "flow")


async def look_inside(page: Page) -> None:
    assert await line(page, "how").get_attribute("data-ticked") is None, "nobody has looked yet"
    await page.get_by_text("How this got here", exact=True).last.click()
    await ticked(page, "how")
    await page.get_by_text("For developers", exact=True).last.click()
    await ticked(page, "developers")


async def choose_red(page: Page) -> None:
    await follow(page, "red")
    await page.get_by_role("heading", name="Price guide, Red").scroll_into_view_if_needed()
    await ticked(page, "red")


async def see_it_in_two_tabs(page: Page) -> None:
    other = await page.context.new_page()
    await other.goto(page.url)
    await expect(line(other, "flow")).to_have_attribute(
        "data-ticked", "true"
    )  # it knows what the first has seen
    await line(page, "tabs").get_by_role("button", name="Make 3001 old").click()
    await ticked(page, "tabs")
    await ticked(other, "tabs")
    await other.close()


async def look_up_what_is_missing(page: Page) -> None:
    await follow(page, "missing")
    await ticked(page, "missing")


async def ask_for_the_unknown(page: Page) -> None:
    await follow(page, "unknown")
    await expect(page.get_by_text(re.compile("BrickLink has no part 99999x")).first).to_be_visible(
        timeout=SLOWEST
    )
    assert await line(page, "unknown").get_attribute("data-ticked") is None, "not reloaded yet"
    await page.reload()
    await ticked(page, "unknown")


async def wait_for_time(page: Page) -> None:
    await line(page, "time").get_by_role("button", name="Let 3020 turn stale").click()
    await ticked(page, "time")


async def watch_retries(page: Page) -> None:
    await follow(page, "retries")
    await ticked(page, "retries")


async def break_refuse_and_mend(page: Page) -> None:
    trouble = line(page, "trouble")
    await trouble.get_by_role("button", name="Break BrickLink").click()
    await expect(trouble).to_contain_text("BrickLink answers nothing but errors now.")
    await trouble.get_by_role("button", name="Make 3001 old").click()
    await follow(page, "flow")
    await expect(page.get_by_role("article").get_by_text(re.compile("second try")).first).to_be_visible(
        timeout=SLOWEST
    )
    await trouble.get_by_role("button", name="Refuse the keys").click()
    await expect(page.get_by_role("button", name="How to fix")).to_be_visible(timeout=SLOWEST)
    assert await trouble.get_attribute("data-ticked") is None, "not mended yet"
    await trouble.get_by_role("button", name="Mend").click()
    await ticked(page, "trouble")


async def add_a_lot(page: Page) -> None:
    await follow(page, "lot")
    await page.get_by_role("combobox", name="Part", exact=True).fill("3001")
    await page.get_by_role("option", name="3001 Brick 2 x 4").click()
    await page.get_by_role("combobox", name="Color", exact=True).fill("red")
    await page.get_by_role("option", name=re.compile("^Red ")).click()
    await page.get_by_role("radio", name="Used").first.check()
    await page.get_by_label("Quantity").first.fill("12")
    await page.get_by_role("button", name="Add", exact=True).click()
    await ticked(page, "lot")


async def see_the_drain(page: Page) -> None:
    await line(page, "drain").get_by_role("button", name="Let 14 parts wait").click()
    await follow(page, "drain")
    await ticked(page, "drain")
