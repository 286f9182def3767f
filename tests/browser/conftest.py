"""Tests that look at the web UI with a real browser: `make browser`.

What a test asks for:

- `visit`: a person at a browser of their own. `await visit(shop)` is the owner, signed in; `await visit(shop, "Ann")`
  somebody else; `await visit(shop, None)` a stranger; also `width=PHONE`, `dark=True`, `still=True` (reduced motion).
  `await visitor.open("/inventory")` is a tab of theirs, a Playwright `Page`; use `expect(locator)`, never a sleep.
- `shop`: a server that begins with the demo's catalog, and its BrickLink: `shop.calls("/items/part/3001")`,
  `shop.simulator.faults.add(…)`, `await shop.age("3001", days=41)`, `await shop.stop()`, `await shop.start()` (same
  port); settings of its own: `await open_shop(STALE_AFTER="5s")`.
- `demo`: `freshbrick demo` as it is, for what only the demo has. Its link is good for one visitor.

Whatever a page says on the console as a warning or an error, throws, asks of another host, or does against the
Content-Security-Policy fails the test when it ends, unless the test said `visitor.allow("ERR_CONNECTION_REFUSED")` or
the like. `await no_violations(page)` (browser.axe) lets axe look at a page, `await hide(page)` (browser.visitor) puts
it into the background. Of a test that failed a picture of every page and a trace (`playwright show-trace`) are kept in
build/browser/.
"""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from logging import ERROR
from os import environ
from pathlib import Path

import pytest
import pytest_asyncio
import structlog
from playwright.async_api import Browser, expect

from browser.shop import Shop, furnished
from browser.visitor import DESK, HEIGHTS, Served, Visitor
from e2e.nginx import free_port
from freshbrick.simulator import Simulator, running
from support.browsing import chromium, sign_in
from support.chromium import NoBrowserError
from support.demo import Demo, running_demo
from support.patience import PATIENCE

Visit = Callable[..., Awaitable[Visitor]]
OpenShop = Callable[..., Awaitable[Shop]]

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "browser"
FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=20_000)  # of a machine that does much else at the same time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all, since the browser lives in it."""
    for item in items:
        if item.path.parent == Path(__file__).parent and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Of server and simulator only what is wrong is told: all they do would hide what a test says."""
    _be_quiet()


def _be_quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(ERROR))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with AsyncExitStack() as stack:
        try:
            browser = await stack.enter_async_context(chromium())
        except NoBrowserError as none:
            pytest.fail(str(none), pytrace=False) if environ.get("CI") else pytest.skip(str(none))
        expect.set_options(timeout=PATIENCE * 1_000)
        yield browser


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def furniture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that every shop begins with a copy of."""
    _be_quiet()
    file = tmp_path_factory.mktemp("furniture") / "house.db"
    await furnished(file)
    return file


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest_asyncio.fixture(loop_scope="session")
async def bricklink_url(simulator: Simulator) -> AsyncIterator[str]:
    async with running(simulator) as base_url:
        yield base_url


@pytest_asyncio.fixture(loop_scope="session")
async def open_shop(
    tmp_path: Path, furniture: Path, simulator: Simulator, bricklink_url: str
) -> AsyncIterator[OpenShop]:
    """Open a shop with settings of its own: `await open_shop(STALE_AFTER="5s")`."""
    shops: list[Shop] = []

    async def start(**settings: str) -> Shop:
        folder = tmp_path / f"shop-{len(shops)}"
        folder.mkdir()
        shop = Shop(folder, simulator, bricklink_url, {"PORT": free_port(), "PICTURES": "off"} | settings)
        shutil.copy(furniture, shop.database_file)
        shops.append(shop)
        await shop.start()
        return shop

    yield start
    for shop in shops:
        await shop.close()


@pytest_asyncio.fixture(loop_scope="session")
async def shop(open_shop: OpenShop) -> Shop:
    return await open_shop()


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path) as demo:
        yield demo


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Come with a browser of one's own: `await visit(shop, "Ann", width=PHONE, dark=True)`."""
    visitors: list[Visitor] = []

    async def come(
        served: Served,
        name: str | None = "owner",
        *,
        width: int = DESK,
        dark: bool = False,
        still: bool = False,
    ) -> Visitor:
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 1000)},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        await context.tracing.start(snapshots=True)
        visitor = await Visitor(context, served.url).begin()
        visitors.append(visitor)
        if name is not None:
            await sign_in(context, served.url, await served.link(name))
        return visitor

    yield come
    folder = KEPT / re.sub(r"\W+", "-", request.node.name).strip("-")
    problems = [problem for visitor in visitors for problem in visitor.problems]
    keep = problems or request.node.stash.get(FAILED, False)
    for number, visitor in enumerate(visitors):
        await visitor.leave(folder / f"visitor-{number}" if keep else None)
    if keep:
        request.node.add_report_section(
            "teardown", "browser", f"Pictures and traces are in {folder.relative_to(ROOT)}"
        )
    if problems:
        pytest.fail("\n".join(["A page did what none may do:", *problems]), pytrace=False)
