"""The activity page: BrickLink's health, the day's calls, the outbox, and what an owner may do there."""

import re

from playwright.async_api import Locator, Page, Route, expect

from browser.axe import no_violations
from browser.conftest import OpenShop, Visit
from browser.shop import Shop
from browser.visitor import PHONE
from freshbrick.simulator import Fault
from support.browsing import settled


def queued(page: Page, count: int) -> Locator:
    return page.get_by_role("link", name=f"Queued {count}", exact=True)


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="Outbox").get_by_role("listitem")


def row(page: Page, subject: str) -> Locator:
    """The newest message about it."""
    return rows(page).filter(has=page.get_by_role("link", name=subject, exact=True)).first


async def test_the_drain_takes_ten_of_what_waits_and_then_the_rest(open_shop: OpenShop, visit: Visit) -> None:
    shop = await open_shop(DRAIN_INTERVAL="6s")
    page = await (await visit(shop)).open("/activity")
    await expect(page.get_by_text("14 requests waiting.")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"in \d s, up to 10"))).to_be_visible()
    await expect(queued(page, 4)).to_be_visible(timeout=10_000)
    await expect(page.get_by_text("4 requests waiting.")).to_be_visible()
    await expect(queued(page, 0)).to_be_visible(timeout=10_000)
    await expect(page.get_by_role("link", name="Done 14")).to_be_visible()
    await expect(
        page.get_by_text(re.compile(r"BrickLink answers, last call \d+ s ago\. Nothing waits\."))
    ).to_be_visible()
    assert shop.calls("/items/part/*") == 14


async def test_the_days_calls_add_up_to_what_the_status_says(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/activity")
    quota = (await shop.get("/api/status"))["quota"]
    left = f"{quota['remaining']:,} of {quota['limit']:,} left"
    await expect(
        page.get_by_role("region", name="Calls of the last 24 hours").get_by_text(left)
    ).to_be_visible()
    await expect(page.get_by_text(f"{quota['used']} used", exact=True)).to_be_visible()
    strip = page.get_by_role(
        "img", name=f"{quota['used']} calls in the last 24 hours, a bar for every 10 minutes"
    )
    await expect(strip).to_be_visible()
    await page.get_by_role("button", name="Show as table").click()
    table = page.get_by_role("table")
    hours = [int(cell) for cell in await table.locator("tbody td:last-child").all_inner_texts()]
    assert sum(hours) == quota["used"]
    sums = {name: sum(slot[name] for slot in quota["slots"]) for name in ("high", "normal", "low")}
    assert await table.locator("tfoot td").all_inner_texts() == [
        f"{n}" for n in (*sums.values(), quota["used"])
    ]


async def test_a_call_on_the_way_has_a_lane_and_a_link_to_its_part(shop: Shop, visit: Visit) -> None:
    shop.simulator.faults.add(Fault(kind="latency", match="/items/part/3001", latency_ms=5_000))
    page = await (await visit(shop)).open("/activity")
    lanes = page.get_by_role("region", name="Now").get_by_role("listitem")
    await expect(lanes).to_have_text(["Free"] * 4)
    await shop.post("/api/catalog/parts/3001/refresh?force=true")
    await expect(lanes.first).to_contain_text("part 3001")
    await expect(lanes.first).to_contain_text(re.compile(r"asking BrickLink for [1-5] s"))
    link = lanes.first.get_by_role("link", name="part 3001")
    await expect(link).to_have_attribute("href", "/parts/3001")


async def test_a_failure_is_told_in_plain_words_and_can_be_retried(shop: Shop, visit: Visit) -> None:
    shop.simulator.faults.add(Fault(kind="not_found_404", match="/items/part/3003", times=1))
    page = await (await visit(shop)).open("/activity?state=failed")
    await expect(page.get_by_text("Nothing has failed")).to_be_visible()
    await shop.post("/api/catalog/parts/3003/refresh?force=true")
    failed = row(page, "part 3003")
    await expect(failed).to_contain_text("asked by owner")
    await expect(failed).to_contain_text("Failed · BrickLink does not know it")
    await expect(failed).to_contain_text("asked again in 7 days, if somebody looks")
    await failed.get_by_role("button", name="Retry: part 3003").click()
    await expect(failed).to_contain_text("Asked again, first in line")
    await page.get_by_role("link", name="Done 1").click()
    await expect(row(page, "part 3003")).to_contain_text("Done · saved")
    assert page.url.endswith("?state=succeeded")
    assert shop.calls("/items/part/3003") == 2


async def test_a_try_that_failed_counts_down_to_the_next(shop: Shop, visit: Visit) -> None:
    shop.simulator.faults.add(Fault(kind="5xx", match="/items/part/3003", times=2))
    page = await (await visit(shop)).open("/activity")
    await shop.post("/api/catalog/parts/3003/refresh?force=true")
    waiting = row(page, "part 3003")
    await expect(waiting).to_contain_text(
        re.compile(r"Queued · waits for its \w+ try, BrickLink has trouble of its own.*[12] of 8.*in \d s")
    )
    await expect(waiting).to_contain_text("Done · saved", timeout=15_000)


async def test_what_waits_can_be_discarded(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/activity")
    await row(page, "part 3035").get_by_role("button", name="Discard: part 3035").click()
    await expect(row(page, "part 3035")).to_contain_text("Discarded")
    await expect(queued(page, 13)).to_be_visible()
    await page.get_by_role("heading", name="Outbox").click()
    await expect(page.get_by_role("link", name="part 3035")).to_have_count(0)


async def test_what_is_being_worked_on_is_not_discarded_and_the_page_says_so(
    shop: Shop, visit: Visit
) -> None:
    shop.simulator.faults.add(Fault(kind="latency", match="/items/part/3035", latency_ms=10_000))
    owner = await visit(shop)
    owner.allow(r"status of 409")
    page = await owner.open("/activity")

    async def be_slower_than_the_worker(route: Route) -> None:
        await shop.post("/api/catalog/parts/3035/refresh?force=true")
        await expect(row(page, "part 3035")).to_contain_text("Refreshing")
        await route.continue_()

    await page.route("**/discard", be_slower_than_the_worker)
    await row(page, "part 3035").get_by_role("button", name="Discard: part 3035").click()
    await expect(row(page, "part 3035")).to_contain_text("It is being worked on: it cannot be discarded now")


async def test_the_order_stays_while_somebody_points_at_a_row(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/activity")
    subjects = rows(page).get_by_role("link")
    await expect(subjects).to_have_count(14)
    before = await subjects.all_inner_texts()
    await settled(page)  # figures that still come above would move the row away from the pointer
    await row(page, "part 3035").hover()
    await shop.post("/api/catalog/parts/3001/refresh?force=true")
    await expect(page.get_by_role("button", name="1 new")).to_be_visible()
    assert await subjects.all_inner_texts() == before
    await page.mouse.move(0, 0)  # who points at nothing any more sees it at once
    await expect(subjects.first).to_have_text("part 3001")


async def test_members_see_all_of_it_and_have_no_buttons(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop, "Ann")).open("/activity")
    await expect(row(page, "part 3035")).to_contain_text("about to turn stale")
    await expect(page.get_by_role("button", name=re.compile("Retry|Discard"))).to_have_count(0)


async def test_refused_keys_are_told_first_with_what_to_do(shop: Shop, visit: Visit) -> None:
    page = await (await visit(shop)).open("/activity")
    shop.simulator.faults.add(Fault(kind="token_refused"))
    await shop.post("/api/catalog/parts/3001/refresh?force=true")
    main = page.get_by_role("main")
    await expect(
        main.get_by_text(re.compile(r"BrickLink (refuses|does not accept) our keys"))
    ).to_be_visible()
    await expect(main.get_by_text(re.compile(r"Asks again in \d+ s"))).to_be_visible()
    await expect(row(page, "part 3001")).to_contain_text("BrickLink is paused")


async def test_without_the_server_the_page_keeps_what_it_had_and_says_so(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    owner.allow("ERR_CONNECTION_REFUSED|WebSocket")
    page = await owner.open("/activity")
    await expect(queued(page, 14)).to_be_visible()
    await shop.stop()
    await expect(page.get_by_text("this is how it was when it was last heard of")).to_be_visible()
    await expect(queued(page, 14)).to_be_visible()


async def test_the_page_fits_a_phone_and_is_read_by_anybody(shop: Shop, visit: Visit) -> None:
    for how in ({"width": PHONE}, {"dark": True}, {"still": True}):
        page = await (await visit(shop, **how)).open("/activity")
        await expect(row(page, "part 3035")).to_be_visible()
        minutes = 30 if "width" in how else 10
        await expect(page.get_by_role("img", name=f"a bar for every {minutes} minutes")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await no_violations(page)
        await page.get_by_role("button", name="Show as table").click()
        await no_violations(page)
