"""Signing in and out over HTTP."""

from typing import Any

import httpx2
import pytest

from api.site import PASSWORD, TOOLS, Site
from freshbrick.accounts.links import create_link
from freshbrick.accounts.passwords import Passwords
from freshbrick.accounts.people import find_person, set_password
from freshbrick.accounts.secrets import Secret
from freshbrick.model.clock import MINUTE


@pytest.fixture
async def link(site: Site) -> str:
    ben = await site.database.read(find_person, "Ben")
    return (await site.database.write(create_link, ben.id)).reveal()


@pytest.fixture
async def browser(site: Site) -> httpx2.AsyncClient:
    return await site.client(origin=site.url)


async def give_password(site: Site) -> None:
    ana = await site.database.read(find_person, "Ana")
    hashed = await Passwords().hash(Secret(PASSWORD))
    await site.database.write(set_password, ana.id, hashed)


async def test_a_link_signs_in_once(site: Site, browser: httpx2.AsyncClient, link: str) -> None:
    answer = await browser.post("/api/session", json={"link": link})
    assert answer.status_code == 200
    assert answer.json()["person"].items() >= {"name": "Ben", "role": "member", "via": "session"}.items()
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert (await browser.get("/api/session")).json() == answer.json()
    again = await (await site.client()).post("/api/session", json={"link": link})
    assert (again.status_code, again.json()["code"]) == (401, "not_signed_in")


async def test_a_link_is_good_for_a_quarter_of_an_hour(
    site: Site, browser: httpx2.AsyncClient, link: str
) -> None:
    site.clock.advance(15 * MINUTE + 1)
    assert (await browser.post("/api/session", json={"link": link})).status_code == 401


async def test_name_and_password_sign_in(site: Site, browser: httpx2.AsyncClient) -> None:
    await give_password(site)
    wrong = await browser.post("/api/session", json={"name": "Ana", "password": "wrong horse"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (401, False)
    right = await browser.post("/api/session", json={"name": "Ana", "password": PASSWORD})
    assert right.json()["person"]["role"] == "owner"
    assert (await browser.get("/api/status")).status_code == 200


async def test_too_many_attempts_are_told_when_to_come_back(site: Site, browser: httpx2.AsyncClient) -> None:
    body = {"link": "guess"}
    answer = await browser.post("/api/session", json=body)
    while answer.status_code == 401:
        answer = await browser.post("/api/session", json=body)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (429, "throttled")
    assert int(answer.headers["retry-after"]) == -(-told["retryAfterMs"] // 1000) > 0


async def test_signing_out_ends_the_session_itself(
    site: Site, browser: httpx2.AsyncClient, link: str
) -> None:
    await browser.post("/api/session", json={"link": link})
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    answer = await browser.delete("/api/session", headers={"origin": site.url})
    assert (answer.status_code, answer.content) == (204, b"")
    assert not browser.cookies
    assert (await browser.get("/api/session")).status_code == 401
    stolen = await site.client(cookie=cookie)
    assert (await stolen.get("/api/session")).status_code == 401
    assert (await browser.delete("/api/session")).status_code == 401


async def test_whoever_signs_in_ends_the_session_before_in_the_same_browser(
    site: Site, browser: httpx2.AsyncClient, link: str
) -> None:
    await give_password(site)
    ana = {"name": "Ana", "password": PASSWORD}
    await browser.post("/api/session", json=ana)
    before = await site.client(cookie="; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
    elsewhere = await site.client(origin=site.url)
    await elsewhere.post("/api/session", json=ana)
    await browser.post("/api/session", json={"link": "no good"})
    assert (await before.get("/api/session")).status_code == 200
    await browser.post("/api/session", json={"link": link})
    assert (await browser.get("/api/session")).json()["person"]["name"] == "Ben"
    assert (await before.get("/api/session")).status_code == 401
    assert (await elsewhere.get("/api/session")).status_code == 200


async def test_a_token_says_who_it_is(site: Site) -> None:
    told = (await site.http.get("/api/session")).json()
    assert told["person"].items() >= {"name": "Ana", "via": "token"}.items()
    assert set(told["person"]) == {"id", "name", "role", "via"}


async def test_signed_out_is_said_in_the_form_of_a_problem(site: Site) -> None:
    answer = await site.anybody.get("/api/session")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("origin", ["https://evil.example", TOOLS, "null"])
async def test_no_other_origins_page_signs_its_visitor_in_or_out(
    site: Site, browser: httpx2.AsyncClient, link: str, origin: str
) -> None:
    answer = await browser.post("/api/session", json={"link": link}, headers={"origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    await browser.post("/api/session", json={"link": link})
    assert (await browser.delete("/api/session", headers={"origin": origin})).status_code == 403
    assert (await browser.get("/api/session")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "Ana"},
        {"name": "Ana", "password": PASSWORD, "link": "x"},
        {"name": "Ana", "password": 7},
        {"name": "Ana", "passwort": PASSWORD},
        "Ana",
    ],
)
async def test_anything_else_is_refused_without_repeating_it(
    browser: httpx2.AsyncClient, body: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await browser.post("/api/session", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert PASSWORD not in answer.text + "".join(capsys.readouterr())


async def test_no_secret_reaches_the_log(
    browser: httpx2.AsyncClient, site: Site, link: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await browser.post("/api/session", json={"link": link})
    await browser.get("/api/session", params={"link": link})
    await site.http.get("/api/status")
    logged = "".join(capsys.readouterr())
    assert "path=/api/session" in logged
    for secret in (link, site.tokens["Ana"], *browser.cookies.values()):
        assert secret not in logged
