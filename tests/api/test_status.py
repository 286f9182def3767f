"""`GET /api/status` over HTTP."""

from api.site import Site


async def test_it_says_what_is_left_and_what_waits(site: Site) -> None:
    await site.save("3001")
    await site.ask("3002")
    told = (await site.http.get("/api/status")).json()
    assert told["quota"].items() >= {"limit": 5000, "used": 0, "remaining": 5000}.items()
    assert told["outbox"]["pending"] == 1
    assert told["catalog"] == {"parts": 1, "fresh": 1, "stale": 0, "neverFetched": 0}
    assert (told["upstream"]["state"], told["worker"]["alive"]) == ("ok", False)


async def test_without_keys_the_upstream_is_unconfigured(keyless: Site) -> None:
    assert (await keyless.http.get("/api/status")).json()["upstream"]["state"] == "unconfigured"


async def test_who_has_it_is_not_told_again(site: Site) -> None:
    etag = (await site.http.get("/api/status")).headers["etag"]
    answer = await site.http.get("/api/status", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    await site.ask("3001")
    answer = await site.http.get("/api/status", headers={"if-none-match": etag})
    assert answer.status_code == 200


async def test_it_is_for_people_only(site: Site) -> None:
    assert (await site.anybody.get("/api/status")).status_code == 401
