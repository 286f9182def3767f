"""HTTP with a running server: whatever goes wrong there is a `CommandError`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

import httpx2
import msgspec
from msgspec.json import Decoder
from pydantic import SecretStr

from freshbrick.cli.failures import CommandError, ExitCode, not_ours, refused, unreachable
from freshbrick.cli.wire import HttpProblem

T = TypeVar("T")

TIMEOUT = httpx2.Timeout(30, connect=5)

_problems = Decoder(HttpProblem)


@dataclass(frozen=True)
class Server:
    """Where a running server is, and who we are to it."""

    url: str
    token: SecretStr | None = None

    @property
    def live_url(self) -> str:
        return f"ws{self.url.removeprefix('http')}/api/live"

    @property
    def token_given(self) -> bool:
        return self.token is not None

    def headers(self) -> dict[str, str]:
        """The Authorization header. CommandError if the token could not be one."""
        token = self.token.get_secret_value() if self.token else ""
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise CommandError(
                "FRESHBRICK_TOKEN holds a character that no token has: copy it again.", ExitCode.SERVER
            )
        return {"Authorization": f"Bearer {token}"} if token else {}


class ServerClient:
    """Answers are the bytes that the server sent."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._http = httpx2.Client(
            base_url=server.url, headers=server.headers(), timeout=TIMEOUT, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        return self._answer("GET", path, params)

    def post(self, path: str) -> bytes:
        return self._answer("POST", path, None)

    def decoded(self, body: bytes, decoder: Decoder[T]) -> T:
        """Read an answer. CommandError if it is not what Freshbrick answers."""
        try:
            return decoder.decode(body)
        except msgspec.MsgspecError as error:
            raise not_ours(self._server.url) from error

    def _answer(self, method: str, path: str, params: Mapping[str, str] | None) -> bytes:
        try:
            reply = self._http.request(method, path, params=params)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise unreachable(self._server.url) from error
        if reply.is_success:
            return reply.content
        try:
            problem = _problems.decode(reply.content)
        except msgspec.MsgspecError as error:
            raise not_ours(self._server.url) from error
        message = problem.detail or problem.title or problem.code
        raise refused(problem.code, message, token_given=self._server.token_given)
