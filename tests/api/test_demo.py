"""The demo's switches over HTTP: for its owner alone, and in no other server."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from api.site import Site, site_of
from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import find_person
from freshbrick.app.demo_control import Control
from freshbrick.catalog.policy import Policy
from freshbrick.model.clock import DAY
from freshbrick.simulator import Faults
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

BREAKAGES = ("outage", "limit", "refuse")
SWITCHES = (*BREAKAGES, "age", "forget", "wait", "heal")


@pytest.fixture
async def demo(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[Site]:
    policy = Policy(demo=True)
    async with site_of(
        database, clock, policy, demo=Control(database, policy, Faults(), since=clock.now())
    ) as site:
        yield site


def body(switch: str) -> dict[str, str]:
    return {"age": {"key": "3001"}, "forget": {"partNumber": "3001"}}.get(switch, {})


async def browser_of(site: Site, name: str) -> httpx2.AsyncClient:
    """Signed in by a cookie."""
    browser = await site.client(origin=site.url)
    link = await site.database.write(_link, name)
    assert (await browser.post("/api/session", json={"link": link})).is_success
    return browser


async def test_its_owner_breaks_and_mends_it_as_often_as_they_like(demo: Site) -> None:
    owner = await browser_of(demo, "Ana")
    whole = {"broken": None, "since": demo.clock.now()}
    assert (await owner.get("/api/demo")).json() == whole
    for breakage in BREAKAGES * 2:
        for _ in range(2):
            answer = await owner.post(f"/api/demo/{breakage}")
            assert (answer.status_code, answer.json()) == (200, whole | {"broken": breakage})
        assert (await owner.get("/api/demo")).json() == whole | {"broken": breakage}
    for _ in range(2):
        assert (await owner.post("/api/demo/heal")).json() == whole


async def test_its_owner_makes_a_part_old_or_forgotten(demo: Site) -> None:
    await demo.save("3001")
    owner = await browser_of(demo, "Ana")
    assert (await owner.post("/api/demo/age", json=body("age"))).is_success
    told = (await owner.get("/api/catalog/parts/3001")).json()
    assert (told["status"], told["lastFetched"]) == ("stale", demo.clock.now() - 41 * DAY)
    assert (await owner.post("/api/demo/forget", json=body("forget"))).is_success
    assert (await owner.get("/api/catalog/parts/3001")).json()["status"] == "missing"
    missing = await owner.post("/api/demo/age", json=body("age"))
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "wrong",
    [{}, {"key": "3001", "resource": "color"}, {"key": "3001", "days": 3}, {"key": "3001", "staleInMs": -1}],
)
async def test_a_wrong_body_is_refused(demo: Site, wrong: dict[str, object]) -> None:
    answer = await demo.http.post("/api/demo/age", json=wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("switch", SWITCHES)
async def test_nobody_else_may(demo: Site, switch: str) -> None:
    path = f"/api/demo/{switch}"
    assert (await demo.anybody.post(path, json=body(switch))).status_code == 401
    member = await browser_of(demo, "Ben")
    assert (await member.post(path, json=body(switch))).json()["code"] == "forbidden"
    owner = await browser_of(demo, "Ana")
    other_page = await owner.post(path, json=body(switch), headers={"origin": "https://evil.example"})
    assert other_page.json()["code"] == "forbidden"


async def test_no_other_server_has_them(site: Site) -> None:
    for switch in SWITCHES:
        assert (await site.http.post(f"/api/demo/{switch}", json=body(switch))).status_code == 404
    assert (await site.http.get("/api/demo")).status_code == 404


async def test_a_page_can_tell_a_demo_by_its_settings(demo: Site) -> None:
    assert (await demo.http.get("/api/status")).json()["settings"]["demo"] is True


async def test_nothing_describes_them(demo: Site) -> None:
    assert "/api/demo" not in (await demo.anybody.get("/api/schema")).text


def _link(tx: Tx, name: str) -> str:
    return create_link(tx, find_person(tx, name).id).reveal()
