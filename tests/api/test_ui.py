"""The web UI as it is served: the page at every address, its files, and what stands there if nothing was built."""

import gzip
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import httpx2
import pytest

from api.site import Site, site_of
from freshbrick import __version__
from freshbrick.api.ui import NONCE
from freshbrick.catalog.policy import Policy
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

SCRIPT = b"console.log('a brick');" * 20
PAGE = b"""<!doctype html>
<title>Freshbrick</title>
<meta property="csp-nonce" nonce="%(nonce)b">
<link rel="stylesheet" href="/assets/index-Cq3d.css" nonce="%(nonce)b">
<script type="module" src="/assets/index-Bx7k.js" nonce="%(nonce)b"></script>
"""
BUILT = {
    "index.html": PAGE % {b"nonce": NONCE},
    "favicon.svg": b"<svg/>",
    "assets/index-Bx7k.js": SCRIPT,
    "assets/index-Bx7k.js.br": b"as brotli",
    "assets/index-Bx7k.js.gz": gzip.compress(SCRIPT),
    "assets/index-Cq3d.css": b"body { margin: 0 }",
    "assets/figtree-D2.woff2": b"wOF2",
    ".vite/manifest.json": b"{}",
}
SCRIPT_URL = "/assets/index-Bx7k.js"


class Sources(HTMLParser):
    """Collects everything that a page would fetch, and every script or style within it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.links += [
            value for name, value in attrs if name in ("src", "href", "action") and value is not None
        ]
        if tag == "style" or (tag == "script" and "src" not in named) or "style" in named:
            self.inline.append(tag)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as the build leaves it."""
    folder = tmp_path / "ui"
    for name, body in BUILT.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (tmp_path / "secret.txt").write_text("outside")
    return folder


@pytest.fixture
async def web(database: SqliteDatabase, clock: VirtualClock, built: Path) -> AsyncIterator[Site]:
    async with site_of(database, clock, Policy(), built) as site:
        yield site


def policy_of(page: httpx2.Response) -> dict[str, str]:
    """The Content-Security-Policy by its directives."""
    rules = (rule.strip().split(" ", 1) for rule in page.headers["content-security-policy"].split(";"))
    return {rule[0]: rule[1] for rule in rules}


class TestPage:
    @pytest.mark.parametrize("path", ["/", "/parts/3001.1", "/index.html", "/inventory?sort=age", "/a/b/c"])
    async def test_every_address_that_is_nothing_else_is_the_page(self, web: Site, path: str) -> None:
        page = await web.anybody.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "no-store"
        assert "<title>Freshbrick</title>" in page.text

    @pytest.mark.parametrize("path", ["/api/nothing", "/api", "/assets", "/assets/", "/assets/x.js"])
    async def test_what_the_api_or_the_build_does_not_have_is_not_the_page(
        self, web: Site, path: str
    ) -> None:
        answer = await web.http.get(path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"

    async def test_each_answer_has_a_nonce_of_its_own(self, web: Site) -> None:
        nonces = set()
        for _ in range(2):
            page = await web.anybody.get("/")
            (nonce,) = re.findall(r"'nonce-([\w-]{20,})'", page.headers["content-security-policy"])
            assert page.text.count(f'nonce="{nonce}"') == 3
            assert NONCE.decode() not in page.text
            nonces.add(nonce)
        assert len(nonces) == 2

    async def test_it_may_load_what_is_the_servers_own_and_nothing_else(self, web: Site) -> None:
        policy = policy_of(await web.anybody.get("/"))
        assert policy.pop("style-src").startswith("'self' 'nonce-")
        assert policy == {
            "default-src": "'none'",
            "script-src": "'self'",
            "connect-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }

    async def test_pictures_come_from_bricklink_where_they_are_on(
        self, database: SqliteDatabase, clock: VirtualClock, built: Path
    ) -> None:
        async with site_of(database, clock, Policy(pictures="bricklink"), built) as site:
            policy = policy_of(await site.anybody.get("/"))
        assert policy["img-src"] == "'self' data: https://img.bricklink.com"

    async def test_all_that_it_fetches_is_there(self, web: Site) -> None:
        links = Sources((await web.anybody.get("/")).text).links
        assert links
        for link in links:
            assert (await web.anybody.get(link)).status_code == 200

    async def test_it_goes_on_as_it_began_while_another_is_built(self, web: Site, built: Path) -> None:
        (built / SCRIPT_URL[1:]).unlink()
        assert (await web.anybody.get(SCRIPT_URL)).content == SCRIPT


class TestFiles:
    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            (SCRIPT_URL, "text/javascript; charset=utf-8"),
            ("/assets/index-Cq3d.css", "text/css; charset=utf-8"),
            ("/assets/figtree-D2.woff2", "font/woff2"),
            ("/favicon.svg", "image/svg+xml"),
        ],
    )
    async def test_each_has_its_type(self, web: Site, path: str, kind: str) -> None:
        answer = await web.anybody.get(path)
        assert answer.content == BUILT[path[1:]] if "js" not in path else answer.content
        assert answer.headers["content-type"] == kind

    async def test_what_has_its_content_in_its_name_is_kept_and_the_rest_asked_for_again(
        self, web: Site
    ) -> None:
        asset = await web.anybody.get(SCRIPT_URL)
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        icon = await web.anybody.get("/favicon.svg")
        assert icon.headers["cache-control"] == "no-cache"
        again = await web.anybody.get("/favicon.svg", headers={"if-none-match": icon.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == icon.headers["etag"]

    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip", "gzip"),
            ("GZIP;q=0.8, br;q=0.5", "gzip"),
            ("br;q=0, gzip;q=0.001", "gzip"),
            ("*", "br"),
            ("*;q=0.5, br;q=0", "gzip"),
            ("identity, gzip;q=0.5", None),
            ("deflate", None),
            ("identity;q=0, *;q=0", None),
            ("br;q=nan, gzip;q=2", None),
            ("", None),
        ],
    )
    async def test_a_browser_is_sent_the_smallest_that_it_can_read(
        self, web: Site, accepted: str, coding: str | None
    ) -> None:
        async with web.anybody.stream("GET", SCRIPT_URL, headers={"accept-encoding": accepted}) as answer:
            body = b"".join([chunk async for chunk in answer.aiter_raw()])
        suffix = {"br": ".br", "gzip": ".gz", None: ""}[coding]
        assert body == BUILT[SCRIPT_URL[1:] + suffix]
        assert answer.headers.get("content-encoding") == coding
        assert "Accept-Encoding" in answer.headers["vary"]

    async def test_two_codings_are_two_answers_to_a_cache(self, web: Site) -> None:
        tags = {
            (await web.anybody.head(SCRIPT_URL, headers={"accept-encoding": coding})).headers["etag"]
            for coding in ("br", "gzip", "identity")
        }
        assert len(tags) == 3

    async def test_a_head_is_answered_as_its_get(self, web: Site) -> None:
        for path in ("/parts/3001", SCRIPT_URL, "/favicon.svg"):
            get, head = await web.anybody.get(path), await web.anybody.head(path)
            assert (head.status_code, head.content) == (200, b"")
            assert head.headers["content-length"] == get.headers["content-length"]

    @pytest.mark.parametrize(
        "path",
        [
            "/assets/../../secret.txt",
            "/assets/..%2f..%2fsecret.txt",
            "/assets/%2e%2e/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/.vite/manifest.json",
            f"{SCRIPT_URL}.br",
            f"{SCRIPT_URL}.gz",
        ],
    )
    async def test_nothing_else_can_be_read(self, web: Site, path: str) -> None:
        answer = await web.anybody.get(path)
        assert answer.status_code == 404 or "<title>Freshbrick</title>" in answer.text
        assert "outside" not in answer.text


class TestWithoutABuild:
    async def test_it_says_what_runs_and_what_to_do(self, site: Site) -> None:
        for path in ("/", "/parts/3001"):
            page = await site.anybody.get(path)
            assert page.headers["content-type"] == "text/html; charset=utf-8"
            assert __version__ in page.text
            assert "make web" in page.text
            assert {"/api/docs", "/api/schema"} <= set(Sources(page.text).links)

    async def test_an_asset_is_still_none(self, site: Site) -> None:
        assert (await site.anybody.get(SCRIPT_URL)).status_code == 404


async def test_plain_pages_fetch_nothing_from_outside_and_run_nothing(site: Site) -> None:
    for path in ("/", "/api/docs"):
        page = await site.anybody.get(path)
        sources = Sources(page.text)
        assert not sources.inline
        for link in sources.links:
            assert link.startswith(("/", "#", "data:,"))
            if link.startswith("/"):
                assert (await site.anybody.get(link)).status_code == 200
        policy = policy_of(page)
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert "script-src" not in policy


async def test_their_style_is_one(site: Site) -> None:
    assert (await site.anybody.get("/api/plain.css")).headers["content-type"].startswith("text/css")
