"""The web UI as it was built: one page at every address that nothing else has, and its files, from memory."""

from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from secrets import token_urlsafe
from string import Template
from typing import Final, NamedTuple

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException

from freshbrick import __version__
from freshbrick.api import plain
from freshbrick.api.asgi import header
from freshbrick.api.codings import IDENTITY, chosen
from freshbrick.api.guard import Scope
from freshbrick.api.reads import holds
from freshbrick.api.request import Request

BUILT: Final = Path(__file__).with_name("ui")
"""Where `make web` builds it."""

NONCE: Final = b"__CSP_NONCE__"
"""What stands in the built page for the nonce of each answer (Vite's `html.cspNonce`)."""

PICTURES: Final = "https://img.bricklink.com"

_PAGE: Final = "index.html"
_CODINGS: Final = {"br": ".br", "gzip": ".gz"}
"""What the build compresses with, best first: `x.js.br` stands beside `x.js`."""

_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_OF_THE_PAGE: Final = {
    "cache-control": "no-store",  # a nonce is good for one answer
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
}


class Form(NamedTuple):
    """A file in one coding."""

    body: bytes
    rev: str


class UiFile(NamedTuple):
    """A file of the build; `forms` by coding, best first, `identity` last."""

    media_type: str
    forms: dict[str, Form]


class WebUi:
    """What was built into `folder`, read once: a server goes on with the pages that it began with.

    `pictures` says whether pages may show those of BrickLink's image host.
    """

    def __init__(self, folder: Path = BUILT, *, pictures: bool = False) -> None:
        self.files = dict(_files(folder)) if folder.is_dir() else {}
        page = self.files.pop(_PAGE, None)
        self._page = page.forms[IDENTITY].body if page else None
        self._pictures = pictures

    def page(self) -> Response[bytes]:
        """The page, with a nonce of its own, or what to do if there is none."""
        if self._page is None:
            html = Template(plain.read("unbuilt.html")).substitute(version=escape(__version__))
            return Response(html.encode(), headers=_OF_THE_PAGE | plain.POLICY, media_type="text/html")
        nonce = token_urlsafe(16)
        headers = _OF_THE_PAGE | {"content-security-policy": content_policy(nonce, pictures=self._pictures)}
        body = self._page.replace(NONCE, nonce.encode())
        return Response(body, headers=headers, media_type="text/html")


async def get_page(request: Request, ui: NamedDependency[WebUi]) -> Response[bytes]:
    """A file that stands beside the page, or the page: which of its views is meant, it reads in its address."""
    file = ui.files.get(request.bare["path"].removeprefix("/"))
    return _answer(request.bare, file, _ASK_AGAIN) if file else ui.page()


async def get_asset(request: Request, ui: NamedDependency[WebUi]) -> Response[bytes]:
    """A file whose name changes with what is in it."""
    file = ui.files.get(request.bare["path"].removeprefix("/"))
    if file is None:
        raise NotFoundException
    return _answer(request.bare, file, _FOREVER)


def content_policy(nonce: str, *, pictures: bool) -> str:
    """The page's Content-Security-Policy: all that it loads is the server's own, but for pictures."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; "
        f"img-src 'self' data:{f' {PICTURES}' if pictures else ''}; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def _answer(scope: Scope, file: UiFile, caching: str) -> Response[bytes]:
    coding = chosen(header(scope, b"accept-encoding"), file.forms)
    form = file.forms[coding]
    headers = {"cache-control": caching, "etag": f'"{form.rev}"', "vary": "Accept-Encoding"}
    if holds(scope, form.rev):
        return Response(b"", status_code=304, headers=headers)
    if coding != IDENTITY:
        headers["content-encoding"] = coding
    return Response(form.body, headers=headers, media_type=file.media_type)


def _files(folder: Path) -> Iterator[tuple[str, UiFile]]:
    """Every file by its path, but for hidden ones (the build's own) and compressed ones, which are forms of others."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for name, path in found.items():
        compressed = path.suffix in _CODINGS.values() and name.removesuffix(path.suffix) in found
        if compressed or name.startswith(".") or "/." in name:
            continue
        forms = {
            coding: found[name + suffix] for coding, suffix in _CODINGS.items() if name + suffix in found
        }
        forms[IDENTITY] = path
        media_type = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        yield name, UiFile(media_type, {coding: _form(path) for coding, path in forms.items()})


def _form(path: Path) -> Form:
    body = path.read_bytes()
    return Form(body, sha256(body).hexdigest()[:16])
