"""The three reads of the catalog over HTTP: honest, cacheable, never writing."""

import asyncio

import pytest

from api.site import TOOLS, Site
from freshbrick.model.clock import DAY
from freshbrick.store import outbox

PART = "/api/catalog/parts/3001"


async def test_a_saved_part_is_answered_with_its_status(site: Site) -> None:
    await site.save("3001")
    answer = await site.http.get(PART)
    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert (told["status"], told["data"]["partNumber"], told["data"]["categoryId"]) == ("fresh", "3001", 5)
    assert set(told) == {"data", "status", "lastFetched", "staleAt", "refresh", "error"}
    assert told["staleAt"] == site.clock.now() + 30 * DAY


@pytest.mark.parametrize("path", ["", "/colors", "/colors/11/price-guide"])
async def test_what_was_never_fetched_is_missing_and_asking_writes_nothing(site: Site, path: str) -> None:
    before = await site.database.read(outbox.newest, None, 10)
    told = (await site.http.get(PART + path)).json()
    assert (told["status"], told["data"]) == ("missing", None)
    assert await site.database.read(outbox.newest, None, 10) == before


@pytest.mark.parametrize("path", ["3001ABC", "3001abc", "3001%61bc", "%33001abc", "3001abc/"])
async def test_numbers_are_found_in_any_case_and_encoding(site: Site, path: str) -> None:
    await site.save("3001Abc")
    told = (await site.http.get(f"/api/catalog/parts/{path}")).json()
    assert told["data"]["partNumber"] == "3001Abc"


@pytest.mark.parametrize(
    "path",
    [
        "-3001",
        "3001%20",
        "3001%2Fcolors",
        "%FF",
        "..%2f3001",
        "3001%00",
        "3" * 33,
        "3001/colors/red/price-guide",
        "3001/colors/-1/price-guide",
        "3001/colors/1000000/price-guide",
        "3001/colors/%D9%A1/price-guide",
    ],
)
async def test_what_is_no_key_is_a_bad_request(site: Site, path: str) -> None:
    answer = await site.http.get(f"/api/catalog/parts/{path}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("path", ["", "/colors", "/colors/11/price-guide"])
async def test_who_is_not_signed_in_reads_nothing(site: Site, path: str) -> None:
    answer = await site.anybody.get(PART + path)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"


class TestCaching:
    @pytest.mark.parametrize("told", ["{}", "W/{}", '"other", {}', '"a",W/{} , "b"', "*"])
    async def test_who_holds_the_answer_gets_304_without_a_body(self, site: Site, told: str) -> None:
        await site.save("3001")
        etag = (await site.http.get(PART)).headers["etag"]
        answer = await site.http.get(PART, headers={"if-none-match": told.replace("{}", etag)})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
        assert answer.headers["cache-control"] == "private, no-cache"

    @pytest.mark.parametrize("told", ['"other"', "3001", ""])
    async def test_who_holds_another_gets_this_one(self, site: Site, told: str) -> None:
        answer = await site.http.get(PART, headers={"if-none-match": told})
        assert answer.status_code == 200

    async def test_the_etag_changes_with_the_value_and_only_with_it(self, site: Site) -> None:
        await site.save("3001")
        first, second = [(await site.http.get(PART)).headers["etag"] for _ in range(2)]
        await site.save("3001", name="Brick")
        third = (await site.http.get(PART)).headers["etag"]
        assert first == second != third

    async def test_caches_keep_people_apart(self, site: Site) -> None:
        answer = await site.http.get(PART)
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["vary"].startswith("Cookie, Authorization, Origin")

    async def test_a_head_is_the_same_without_the_body(self, site: Site) -> None:
        get, head = await site.http.get(PART), await site.http.head(PART)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-length", "cache-control", "content-type"):
            assert head.headers[name] == get.headers[name]

    async def test_it_turns_stale_although_nobody_writes(self, site: Site) -> None:
        await site.save("3001")
        assert (await site.http.get(PART)).json()["status"] == "fresh"
        site.clock.advance(30 * DAY + 1)
        assert (await site.http.get(PART)).json()["status"] == "stale"


class TestWaiting:
    async def test_a_read_is_held_until_the_refresh_has_ended(self, site: Site) -> None:
        await site.ask("3001")
        held = asyncio.create_task(site.http.get(PART, params={"wait": "20s"}))
        await site.http.get(PART)
        assert not held.done()
        await site.finish()
        told = (await held).json()
        assert (told["status"], told["data"]["name"]) == ("fresh", "Brick 2 x 4")

    async def test_a_failed_refresh_ends_it_too(self, site: Site) -> None:
        await site.ask("99999x")
        held = asyncio.create_task(site.http.get("/api/catalog/parts/99999x", params={"wait": "20s"}))
        await site.http.get(PART)
        await site.fail(retry_at=site.clock.now() + DAY)
        told = (await held).json()
        assert (told["status"], told["error"]["code"]) == ("missing", "not_found")

    async def test_at_the_end_of_the_wait_it_is_answered_as_it_is(self, site: Site) -> None:
        await site.ask("3001")
        held = asyncio.create_task(site.http.get(PART, params={"wait": "500ms"}))
        while not held.done():
            site.clock.advance(500)
            await site.http.get(PART)
        assert (await held).json()["status"] == "refreshing"

    async def test_where_nothing_is_under_way_nothing_is_waited_for(self, site: Site) -> None:
        assert (await site.http.get(PART, params={"wait": "60s"})).json()["status"] == "missing"

    @pytest.mark.parametrize("query", ["wait=", "wait=20", "wait=61s", "wait=2m", "wait=-1s", "wait=1h"])
    async def test_what_is_no_short_duration_is_refused(self, site: Site, query: str) -> None:
        answer = await site.http.get(f"{PART}?{query}")
        assert answer.status_code == 400
        assert "wait" in answer.json()["detail"]

    @pytest.mark.parametrize("query", ["wiat=20s", "fresh", "wait=1s&wiat=2s", "wait=1s&wait=1s"])
    async def test_a_misspelt_parameter_is_named(self, site: Site, query: str) -> None:
        answer = await site.http.get(f"{PART}?{query}")
        assert answer.status_code == 400
        assert query.rpartition("&")[2].partition("=")[0] in answer.json()["detail"]


async def test_an_allowed_origins_page_may_read_it_with_a_token(site: Site) -> None:
    answer = await site.http.get(PART, headers={"origin": TOOLS})
    assert answer.headers["access-control-allow-origin"] == TOOLS
    assert "ETag" in answer.headers["access-control-expose-headers"]
