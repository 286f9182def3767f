"""Who a request is from, and whether its host and origin may ask: for HTTP and the live socket alike."""

import re
from collections.abc import Collection, MutableMapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from freshbrick.accounts.people import Person
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import session_person, slide_session, slides
from freshbrick.accounts.tokens import token_person
from freshbrick.model.clock import DAY, SECOND, Clock
from freshbrick.model.errors import RequestError
from freshbrick.store.database import EVERYTHING, Database, DatabaseUnavailableError
from freshbrick.store.keys import PEOPLE

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]

LIVE: Final = "freshbrick.live.v1"
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

MOST_KNOWN: Final = 10_000
"""Combinations of headers of which it is remembered who they are from."""

LONGEST_KNOWN: Final = 1_024
"""Bytes of the deciding headers: longer ones are not remembered, whoever sends them."""

_Deciding = tuple[tuple[bytes, bytes], ...]
_DECIDING: Final = frozenset({b"host", b"origin", b"authorization", b"cookie"})
"""The headers that decide who a read is from: who sent the same ones before is known."""
_BEARER_PROTOCOL: Final = "bearer."
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:/?#@\[\]]+))(?::\d+)?")
_COOKIE_FOR: Final = 400 * DAY  # the most that browsers grant: the session's row decides when it ends
_PREFLIGHT: Final = (
    (b"access-control-allow-methods", b"GET, POST, PATCH, DELETE"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, If-None-Match"),
    (b"access-control-max-age", b"600"),
)
_READABLE: Final = (b"access-control-expose-headers", b"ETag, Location, Retry-After")


class MisdirectedError(RequestError):
    """The request is for another host: HTTP 421, not the 400 of its code."""

    status: Final = 421

    def __init__(self) -> None:
        super().__init__(
            "bad_request",
            "This server is not reached under that name; FRESHBRICK_PUBLIC_URL says under which.",
        )


class Handshake(msgspec.Struct, frozen=True):
    """Who opens a live connection, and the subprotocol to echo (never the one with the token)."""

    person: Person
    subprotocol: str | None


class Insider(msgspec.Struct, frozen=True):
    """Somebody inside this process, let in by a secret that no row holds and that ends with the process."""

    secret: Secret
    person: Person


class Guard:
    """Decides on raw ASGI scopes; `public_url` and `allowed_origins` are origins as browsers write them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        public_url: str | None,
        allowed_origins: Collection[str],
        insider: Insider | None = None,
    ) -> None:
        self.behind_proxy = public_url is not None
        """Whether a proxy before us says who asks: it is then believed if it is on this machine."""
        self._database = database
        self._clock = clock
        self._insider = insider
        self._public_url = public_url
        self._allowed_origins = frozenset(allowed_origins)
        # Loopback always: a health check or a proxy on the same machine names it, a rebound foreign name cannot.
        self._hosts = LOOPBACK | ({str(urlsplit(public_url).hostname)} if public_url else set())
        self._known: dict[_Deciding, Person] = {}
        database.subscribe(self._touched)

    async def person(self, scope: Scope) -> Person:
        """Who this is from. RequestError: `not_signed_in`, `forbidden`; MisdirectedError."""
        if scope.get("method") not in _READS:
            return await self._person(scope)
        deciding = tuple([pair for pair in scope["headers"] if pair[0] in _DECIDING])
        known = self._known.get(deciding)
        if known is not None and (known.expires_at is None or not slides(known, self._clock.now())):
            return known
        memory = self._known  # another one whenever people may have changed: then what we learn is too late
        person = await self._person(scope)
        if sum(len(value) for _, value in deciding) <= LONGEST_KNOWN:
            memory[deciding] = person
        if len(memory) > MOST_KNOWN:
            memory.clear()
        return person

    def _touched(self, touched: Collection[str]) -> None:
        if PEOPLE in touched or EVERYTHING in touched:
            self._known = {}

    async def _person(self, scope: Scope) -> Person:
        self.check_host(scope)
        token = _bearer(scope)
        if token is not None:
            return await self._by_token(scope, token)
        secret = self.session_secret(scope)
        if secret is None:
            raise RequestError("not_signed_in", "Sign in, or send a bearer token.")
        return await self._by_cookie(scope, secret)

    async def handshake(self, scope: Scope) -> Handshake:
        """The same for a live connection about to open, or to be looked at again: its scope still tells."""
        person = await self.person(scope)
        return Handshake(person, LIVE if LIVE in scope.get("subprotocols", ()) else None)

    def check_host(self, scope: Scope) -> None:
        """Refuse names that are not ours, so that no foreign name can be pointed at this server. MisdirectedError."""
        if host_of(scope) not in self._hosts:
            raise MisdirectedError

    def check_sign_in(self, scope: Scope) -> None:
        """Refuse another origin's page that would sign its visitor in. RequestError: `forbidden`; MisdirectedError."""
        self.check_host(scope)
        self._check_own(scope, needed=False)

    def session_secret(self, scope: Scope) -> Secret | None:
        """What the session cookie holds."""
        name = self._cookie_name(scope)
        pairs = (
            pair.strip().partition("=") for header in _all(scope, b"cookie") for pair in header.split(";")
        )
        return next((Secret(value) for key, _, value in pairs if key == name and value), None)

    def sign_in_cookie(self, scope: Scope, secret: Secret) -> str:
        """The `Set-Cookie` that signs a browser in."""
        return self._cookie(scope, secret.reveal(), _COOKIE_FOR // SECOND)

    def sign_out_cookie(self, scope: Scope) -> str:
        """The `Set-Cookie` that takes the session away."""
        return self._cookie(scope, "", 0)

    def cors_headers(self, scope: Scope) -> Headers:
        """What to add to an answer so that an allowed origin's page may read it; never for cookies."""
        if not self._allowed_origins:
            return []
        origin = _origin(scope)
        vary = (b"vary", b"Origin")
        if origin not in self._allowed_origins:
            return [vary]
        allowed = (b"access-control-allow-origin", origin.encode())
        return [vary, allowed, *(_PREFLIGHT if is_preflight(scope) else (_READABLE,))]

    async def _by_token(self, scope: Scope, token: Secret) -> Person:
        origin = _origin(scope)
        if origin is not None and origin not in self._allowed_origins:
            self._check_own(scope, needed=True)
        if self._insider is not None and self._insider.secret.hash == token.hash:
            return self._insider.person
        person = await self._database.read(token_person, token)
        if person is None:
            raise RequestError("not_signed_in", "This token is unknown or was revoked.")
        return person

    async def _by_cookie(self, scope: Scope, secret: Secret) -> Person:
        self._check_own(scope, needed=scope["type"] == "websocket" or scope["method"] not in _READS)
        person = await self._database.read(session_person, secret)
        if person is None:
            raise RequestError("not_signed_in", "This session has ended: sign in again.")
        if not slides(person, self._clock.now()):
            return person
        with suppress(
            DatabaseUnavailableError
        ):  # who may read is not turned away because nothing can be written
            return await self._database.write(slide_session, secret) or person
        return person

    def _check_own(self, scope: Scope, *, needed: bool) -> None:
        """Browsers say the origin on every write and every socket: without it a cookie proves nothing."""
        origin = _origin(scope)
        if origin is None and not needed:
            return
        if origin is None or origin != self._own_origin(scope):
            raise RequestError("forbidden", "Pages of other origins may not ask with the cookie of this one.")

    def _own_origin(self, scope: Scope) -> str:
        """The public origin, or the loopback one under which the request came (its Host was checked)."""
        if self._public_url is not None:
            return self._public_url
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        host = _all(scope, b"host")[0].lower().removesuffix(":443" if scheme == "https" else ":80")
        return f"{scheme}://{host}"

    def _secure(self) -> bool:
        return self._public_url is not None and self._public_url.startswith("https:")

    def _cookie_name(self, scope: Scope) -> str:
        """Servers on one machine share a host and so a cookie jar: the port tells their cookies apart.

        It is the public one where there is one: several servers may stand behind it.
        """
        if self._secure():
            return "__Host-freshbrick"
        if self._public_url is not None:
            return f"freshbrick_{urlsplit(self._public_url).port or 80}"
        server = scope.get("server")
        return f"freshbrick_{server[1] if server else None}"

    def _cookie(self, scope: Scope, value: str, seconds: int) -> str:
        secure = "; Secure" if self._secure() else ""
        rules = f"Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
        return f"{self._cookie_name(scope)}={value}; {rules}"


def host_of(scope: Scope) -> str | None:
    """The name under which the request came, without its port; None if it says none, or several."""
    hosts = _all(scope, b"host")
    match = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
    return (match[1] or match[2]) if match else None


def is_preflight(scope: Scope) -> bool:
    """Whether a browser asks if it may ask: answered 204 with `cors_headers` alone, before anybody is known."""
    return scope.get("method") == "OPTIONS" and bool(_all(scope, b"access-control-request-method"))


def why_unsafe(host: str, public_url: str | None, *, insecure_http: bool) -> str | None:
    """Why not to serve: passwords would cross a network in plain http; None if it is safe or was asked for."""
    public = urlsplit(public_url) if public_url else None
    encrypted = public is not None and public.scheme == "https"
    local = host in LOOPBACK and (public is None or public.hostname in LOOPBACK)
    if encrypted or local or insecure_http:
        return None
    return (
        f"Serving {public_url or host} in plain http would show passwords to the network. "
        "Put a proxy with https before it and set FRESHBRICK_PUBLIC_URL to its https address, "
        "or listen on 127.0.0.1, or set FRESHBRICK_INSECURE_HTTP=1 if the network is yours alone."
    )


def _bearer(scope: Scope) -> Secret | None:
    """The token of the Authorization header or, as browsers cannot set that on a socket, of a subprotocol."""
    for header in _all(scope, b"authorization"):
        scheme, _, token = header.partition(" ")
        if scheme.lower() == "bearer":
            return Secret(token.strip())
    for protocol in scope.get("subprotocols", ()):
        if protocol.startswith(_BEARER_PROTOCOL):
            return Secret(protocol.removeprefix(_BEARER_PROTOCOL))
    return None


def _origin(scope: Scope) -> str | None:
    return next(iter(_all(scope, b"origin")), None)


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]
