"""What is true of every request: hosts, headers, problems, limits."""

from typing import Any

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from api.site import TOOLS, Site
from freshbrick.store.database import DatabaseUnavailableError, Tx

BATCH = "/api/catalog/refresh"


def code(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code of a problem that looks as one should."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told.keys() - {"retryAfterMs"} == {"type", "title", "status", "code", "detail"}
    assert (told["type"], told["status"]) == ("about:blank", answer.status_code)
    return answer.status_code, told["code"]


class TestProblems:
    @pytest.mark.parametrize(
        "path", ["/api", "/api/nothing", "/api/catalog", "/api/catalog/sets", "/api/schema/x", "/assets/x.js"]
    )
    async def test_an_unknown_path_is_not_found(self, site: Site, path: str) -> None:
        assert code(await site.http.get(path)) == (404, "not_found")

    @pytest.mark.parametrize(
        ("method", "path"),
        [("POST", "/api/status"), ("DELETE", "/api/catalog/parts/3001"), ("GET", BATCH), ("PUT", "/")],
    )
    async def test_a_wrong_method_is_told_the_right_ones(self, site: Site, method: str, path: str) -> None:
        answer = await site.http.request(method, path)
        assert code(answer) == (405, "bad_request")
        assert answer.headers["allow"]

    async def test_a_body_beyond_a_mebibyte_is_too_large(self, site: Site) -> None:
        body = b'{"of": "stale"' + b" " * 2**20 + b"}"
        headers = {"content-type": "application/json"}
        assert code(await site.http.post(BATCH, content=body, headers=headers)) == (413, "too_large")
        assert code(await site.http.post(BATCH, content=_slowly(body), headers=headers)) == (413, "too_large")

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"[" * 500_000, b'{"items":' * 90_000, b'{"of": "st\xffale"}', b'{"x": 1e999}', b"null"],
    )
    async def test_broken_deep_or_strange_json_is_a_bad_request(self, site: Site, body: bytes) -> None:
        answer = await site.http.post(BATCH, content=body, headers={"content-type": "application/json"})
        assert code(answer) == (400, "bad_request")

    async def test_an_unknown_field_is_named(self, site: Site) -> None:
        answer = await site.http.post(BATCH, json={"of": "stale", "dry_run": True})
        assert code(answer) == (400, "bad_request")
        assert "dry_run" in answer.json()["detail"]

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
    )
    async def test_only_json_is_read(self, site: Site, kind: str) -> None:
        answer = await site.http.post(BATCH, content=b'{"of": "stale"}', headers={"content-type": kind})
        assert code(answer) == (415, "bad_request")

    async def test_an_unknown_parameter_is_named(self, site: Site) -> None:
        answer = await site.http.get("/api/status?verbose=1")
        assert code(answer) == (400, "bad_request")
        assert "verbose" in answer.json()["detail"]

    async def test_a_database_that_does_not_answer_is_said_so_with_a_time(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(site.database, "write", _unavailable)
        answer = await site.http.post("/api/catalog/parts/3001/refresh")
        assert code(answer) == (503, "unavailable")
        assert answer.headers["retry-after"] == "1"
        assert "disk" not in answer.text

    @pytest.mark.parametrize("path", ["/api/catalog/parts/3001", "/api/outbox/1"])
    async def test_a_bug_tells_nobody_its_details(
        self, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str
    ) -> None:
        monkeypatch.setattr(site.database, "read", _broken)
        answer = await site.http.get(path)
        assert code(answer) == (500, "internal")
        assert "secret" not in answer.text
        assert "a secret detail" in "".join(capsys.readouterr())


class TestHosts:
    @pytest.mark.parametrize(
        "path", ["/", "/api/status", "/api/catalog/parts/3001", "/readyz", "/api/schema"]
    )
    async def test_another_hosts_name_is_misdirected(self, site: Site, path: str) -> None:
        answer = await site.http.get(path, headers={"host": "evil.example"})
        assert code(answer) == (421, "bad_request")

    async def test_the_health_check_may_use_any_name(self, site: Site) -> None:
        assert (await site.anybody.get("/healthz", headers={"host": "10.0.0.7"})).status_code == 200


class TestOtherOrigins:
    async def test_a_preflight_is_answered_before_anybody_is_known(self, site: Site) -> None:
        headers = {"origin": TOOLS, "access-control-request-method": "POST"}
        answer = await site.anybody.options("/api/catalog/parts/3001/refresh", headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["access-control-allow-origin"] == TOOLS
        assert "POST" in answer.headers["access-control-allow-methods"]

    @pytest.mark.parametrize("path", ["/api/status", "/api/catalog/parts/3001", "/api/nothing"])
    async def test_answers_and_problems_can_be_read_by_allowed_origins_alone(
        self, site: Site, path: str
    ) -> None:
        allowed = await site.http.get(path, headers={"origin": TOOLS})
        assert allowed.headers["access-control-allow-origin"] == TOOLS
        other = await site.http.get(path, headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers


class TestEveryAnswer:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/healthz",
            "/api/status",
            "/api/catalog/parts/3001",
            "/api/nothing",
            "/api/plain.css",
            "/assets/x.js",
        ],
    )
    async def test_it_is_safe_to_show(self, site: Site, path: str) -> None:
        headers = (await site.http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == ("same-origin" if path == "/" else "no-referrer")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]

    async def test_what_is_not_meant_to_be_kept_is_not(self, site: Site) -> None:
        for path in ("/api/session", "/"):
            assert (await site.http.get(path)).headers["cache-control"] == "no-store"

    async def test_it_has_an_id_that_the_log_has_too(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answer = await site.http.post("/api/catalog/parts/3001/refresh?force=true")
        logged = [line for line in capsys.readouterr().out.splitlines() if "request.answered" in line][-1]
        assert f"request_id={answer.headers['x-request-id']}" in logged
        for said in ("info", "method=POST", "path=/api/catalog/parts/3001/refresh", "status=202"):
            assert said in logged
        assert "force" not in logged

    async def test_a_proxys_id_is_kept_if_it_is_one(self, site: Site) -> None:
        for given, kept in (
            ("abc-123.DEF_4", True),
            ("short", False),
            ("x" * 65, False),
            ("a b c d e f", False),
        ):
            answer = await site.anybody.get("/healthz", headers={"x-request-id": given})
            assert (answer.headers["x-request-id"] == given) is kept

    async def test_a_head_is_answered_everywhere(self, site: Site) -> None:
        for path in ("/", "/api/status", "/healthz"):
            get, head = await site.http.get(path), await site.http.head(path)
            assert (head.status_code, head.content) == (200, b"")
            assert head.headers["content-length"] == get.headers["content-length"]


class TestSockets:
    async def test_the_live_socket_is_where_it_should_be(self, site: Site) -> None:
        async with connect(site.url.replace("http", "ws") + "/api/live") as socket:
            await socket.wait_closed()
            assert socket.close_code == 4001

    async def test_there_is_no_other(self, site: Site) -> None:
        with pytest.raises(InvalidStatus) as caught:
            await connect(site.url.replace("http", "ws") + "/api/other")
        assert caught.value.response.status_code == 403


async def _slowly(body: bytes) -> Any:
    for start in range(0, len(body), 2**16):
        yield body[start : start + 2**16]


async def _unavailable(*_args: object, **_kwargs: object) -> None:
    raise DatabaseUnavailableError("disk /dev/sda1 is full")


async def _broken(_fn: object, *_args: Tx) -> None:
    raise ZeroDivisionError("a secret detail")
