"""The server behind a real nginx with TLS, as docs/deployment.md says to put it there."""

import re
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
import websockets

from e2e.conftest import Open
from e2e.house import House, Live, eventually
from e2e.nginx import NAME, free_port, nginx

ORIGIN = f"https://{NAME}"


class Front:
    """What people outside see: the proxy, its certificate, and addresses to come from."""

    def __init__(
        self, house: House, https: str, http: str, trusted: ssl.SSLContext, stack: AsyncExitStack
    ) -> None:
        self.house = house
        self.https = https
        self.http = http
        self._trusted = trusted
        self._stack = stack

    async def browser(self, *, at: str = "127.0.0.1", **headers: str) -> httpx2.AsyncClient:
        """A client that comes from the address `at` on this machine."""
        transport = httpx2.AsyncHTTPTransport(verify=self._trusted, local_address=at)
        client = httpx2.AsyncClient(
            base_url=f"https://127.0.0.1:{self.https}", transport=transport, headers={"Host": NAME, **headers}
        )
        return await self._stack.enter_async_context(_Named(client))

    def live(self, **how: Any) -> Any:
        return websockets.connect(
            f"wss://{NAME}/api/live",
            host="127.0.0.1",
            port=int(self.https),
            ssl=self._trusted,
            proxy=None,
            **how,
        )

    async def link(self) -> str:
        """A one-time link's secret."""
        code, out, err = await self.house.run("user", "link", "owner")
        assert code == 0, err
        found = re.search(r"#signin=(\S+)", out)
        assert found, out
        return found[1]


class _Named:
    """Asks for the certificate of the name, though it connects to an address."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def __aenter__(self) -> httpx2.AsyncClient:
        async def name_it(request: httpx2.Request) -> None:
            request.extensions["sni_hostname"] = NAME

        self._client.event_hooks = {"request": [name_it], "response": []}
        return self._client

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()


@pytest.fixture
async def front(open_house: Open, tmp_path: Path) -> AsyncIterator[Front]:
    port = free_port()
    folder = tmp_path / "nginx"
    folder.mkdir()
    async with AsyncExitStack() as stack:
        https, http = await stack.enter_async_context(nginx(folder, port))
        trusted = ssl.create_default_context(cafile=folder / "certificate.pem")
        house = await open_house(PORT=port, PUBLIC_URL=ORIGIN, LOG_LEVEL="debug")
        yield Front(house, https, http, trusted, stack)


async def test_a_browser_signs_in_writes_and_watches_through_it(front: Front) -> None:
    browser = await front.browser()
    signed_in = await browser.post(
        "/api/session", json={"link": await front.link()}, headers={"Origin": ORIGIN}
    )
    assert signed_in.status_code == 200, signed_in.text
    cookie = signed_in.headers["set-cookie"]
    assert cookie.startswith("__Host-freshbrick=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    held = cookie.partition(";")[0]
    browser.headers["Cookie"] = held
    assert (await browser.get("/api/session")).json()["person"]["via"] == "session"

    refresh = "/api/catalog/parts/3001/refresh"
    assert (await browser.post(refresh, headers={"Origin": "https://evil.example"})).status_code == 403
    async with front.live(additional_headers={"Cookie": held}, origin=ORIGIN) as socket:
        page = Live(socket)
        await page.receive("welcome")
        await page.subscribe("getPart", partNumber="3001")
        assert (await page.value())["status"] == "missing"
        assert (await browser.post(refresh, headers={"Origin": ORIGIN})).status_code == 202
        assert (await page.until("fresh"))[-1]["data"]["partNumber"] == "3001"
    for origin in ("https://evil.example", None):
        with pytest.raises(websockets.InvalidStatus):
            async with front.live(additional_headers={"Cookie": held}, origin=origin):
                pass


async def test_a_tool_uses_its_token_through_it(front: Front) -> None:
    tool = await front.browser(Authorization=f"Bearer {front.house.token}")
    assert (await tool.get("/api/session")).json()["person"]["via"] == "token"
    assert (await tool.get("/metrics")).status_code == 200
    async with front.live(additional_headers={"Authorization": f"Bearer {front.house.token}"}) as socket:
        await Live(socket).receive("welcome")
    big = await tool.post(
        "/api/catalog/refresh", content=b" " * (2**20 + 1), headers={"Content-Type": "application/json"}
    )
    assert big.status_code == 413


async def test_strangers_see_no_metrics_other_names_nothing_and_plain_http_is_sent_on(front: Front) -> None:
    stranger = await front.browser()
    assert (await stranger.get("/metrics")).status_code == 401
    assert (await stranger.get("/healthz", headers={"Host": "evil.example"})).status_code == 200
    assert (await stranger.get("/api/session", headers={"Host": "evil.example"})).status_code == 421
    async with httpx2.AsyncClient() as plain:
        moved = await plain.get(f"http://127.0.0.1:{front.http}/part/3001?color=5", headers={"Host": NAME})
    assert (moved.status_code, moved.headers["location"]) == (301, f"{ORIGIN}/part/3001?color=5")


async def test_the_request_id_is_the_proxys_in_the_answer_and_in_the_log(front: Front) -> None:
    stranger = await front.browser()
    reply = await stranger.get("/api/session", headers={"X-Request-ID": "chosen-by-the-client"})
    given = reply.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", given)
    await eventually(lambda: f'"request_id": "{given}"' in front.house.log)


async def test_who_fails_to_sign_in_too_often_is_stopped_and_nobody_else_is(front: Front) -> None:
    guesser = await front.browser(at="127.0.0.2")
    wrong = {"link": "wrong"}
    for n in range(10):
        headers = {"X-Forwarded-For": f"198.51.100.{n}"}  # whatever they claim
        assert (await guesser.post("/api/session", json=wrong, headers=headers)).status_code == 401
    assert (await guesser.post("/api/session", json=wrong)).status_code == 429
    other = await front.browser(at="127.0.0.3")
    assert (await other.post("/api/session", json={"link": await front.link()})).status_code == 200
