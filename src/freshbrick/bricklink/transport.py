"""One HTTP call: its limits in time and size, and whatever arrived of the answer."""

import asyncio
from contextlib import aclosing
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Literal, NamedTuple

import httpx2

from freshbrick import __version__

CONNECT_S = 5.0
TOTAL_S = 20.0
CONNECTIONS = 4
BODY_MAX = 4 * 2**20

Flaw = Literal["unconnected", "timeout", "cut", "garbled", "too_large"]


class Reply(NamedTuple):
    """What arrived: `status` is None if nothing did, `flaw` says why the body is not whole."""

    status: int | None
    retry_after: str | None
    body: bytes
    flaw: Flaw | None


def http_client() -> httpx2.AsyncClient:
    """The client that calls BrickLink: no redirects, no compression, no cookies, nothing from the environment."""
    return httpx2.AsyncClient(
        headers={
            "User-Agent": f"Freshbrick/{__version__}",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        },
        timeout=httpx2.Timeout(TOTAL_S, connect=CONNECT_S),
        limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        follow_redirects=False,
        trust_env=False,
    )


async def exchange(http: httpx2.AsyncClient, request: httpx2.Request, total_s: float = TOTAL_S) -> Reply:
    """Send `request` and read the answer; failures of the network are part of the reply, not raised."""
    response: httpx2.Response | None = None
    body = bytearray()
    flaw: Flaw | None = None
    try:
        async with asyncio.timeout(total_s):
            response = await http.send(request, stream=True)
            async with aclosing(response):
                flaw = await _read(response, body)
    except (TimeoutError, httpx2.TimeoutException):
        flaw = "timeout"
    except httpx2.DecodingError:
        flaw = "garbled"
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        flaw = "unconnected" if isinstance(error, httpx2.ConnectError) else "cut"
    if response is None:
        return Reply(None, None, b"", flaw)
    return Reply(response.status_code, response.headers.get("Retry-After"), bytes(body), flaw)


async def _read(response: httpx2.Response, body: bytearray) -> Flaw | None:
    """Fill `body` up to its limit; closing a response that was not read to its end drops the connection."""
    async with aclosing(response.aiter_bytes()) as chunks:
        async for chunk in chunks:
            if len(body) + len(chunk) > BODY_MAX:
                return "too_large"
            body += chunk
    return None
