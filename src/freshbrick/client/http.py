"""HTTP with a running server: whatever goes wrong there is a `ClientError`."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import httpx2
import msgspec
from msgspec.json import Decoder

from freshbrick.client.errors import ClientError, not_freshbrick, not_signed_in, unreachable
from freshbrick.client.server import Server
from freshbrick.client.wire import HttpProblem

T = TypeVar("T")

TIMEOUT = httpx2.Timeout(30, connect=5)
"""Seconds."""
HELD = httpx2.Timeout(90, connect=5)
"""For an answer that the server was asked to hold: it does so for 60 s at most."""

UNCHANGED = 304

_problems = Decoder(HttpProblem)


class Reply(NamedTuple):
    """The bytes that the server sent, and their version; no bytes where the held ones still hold."""

    body: bytes
    rev: str | None


class Http:
    """Answers are the bytes that the server sent."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._http = httpx2.AsyncClient(
            base_url=server.url,
            headers=server.headers(),
            timeout=TIMEOUT,
            trust_env=False,  # a proxy of the environment is not told the token
            verify=server.encrypted,  # without it the list of authorities need not be loaded
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        return (await self.ask("GET", path, params)).body

    async def post(self, path: str, params: Mapping[str, str] | None = None, body: object = None) -> bytes:
        return (await self.ask("POST", path, params, body)).body

    async def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: object = None,
        rev: str | None = None,
    ) -> Reply:
        """One request; `body` is sent as JSON, `rev` is what is held already. ClientError for every refusal."""
        how: dict[str, Any] = {"headers": {"If-None-Match": f'"{rev}"'}} if rev else {}
        if body is not None:
            how["content"], how["headers"] = msgspec.json.encode(body), {"Content-Type": "application/json"}
        if params and "wait" in params:
            how["timeout"] = HELD
        try:
            reply = await self._http.request(method, path, params=params, **how)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise unreachable(self._server.url) from error
        if reply.is_success or reply.status_code == UNCHANGED:
            return Reply(reply.content, reply.headers.get("etag", "").removeprefix("W/").strip('"') or None)
        raise self._refusal(reply)

    def decoded(self, body: bytes, decoder: Decoder[T]) -> T:
        """Read an answer. ClientError if it is not what Freshbrick answers."""
        try:
            return decoder.decode(body)
        except msgspec.MsgspecError as error:
            raise not_freshbrick(self._server.url) from error

    def _refusal(self, reply: httpx2.Response) -> ClientError:
        problem = self.decoded(reply.content, _problems)
        if problem.code == "not_signed_in":
            return not_signed_in(token_given=self._server.token_given)
        message = problem.detail or problem.title or problem.code
        return ClientError(problem.code, message, problem.retry_after_ms)
