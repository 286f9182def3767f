"""Who may do what: without a session or token nothing is told and nothing is written."""

import json
import re

import httpx2
import pytest
import websockets

from e2e.conftest import Open
from e2e.house import House
from freshbrick.simulator import Simulator

READS = (
    "/api/catalog/parts/3001",
    "/api/catalog/parts/3001/colors",
    "/api/catalog/parts/3001/colors/11/price-guide",
    "/api/catalog/parts/3001/colors/11/price-guide/details?condition=new&market=stock",
    "/api/catalog/colors",
    "/api/catalog/categories",
    "/api/inventory/lots",
    "/api/inventory/lots/1",
    "/api/outbox",
    "/api/outbox/1",
    "/api/status",
    "/api/session",
)
WRITES = (
    "/api/catalog/parts/3001/refresh",
    "/api/catalog/parts/3001/colors/refresh",
    "/api/catalog/parts/3001/colors/11/price-guide/refresh",
    "/api/catalog/refresh",
    "/api/inventory/lots",
    "/api/outbox/1/retry",
    "/api/outbox/1/discard",
)


async def test_a_stranger_is_told_nothing_and_writes_nothing(house: House, simulator: Simulator) -> None:
    stranger = {"Authorization": "Bearer fbk_wrong"}
    for headers in (stranger, {"Authorization": ""}):
        for path in READS:
            assert (await house.http.get(house.url + path, headers=headers)).status_code == 401, path
        for path in WRITES:
            reply = await house.post(
                path, json={"items": [{"resource": "part", "key": "3001"}]}, headers=headers
            )
            assert (reply.status_code, reply.json()["code"]) == (401, "not_signed_in"), path
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with house.live(additional_headers={}):
            pass
    assert refused.value.response.status_code in (401, 403)
    assert (await house.get("/api/outbox"))["items"] == []
    assert len(simulator.calls) == 0


async def test_whatever_the_api_describes_is_closed_to_strangers_but_for_signing_in(house: House) -> None:
    paths = (await house.get("/api/schema"))["paths"]
    known = {"partNumber": "3001", "colorId": "11", "messageId": "1", "lotId": "1"}
    answered = set()
    for path, method in ((p, m) for p in paths for m in paths[p] if p.startswith("/api")):
        url = house.url + re.sub(r"\{(\w+)[^}]*\}", lambda name: known[name[1]], path)
        body = {} if method == "post" else None
        reply = await house.http.request(method.upper(), url, headers={"Authorization": ""}, json=body)
        if reply.status_code != 401:
            answered.add((method, path))
    assert answered == {("post", "/api/session")}


async def test_the_description_of_the_api_and_the_health_checks_are_open(house: House) -> None:
    async with httpx2.AsyncClient(verify=False) as stranger:
        schema = (await stranger.get(f"{house.url}/api/schema")).json()
        assert schema["openapi"].startswith("3.")
        assert {"/api/catalog/parts/{partNumber}", "/api/status"} <= schema["paths"].keys()
        for path in ("/healthz", "/readyz", "/api/docs", "/"):
            assert (await stranger.get(house.url + path)).status_code == 200, path


async def test_the_sign_in_link_of_the_first_start_works_once(house: House) -> None:
    found = re.search(r"(http\S+)/#signin=(\S+)", house.log)
    assert found
    async with httpx2.AsyncClient(verify=False, base_url=house.url) as browser:
        assert (await browser.post("/api/session", json={"link": found[2]})).status_code == 200
        assert (await browser.get("/api/session")).json()["person"]["role"] == "owner"
        assert (await browser.get("/api/catalog/parts/3001")).json()["status"] == "missing"
        no_origin = await browser.post("/api/catalog/parts/3001/refresh")
        assert no_origin.status_code == 403
        foreign = await browser.post(
            "/api/catalog/parts/3001/refresh", headers={"Origin": "https://evil.example"}
        )
        assert (foreign.status_code, foreign.json()["code"]) == (403, "forbidden")
        own = await browser.post("/api/catalog/parts/3001/refresh", headers={"Origin": house.url})
        assert own.status_code == 202
        assert (await browser.delete("/api/session", headers={"Origin": house.url})).status_code < 300
        assert (await browser.get("/api/session")).status_code == 401
    async with httpx2.AsyncClient(verify=False, base_url=house.url) as second:
        assert (await second.post("/api/session", json={"link": found[2]})).status_code == 401
    await house.stop()
    before = house.log.count("#signin=")
    await house.start()
    assert house.log.count("#signin=") == before, "somebody has signed in"


async def test_a_socket_needs_the_own_origin_with_a_cookie(house: House) -> None:
    found = re.search(r"#signin=(\S+)", house.log)
    assert found
    async with httpx2.AsyncClient(verify=False, base_url=house.url) as browser:
        signed_in = await browser.post("/api/session", json={"link": found[1]})
    cookie = signed_in.headers["set-cookie"].split(";")[0]
    async with house.live(additional_headers={"Cookie": cookie}, origin=house.url) as live:
        assert (await live.receive("welcome"))["protocol"] == 1
    for origin in ("https://evil.example", None):
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with house.live(additional_headers={"Cookie": cookie}, origin=origin):
                pass
        assert refused.value.response.status_code == 403


async def test_another_host_name_is_misdirected(house: House) -> None:
    assert (
        await house.http.get(f"{house.url}/api/status", headers={"Host": "rebound.example"})
    ).status_code == 421


async def test_the_token_that_the_command_prints_last_opens_http_and_the_socket(house: House) -> None:
    code, out, _ = await house.run("token", "create", "tool")
    assert code == 0
    token = out.splitlines()[-1]
    reply = await house.http.get(f"{house.url}/api/session", headers={"Authorization": f"Bearer {token}"})
    assert reply.json()["person"]["via"] == "token"
    async with house.live(additional_headers={"Authorization": f"Bearer {token}"}) as live:
        await live.subscribe("getStatus")
        await live.value()
        assert (await house.run("token", "revoke", "tool"))[0] == 0
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await live.receive("never")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4503


async def test_retry_and_discard_are_the_owners(house: House) -> None:
    await house.run("user", "add", "Ben")
    _, out, _ = await house.run("token", "create", "bens", "--person", "Ben")
    ben = {"Authorization": f"Bearer {out.splitlines()[-1]}"}
    await house.post("/api/catalog/parts/99999x/refresh?wait=10s")
    [message] = (await house.get("/api/outbox?status=failed"))["items"]
    for what in ("retry", "discard"):
        assert (await house.post(f"/api/outbox/{message['id']}/{what}", headers=ben)).status_code == 403
    assert (await house.post(f"/api/outbox/{message['id']}/retry")).status_code == 202


async def test_without_keys_the_server_answers_what_it_has_and_queues_nothing(open_house: Open) -> None:
    house = await open_house(keys=False)
    assert (await house.get("/api/catalog/parts/3001"))["status"] == "missing"
    asked = await house.post("/api/catalog/parts/3001/refresh")
    assert asked.json()["outcome"] == "keys_missing"
    assert (await house.get("/api/outbox"))["items"] == []
    assert (await house.get("/api/status"))["upstream"]["state"] == "unconfigured"
    async with house.live() as live:
        await live.act("enqueueRefreshPart", partNumber="3001", auto=True)
        assert (await live.receive("result"))["value"]["outcome"] == "keys_missing"
    assert "FRESHBRICK_BRICKLINK_CONSUMER_KEY" in house.log


async def test_a_mistyped_setting_ends_the_start_with_what_was_meant(house: House) -> None:
    code, _, err = await house.run(
        "serve", environ={"FRESHBRICK_STALE_AFTR": "3d", "FRESHBRICK_PACE": "fast"}
    )
    assert code == 2
    assert "FRESHBRICK_STALE_AFTER" in err
    assert "FRESHBRICK_PACE" in err
    assert json.dumps("Traceback")[1:-1] not in err
