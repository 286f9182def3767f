"""The page at `/`, and what it takes to show it."""

from html.parser import HTMLParser

from api.site import Site
from freshbrick import __version__
from freshbrick.accounts.people import add_person
from freshbrick.accounts.tokens import create_token
from freshbrick.store.database import Tx


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


async def test_it_says_what_is_running_and_where_the_api_is_described(site: Site) -> None:
    page = await site.anybody.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert __version__ in page.text
    assert "keys are configured" in page.text
    assert {"/api/docs", "/api/schema"} <= set(Sources(page.text).links)


async def test_it_says_so_if_there_are_no_keys(keyless: Site) -> None:
    assert "no BrickLink keys" in (await keyless.anybody.get("/")).text


async def test_it_says_who_is_signed_in(site: Site) -> None:
    assert "Not signed in" in (await site.anybody.get("/")).text
    assert "Signed in as Ana." in (await site.http.get("/")).text


async def test_a_name_is_a_name_and_no_markup(site: Site) -> None:
    token = await site.database.write(_add_person, "<b>Eve</b> & $who")
    page = await site.anybody.get("/", headers={"authorization": f"Bearer {token}"})
    assert "Signed in as &lt;b&gt;Eve&lt;/b&gt; &amp; $who." in page.text


async def test_nothing_comes_from_outside_and_nothing_runs_inline(site: Site) -> None:
    for path in ("/", "/api/docs"):
        page = await site.anybody.get(path)
        sources = Sources(page.text)
        assert not sources.inline
        for link in sources.links:
            assert link.startswith(("/", "#", "data:,"))
            if link.startswith("/"):
                assert (await site.anybody.get(link)).status_code == 200
        policy = dict(
            rule.strip().split(" ", 1) for rule in page.headers["content-security-policy"].split(";")
        )
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"


async def test_its_files_have_their_types_and_there_are_no_others(site: Site) -> None:
    for name, kind in (("page.css", "text/css"), ("signin.js", "text/javascript")):
        assert (await site.anybody.get(f"/assets/{name}")).headers["content-type"].startswith(kind)
    for name in ("page.html", "docs.html", "..%2fpage.py", "__init__.py"):
        assert (await site.anybody.get(f"/assets/{name}")).status_code == 404


def _add_person(tx: Tx, name: str) -> str:
    return create_token(tx, add_person(tx, name).id, "tests").reveal()
