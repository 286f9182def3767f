"""Pages that come with the package and need no build: HTML and one style sheet, nothing else."""

from functools import cache
from importlib.resources import files
from typing import Final

from litestar import Response

POLICY: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
}
"""What such a page may load."""


async def style() -> Response[str]:
    """How they look."""
    return Response(read("plain.css"), headers={"cache-control": "no-cache"}, media_type="text/css")


@cache
def read(name: str) -> str:
    """One of their files."""
    return (files(__package__) / "plain" / name).read_text(encoding="utf-8")
