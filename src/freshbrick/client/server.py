"""Where a running server is, and who we are to it."""

import os
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from freshbrick.client.errors import ClientError

OWN = "http://127.0.0.1:8000"
"""Where `freshbrick serve` listens unless it is told otherwise."""


@dataclass(frozen=True)
class Server:
    """An origin, and the bearer token that is sent there and shown nowhere."""

    url: str
    token: str | None = field(default=None, repr=False)

    @classmethod
    def chosen(cls, url: str | None, token: str | None) -> Self:
        """What is given, else FRESHBRICK_SERVER and FRESHBRICK_TOKEN, else this machine's own server."""
        return cls(
            _address(url or os.environ.get("FRESHBRICK_SERVER", "").strip() or OWN),
            token or os.environ.get("FRESHBRICK_TOKEN", "").strip() or None,
        )

    @property
    def live_url(self) -> str:
        return f"ws{self.url.removeprefix('http')}/api/live"

    @property
    def encrypted(self) -> bool:
        return self.url.startswith("https:")

    @property
    def token_given(self) -> bool:
        return self.token is not None

    def headers(self) -> dict[str, str]:
        """The Authorization header. ClientError if the token could not be one."""
        token = self.token or ""
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise ClientError(
                "not_signed_in", "The token holds a character that no token has: copy it again."
            )
        return {"Authorization": f"Bearer {token}"} if token else {}


def _address(url: str) -> str:
    """ClientError for what is no address; the text is not repeated, it may hold a password."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        usable = False
    if not usable:
        raise ClientError(
            "bad_request", "A server's address starts with https:// or http:// and a host, without a name."
        )
    return url.rstrip("/")
