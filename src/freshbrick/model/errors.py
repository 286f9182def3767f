"""What may be wrong with a request, as closed codes."""

from typing import Literal

RequestCode = Literal[
    "bad_request",
    "not_signed_in",
    "forbidden",
    "not_found",
    "conflict",
    "unknown_query",
    "unknown_action",
    "limit_exceeded",
    "too_large",
    "throttled",
    "unavailable",
    "internal",
]


class RequestError(Exception):
    """A request that cannot be served; the message says to a person what was meant.

    `retry_after_ms` is set where asking again later helps.
    """

    def __init__(self, code: RequestCode, message: str, retry_after_ms: int | None = None) -> None:
        super().__init__(message)
        self.code: RequestCode = code
        self.message = message
        self.retry_after_ms = retry_after_ms
