"""The outbox over HTTP: everybody sees it, owners retry and discard."""

import pytest

from api.site import Site
from freshbrick.model.clock import DAY
from freshbrick.model.outbox import Priority
from freshbrick.store import leases


async def failed(site: Site) -> int:
    told = await site.ask("99999x")
    await site.fail(retry_at=site.clock.now() + DAY)
    return int(told["messageId"])


async def test_the_newest_come_first(site: Site) -> None:
    for number in ("3001", "3002", "3003"):
        await site.ask(number)
    items = (await site.http.get("/api/outbox", params={"limit": "2"})).json()["items"]
    assert [item["key"] for item in items] == ["3003", "3002"]
    assert (items[0]["status"], items[0]["waitingFor"], items[0]["priority"]) == ("pending", "turn", "high")


async def test_one_status_is_shown_alone(site: Site) -> None:
    message_id = await failed(site)
    await site.ask("3001")
    items = (await site.http.get("/api/outbox", params={"status": "failed"})).json()["items"]
    assert [(item["id"], item["failureCode"]) for item in items] == [(message_id, "not_found")]


async def test_one_key_is_shown_alone(site: Site) -> None:
    await site.ask("3001")
    told = await site.ask("3002")
    of_key = {"resource": "part", "key": "3002", "status": "pending"}
    items = (await site.http.get("/api/outbox", params=of_key)).json()["items"]
    assert [item["id"] for item in items] == [told["messageId"]]


@pytest.mark.parametrize(
    "query",
    [
        "status=broken",
        "limit=0",
        "resource=part",
        "key=3001",
        "resource=set&key=1",
        "limit=101",
        "limit=ten",
        "state=failed",
    ],
)
async def test_a_wrong_parameter_is_named(site: Site, query: str) -> None:
    answer = await site.http.get(f"/api/outbox?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["detail"]


async def test_one_message_is_found_by_its_id(site: Site) -> None:
    told = await site.ask("3001")
    message = (await site.http.get(f"/api/outbox/{told['messageId']}")).json()
    assert (message["id"], message["key"], message["requestedBy"]) == (told["messageId"], "3001", "Ana")


async def test_the_progress_of_a_batch_is_told(site: Site) -> None:
    items = [{"resource": "part", "key": key} for key in ("3001", "99999x")]
    asked = (await site.http.post("/api/catalog/refresh", json={"items": items})).json()
    which = {"upTo": asked["upTo"], "since": asked["since"], "first": asked["first"]}
    await site.finish()
    await site.fail(retry_at=site.clock.now() + DAY)
    told = (await site.http.get("/api/outbox/progress", params=which)).json()
    assert (told["left"], told["failed"], told["waitingFor"]) == (0, 1, None)
    assert [(failed["key"], failed["code"]) for failed in told["failures"]] == [("99999x", "not_found")]
    assert (await site.http.get("/api/outbox/progress")).status_code == 400


@pytest.mark.parametrize(("message_id", "status"), [("999", 404), ("0", 400), ("x", 400), ("9" * 30, 400)])
async def test_there_is_no_other(site: Site, message_id: str, status: int) -> None:
    assert (await site.http.get(f"/api/outbox/{message_id}")).status_code == status
    for what in ("retry", "discard"):
        assert (await site.http.post(f"/api/outbox/{message_id}/{what}")).status_code == status


async def test_a_failed_message_is_tried_again_at_once(site: Site) -> None:
    message_id = await failed(site)
    answer = await site.http.post(f"/api/outbox/{message_id}/retry")
    assert (answer.status_code, answer.json()["outcome"]) == (202, "enqueued")
    assert answer.json()["messageId"] != message_id


async def test_a_pending_message_cannot_be_retried_but_discarded(site: Site) -> None:
    message_id = (await site.ask("3001"))["messageId"]
    retried = await site.http.post(f"/api/outbox/{message_id}/retry")
    assert (retried.status_code, retried.json()["code"]) == (409, "conflict")
    discarded = await site.http.post(f"/api/outbox/{message_id}/discard")
    assert (discarded.status_code, discarded.content) == (204, b"")
    assert (await site.http.get(f"/api/outbox/{message_id}")).status_code == 404


async def test_a_message_at_work_cannot_be_discarded(site: Site) -> None:
    message_id = (await site.ask("3001"))["messageId"]
    found = await site.database.write(leases.claimable, Priority.HIGH)
    await site.database.write(leases.claim, found, "token", 60_000)
    assert (await site.http.post(f"/api/outbox/{message_id}/discard")).status_code == 409


@pytest.mark.parametrize("what", ["retry", "discard"])
async def test_only_owners_change_it(site: Site, what: str) -> None:
    message_id = await failed(site)
    member = await site.client(authorization=f"Bearer {site.tokens['Ben']}")
    answer = await member.post(f"/api/outbox/{message_id}/{what}")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await member.get(f"/api/outbox/{message_id}")).json()["status"] == "failed"
    assert (await site.anybody.post(f"/api/outbox/{message_id}/{what}")).status_code == 401
