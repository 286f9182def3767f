"""Where a request really comes from: a program on this machine, or somebody behind the proxy before us."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from freshbrick.api.asgi import header
from freshbrick.api.guard import LOOPBACK, Scope, host_of

_BY_PROXY: Final = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})
_ONE_HOME: Final = 64
"""Bits of an IPv6 address that a household has in common: whoever has it has all addresses below it."""


def is_near(scope: Scope) -> bool:
    """Whether a program on this machine asks by itself: behind a proxy everybody has the proxy's address."""
    peer = _parsed(_peer(scope))
    by_proxy = any(name in _BY_PROXY for name, _ in scope["headers"])
    return peer is not None and peer.is_loopback and not by_proxy and host_of(scope) in LOOPBACK


def address(scope: Scope, *, behind_proxy: bool) -> str:
    """Who counts as one when attempts are counted.

    Behind a proxy on this machine it is the last address in X-Forwarded-For, which that proxy itself has seen; what
    stands before it anybody may have written.
    """
    peer = _parsed(_peer(scope))
    if behind_proxy and peer is not None and peer.is_loopback:
        peer = _parsed(header(scope, b"x-forwarded-for").rpartition(",")[2].strip()) or peer
    if isinstance(peer, IPv6Address):
        return str(ip_network((peer, _ONE_HOME), strict=False))
    return str(peer) if peer else "unknown"


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
