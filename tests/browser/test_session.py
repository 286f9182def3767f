"""The door: signing in by link and by password, and what happens when a session ends."""

from playwright.async_api import Page, expect

from browser.axe import no_violations
from browser.conftest import Visit
from browser.shop import Shop
from browser.visitor import PHONE, Visitor

REFUSED = r"status of 401"
"""What the browser itself says of the answer that nobody is signed in."""

PASSWORD = "a brick of 2 x 4"


async def stranger(shop: Shop, visit: Visit, **how: int | bool) -> Visitor:
    visitor = await visit(shop, None, **how)
    visitor.allow(REFUSED)
    return visitor


async def sign_in(page: Page, name: str, password: str) -> None:
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


def heading(page: Page, name: str):  # noqa: ANN201 - a locator
    return page.get_by_role("heading", name=name, level=1)


async def test_a_link_signs_in_shows_what_was_asked_for_and_leaves_the_address(
    shop: Shop, visit: Visit
) -> None:
    secret = await shop.link("owner")
    somebody = await visit(shop, None)
    page = await somebody.open(f"/activity?state=failed#signin={secret}")
    await expect(heading(page, "Activity")).to_be_visible()
    assert page.url == f"{shop.url}/activity?state=failed"
    await page.reload()
    await expect(heading(page, "Activity")).to_be_visible()
    await page.go_back()
    assert secret not in page.url


async def test_a_link_that_was_used_says_so_and_how_to_get_another(shop: Shop, visit: Visit) -> None:
    secret = await shop.link("owner")
    first = await (await visit(shop, None)).open(f"/activity#signin={secret}")
    await expect(heading(first, "Activity")).to_be_visible()
    page = await (await stranger(shop, visit)).open(f"/activity#signin={secret}")
    await expect(page.get_by_role("alert")).to_contain_text("This sign-in link has been used")
    await expect(page.get_by_text("freshbrick user link")).to_be_visible()
    assert secret not in page.url


async def test_a_link_that_is_no_good_signs_nobody_out(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    owner.allow(REFUSED)
    page = await owner.open("/activity#signin=wrong")
    await expect(heading(page, "Activity")).to_be_visible()


async def test_a_link_pasted_into_the_open_sign_in_page_signs_in(shop: Shop, visit: Visit) -> None:
    somebody = await stranger(shop, visit)
    page = await somebody.open("/activity")
    await expect(heading(page, "Sign in")).to_be_visible()
    await page.goto(f"{shop.url}/activity#signin={await shop.link('owner')}")
    await expect(heading(page, "Activity")).to_be_visible()
    assert "#" not in page.url


async def test_a_password_signs_in_and_a_wrong_one_says_so(shop: Shop, visit: Visit) -> None:
    await shop.link("Ann")
    await shop.set_password("Ann", PASSWORD)
    somebody = await stranger(shop, visit)
    page = await somebody.open("/inventory")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("Enter your name")).to_be_visible()
    await expect(page.get_by_text("Enter your password")).to_be_visible()
    await sign_in(page, "Ann", "not this one")
    await expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    await expect(page.get_by_label("Name")).to_have_value("Ann")
    await sign_in(page, "Ann", PASSWORD)
    await expect(heading(page, "Inventory")).to_be_visible()
    assert page.url == f"{shop.url}/inventory"


async def test_who_tries_too_often_is_told_when_to_try_again(shop: Shop, visit: Visit) -> None:
    somebody = await stranger(shop, visit)
    somebody.allow(r"status of 429")
    page = await somebody.open("/activity")
    for _ in range(10):
        await somebody.context.request.post(
            f"{shop.url}/api/session",
            data={"name": "owner", "password": "wrong"},
            headers={"Origin": shop.url},
        )
    await sign_in(page, "owner", "wrong again")
    await expect(page.get_by_role("alert")).to_contain_text("Too many attempts. Try again in")


async def test_signing_out_ends_it_in_every_tab(shop: Shop, visit: Visit) -> None:
    owner = await visit(shop)
    owner.allow(REFUSED)
    page, second = await owner.open("/activity"), await owner.open("/activity")
    await expect(heading(second, "Activity")).to_be_visible()
    await page.get_by_role("button", name="owner, your account").click()
    await expect(page.get_by_text("Signed in as owner, owner")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_text("You are signed out.")).to_be_visible()
    await expect(second.get_by_text("Your session has ended.")).to_be_visible()
    await page.reload()
    await expect(heading(page, "Sign in")).to_be_visible()


async def test_a_session_that_is_ended_elsewhere_leads_back_to_the_door(shop: Shop, visit: Visit) -> None:
    ann = await visit(shop, "Ann")
    ann.allow(REFUSED)
    page = await ann.open("/activity")
    await expect(page.get_by_role("link", name="Queued 14")).to_be_visible()
    await shop.set_password("Ann", PASSWORD)
    await expect(page.get_by_text("Your session has ended.")).to_be_visible()
    await sign_in(page, "Ann", PASSWORD)
    await expect(heading(page, "Activity")).to_be_visible()
    await expect(page.get_by_role("link", name="Queued 14")).to_be_visible()


async def test_the_sign_in_page_is_done_by_keyboard_and_read_by_anybody(shop: Shop, visit: Visit) -> None:
    await shop.link("Ann")
    await shop.set_password("Ann", PASSWORD)
    for how in ({"dark": True}, {"width": PHONE}):
        somebody = await stranger(shop, visit, **how)
        page = await somebody.open("/activity")
        await expect(heading(page, "Sign in")).to_be_visible()
        await expect(page).to_have_title("Sign in · Freshbrick")
        await no_violations(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Ann")
        await page.keyboard.press("Tab")
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(heading(page, "Activity")).to_be_visible()
