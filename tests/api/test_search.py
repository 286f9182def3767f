"""Searching over HTTP."""

import pytest

from api.site import Site

PARTS = "/api/catalog/parts"


async def test_a_page_of_parts_with_counts_and_the_way_to_the_next(site: Site) -> None:
    for number in ("3001", "3002", "3003"):
        await site.save(number)
    first = (await site.http.get(PARTS, params={"query": "brick", "limit": "2"})).json()
    assert [item["partNumber"] for item in first["items"]] == ["3001", "3002"]
    assert first["items"][0].keys() == {
        *("partNumber", "name", "categoryId", "categoryName", "imageUrl", "thumbnailUrl", "source"),
        *("status", "lastFetched", "staleAt"),
    }
    assert (first["total"], first["facets"]["status"]["fresh"]) == (3, 3)
    assert first["facets"]["category"] == [{"id": 5, "name": "Category 5", "count": 3}]
    behind = {"query": "brick", "limit": "2", "cursor": first["nextCursor"]}
    last = (await site.http.get(PARTS, params=behind)).json()
    assert ([item["partNumber"] for item in last["items"]], last["nextCursor"]) == (["3003"], None)


async def test_a_search_that_changed_nothing_is_not_sent_again(site: Site) -> None:
    await site.save("3001")
    first = await site.http.get(f"{PARTS}?query=3001")
    held = {"if-none-match": first.headers["etag"]}
    assert (await site.http.get(f"{PARTS}?query=3001", headers=held)).status_code == 304
    await site.ask("3001", force="true")
    assert (await site.http.get(f"{PARTS}?query=3001", headers=held)).json()["items"][0][
        "status"
    ] == "refreshing"


@pytest.mark.parametrize(
    "query", ["status=old", "limit=0", "limit=101", "color=red", "cursor=x", "words=brick"]
)
async def test_a_wrong_parameter_is_named(site: Site, query: str) -> None:
    answer = await site.http.get(f"{PARTS}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert query.partition("=")[0] in answer.json()["detail"]


@pytest.mark.parametrize("query", ["%22", "%00", "%ff", "%F0%9F%A7%B1", "*", "a%20AND"])
async def test_no_letter_is_an_error(site: Site, query: str) -> None:
    assert (await site.http.get(f"{PARTS}?query={query}")).status_code == 200


async def test_strangers_find_nothing(site: Site) -> None:
    assert (await site.anybody.get(PARTS)).status_code == 401
