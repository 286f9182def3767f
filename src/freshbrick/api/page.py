"""The plain page at `/`: what runs here, who is signed in, and where the API is described."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from freshbrick import __version__
from freshbrick.api.guard import Guard
from freshbrick.api.request import Request
from freshbrick.catalog.policy import Policy
from freshbrick.model.errors import RequestError

POLICY: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
_MEDIA_TYPES: Final = {"page.css": "text/css", "signin.js": "text/javascript"}


async def front_page(
    request: Request, guard: NamedDependency[Guard], policy: NamedDependency[Policy]
) -> Response[str]:
    """Looks the same to everybody, but for who is signed in."""
    try:
        who = f"Signed in as {(await guard.person(request.bare)).name}."
    except RequestError:
        who = "Not signed in. Open the sign-in link that the server printed when it started."
    keys = (
        "BrickLink keys are configured."
        if policy.configured
        else ("There are no BrickLink keys yet, so nothing is refreshed: freshbrick setup asks for them.")
    )
    html = Template(read_asset("page.html")).substitute(
        version=escape(__version__), keys=escape(keys), who=escape(who)
    )
    return Response(html, headers=POLICY, media_type="text/html")


async def asset(name: FromPath[str]) -> Response[str]:
    """The page's style and its one script."""
    if name not in _MEDIA_TYPES:
        raise NotFoundException
    caching = {"cache-control": "no-cache"}
    return Response(read_asset(name), headers=caching, media_type=_MEDIA_TYPES[name])


@cache
def read_asset(name: str) -> str:
    """A file that comes with this package."""
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")
