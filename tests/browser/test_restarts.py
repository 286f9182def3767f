"""Each server behind a proxy is restarted in its turn: an open page goes on as if nothing had happened."""

from pathlib import Path
from typing import NamedTuple

from playwright.async_api import expect
from sqlalchemy import update

from browser.conftest import Visit
from e2e.estate import Estate
from e2e.nginx import free_port, nginx
from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import find_person
from freshbrick.model.clock import DAY
from freshbrick.simulator import Simulator
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.tables import parts

PART = "3001"


class Behind(NamedTuple):
    """The servers as a visitor sees them: one address."""

    url: str
    estate: Estate

    async def link(self, name: str) -> str:
        def make(tx: Tx) -> str:
            return create_link(tx, find_person(tx, name).id).reveal()

        async with self.estate.database() as database:
            return await database.write(make)

    async def age(self) -> None:
        """Let the part have been fetched 41 days ago."""

        def make_older(tx: Tx) -> None:
            tx.run(update(parts).values(last_fetched=tx.now - 41 * DAY))
            tx.touch(keys.data("part", PART))

        async with self.estate.database() as database:
            await database.write(make_older)


async def test_a_page_is_not_loaded_again_and_shows_no_error(
    visit: Visit, tmp_path: Path, postgres_url: str, bricklink_url: str, simulator: Simulator
) -> None:
    ports = [free_port(), free_port()]
    (tmp_path / "nginx").mkdir()
    async with nginx(tmp_path / "nginx", *ports, tls=False) as (port, _):
        url = f"http://127.0.0.1:{port}"
        settings = {"PUBLIC_URL": url, "PICTURES": "off", "MIN_REFRESH_INTERVAL": "0s"}
        estate = Estate(tmp_path, postgres_url, bricklink_url, settings)
        try:
            for own in ports:
                await estate.serve(1, PORT=own)
            await estate.work(1)
            behind = Behind(url, estate)
            page = await (await visit(behind)).open(f"/parts/{PART}")
            fresh = page.get_by_role("region", name="Facts").get_by_text("Fresh", exact=True)
            await expect(fresh).to_be_visible()
            await page.evaluate("window.mark = 'the same page'")
            for front in estate.fronts:
                asked = len(simulator.calls.to(f"/items/part/{PART}$"))
                assert await front.stop() == 0
                await front.start()
                await behind.age()
                await simulator.calls.reached(
                    asked + 1, f"/items/part/{PART}$"
                )  # the page is there, and asks
                await expect(fresh).to_be_visible()
                await expect(page.get_by_role("alert")).to_have_count(0)
            assert await page.evaluate("window.mark") == "the same page"
        finally:
            await estate.close()
