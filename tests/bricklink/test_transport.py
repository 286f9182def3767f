import asyncio
import gzip
from collections.abc import AsyncIterator

import httpx2
import pytest

from bricklink.scripted import Upstream, breaks_off, head, is_silent, says
from freshbrick.bricklink.transport import BODY_MAX, Reply, exchange, http_client

MIB = 2**20


async def ask(http: httpx2.AsyncClient, upstream: Upstream, total_s: float = 20) -> Reply:
    return await exchange(http, http.build_request("GET", upstream.url), total_s)


async def test_an_answer_arrives_whole(upstream: Upstream, http: httpx2.AsyncClient) -> None:
    upstream.answer = says(b"x" * BODY_MAX, 503, "Retry-After: 7")
    assert await ask(http, upstream) == Reply(503, "7", b"x" * BODY_MAX, None)


async def test_the_client_says_who_it_is_and_wants_no_compression(
    upstream: Upstream, http: httpx2.AsyncClient
) -> None:
    await ask(http, upstream)
    assert (upstream.header("User-Agent") or "").startswith("Freshbrick/")
    assert upstream.header("Accept-Encoding") == "identity"


async def test_an_endless_answer_is_cut_and_its_connection_dropped(
    upstream: Upstream, http: httpx2.AsyncClient
) -> None:
    sent = 0
    dropped = asyncio.Event()

    async def floods(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(head(200, 100 * MIB))
        try:
            for _ in range(100):
                writer.write(bytes(MIB))
                await writer.drain()
                sent += 1
        except ConnectionError:
            dropped.set()

    upstream.answer = floods
    reply = await ask(http, upstream)
    await asyncio.wait_for(dropped.wait(), 10)
    assert reply.flaw == "too_large"
    assert sent < 50


async def test_a_small_answer_that_unpacks_to_a_large_one_is_cut(
    upstream: Upstream, http: httpx2.AsyncClient
) -> None:
    upstream.answer = says(gzip.compress(bytes(100 * MIB)), 200, "Content-Encoding: gzip")
    assert (await ask(http, upstream)).flaw == "too_large"


async def test_what_was_compressed_unasked_is_read(upstream: Upstream, http: httpx2.AsyncClient) -> None:
    upstream.answer = says(gzip.compress(b"{}"), 200, "Content-Encoding: gzip")
    assert (await ask(http, upstream)).body == b"{}"
    upstream.answer = says(b"{}", 200, "Content-Encoding: gzip")
    assert (await ask(http, upstream)).flaw == "garbled"


async def test_silence_ends_after_the_total_time(upstream: Upstream, http: httpx2.AsyncClient) -> None:
    upstream.answer = is_silent
    assert await ask(http, upstream, total_s=0.05) == Reply(None, None, b"", "timeout")


async def test_an_answer_that_trickles_ends_after_the_total_time(
    upstream: Upstream, http: httpx2.AsyncClient
) -> None:
    async def trickles(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, None))
        for _ in range(20_000):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0)

    upstream.answer = trickles
    assert (await ask(http, upstream, total_s=0.05)).flaw == "timeout"


async def test_a_status_whose_body_never_comes_is_kept(upstream: Upstream, http: httpx2.AsyncClient) -> None:
    async def dawdles(writer: asyncio.StreamWriter) -> None:
        writer.write(head(429, 10, "Retry-After: 60"))
        await is_silent(writer)

    upstream.answer = dawdles
    assert await ask(http, upstream, total_s=1) == Reply(429, "60", b"", "timeout")


async def test_a_cut_connection_is_told_from_a_whole_answer(
    upstream: Upstream, http: httpx2.AsyncClient
) -> None:
    upstream.answer = breaks_off(b'{"meta"')
    assert await ask(http, upstream) == Reply(200, None, b'{"meta"', "cut")


@pytest.mark.parametrize(
    "garbage", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", bytes(99)]
)
async def test_what_is_no_http_is_a_cut_connection(
    upstream: Upstream, http: httpx2.AsyncClient, garbage: bytes
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(garbage)

    upstream.answer = answer
    assert await ask(http, upstream) == Reply(None, None, b"", "cut")


async def test_a_closed_port_is_unconnected(http: httpx2.AsyncClient) -> None:
    async with Upstream().listening() as gone:
        pass
    assert (await ask(http, gone)).flaw == "unconnected"


@pytest.mark.parametrize(
    "location", ["/elsewhere", "https://evil.test/", "//[", "http://\x7f", "http://a:99999/", "ftp://x"]
)
async def test_redirects_are_not_followed(
    upstream: Upstream, http: httpx2.AsyncClient, location: str
) -> None:
    upstream.answer = says(b"", 302, f"Location: {location}")
    reply = await ask(http, upstream)
    assert reply.status in (302, None)
    assert len(upstream.heads) == 1


async def test_cookies_are_not_kept(upstream: Upstream, http: httpx2.AsyncClient) -> None:
    upstream.answer = says(b"", 200, "Set-Cookie: BLsession=1; Path=/")
    await ask(http, upstream)
    await ask(http, upstream)
    assert upstream.header("Cookie") is None


async def test_at_most_four_connections_are_open(upstream: Upstream, http: httpx2.AsyncClient) -> None:
    arrived: asyncio.Queue[str] = asyncio.Queue()
    go_on = asyncio.Event()

    async def answer(writer: asyncio.StreamWriter) -> None:
        arrived.put_nowait(upstream.heads[-1])
        await go_on.wait()
        await says(b"{}")(writer)

    upstream.answer = answer
    calls = [asyncio.create_task(ask(http, upstream)) for _ in range(12)]
    for _ in range(4):
        await arrived.get()
    async with http_client() as somebody_else:
        knock = asyncio.create_task(exchange(somebody_else, httpx2.Request("GET", f"{upstream.url}/knock")))
        while "/knock" not in await arrived.get():
            pass  # whoever knocks connects later than a fifth call of ours would have
        assert len(upstream.heads) == 5
        go_on.set()
        await knock
    assert {reply.body for reply in await asyncio.gather(*calls)} == {b"{}"}


async def test_a_call_that_is_given_up_frees_its_connection(
    upstream: Upstream, http: httpx2.AsyncClient
) -> None:
    arrived: asyncio.Queue[None] = asyncio.Queue()

    async def answer(writer: asyncio.StreamWriter) -> None:
        arrived.put_nowait(None)
        await is_silent(writer)

    upstream.answer = answer
    for _ in range(5):
        call = asyncio.create_task(ask(http, upstream))
        await arrived.get()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    upstream.answer = says(b"{}")
    assert (await ask(http, upstream)).body == b"{}"


@pytest.fixture
async def behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx2.AsyncClient]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with http_client() as client:
        yield client


async def test_the_environments_proxy_does_not_see_the_calls(
    upstream: Upstream, behind_a_proxy: httpx2.AsyncClient
) -> None:
    upstream.answer = says(b"{}")
    assert (await ask(behind_a_proxy, upstream)).body == b"{}"


def test_connecting_takes_five_seconds_at_most() -> None:
    assert http_client().timeout.connect == 5
