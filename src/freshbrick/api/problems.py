"""What went wrong with a request, as `application/problem+json` (RFC 9457)."""

from http import HTTPStatus
from typing import Any, Final

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from freshbrick.api.asgi import Send, respond
from freshbrick.model.clock import SECOND
from freshbrick.model.errors import RequestCode, RequestError
from freshbrick.store.database import DatabaseUnavailableError

MEDIA_TYPE: Final = "application/problem+json"

STATUS: Final[dict[RequestCode, int]] = {
    "bad_request": 400,
    "not_signed_in": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "unknown_query": 404,
    "unknown_action": 404,
    "limit_exceeded": 429,
    "too_large": 413,
    "throttled": 429,
    "unavailable": 503,
    "internal": 500,
}
_CODE: Final[dict[int, RequestCode]] = {
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    413: "too_large",
    429: "throttled",
    503: "unavailable",
}
"""The code of a refusal by the framework; any other that the asker could avoid is a bad request."""

log = structlog.get_logger(__name__)


class Problem(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """`title` is the status in words, `detail` says to a person what was meant; `retry_after_ms` where that helps."""

    type: str
    title: str
    status: int
    code: RequestCode
    detail: str
    retry_after_ms: int | None = None


def problem(error: Exception) -> Problem:
    """What to tell of an error; one that nobody foresaw is logged, and told without its details."""
    match error:
        case RequestError():
            status = getattr(error, "status", STATUS[error.code])
            return _problem(status, error.code, error.message, error.retry_after_ms)
        case DatabaseUnavailableError():
            log.warning("request.database_unavailable", reason=str(error))
            return _problem(503, "unavailable", "The database does not answer now.", SECOND)
        case HTTPException() if error.status_code < 500:
            return _problem(error.status_code, _CODE.get(error.status_code, "bad_request"), _detail(error))
        case _:
            log.error("request.failed", exc_info=error)
            return _problem(500, "internal", "Something went wrong here.")


async def send_problem(send: Send, error: Exception) -> None:
    """Answer with the problem, beneath every framework."""
    told = problem(error)
    headers = {"content-type": MEDIA_TYPE, **_headers(told)}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await respond(send, told.status, pairs, msgspec.json.encode(told))


def problem_response(_request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer with the problem, as Litestar's handler of every exception."""
    told = problem(error)
    allowed = error.headers if isinstance(error, HTTPException) and error.headers else {}
    return Response(
        msgspec.json.encode(told),
        status_code=told.status,
        headers={**allowed, **_headers(told)},
        media_type=MEDIA_TYPE,
    )


def _problem(status: int, code: RequestCode, detail: str, retry_after_ms: int | None = None) -> Problem:
    return Problem("about:blank", HTTPStatus(status).phrase, status, code, detail, retry_after_ms)


def _headers(told: Problem) -> dict[str, str]:
    headers = {}
    if told.retry_after_ms is not None:
        headers["retry-after"] = str(-(-told.retry_after_ms // SECOND))
    if told.status == STATUS["not_signed_in"]:
        headers["www-authenticate"] = "Bearer"
    return headers


def _detail(error: HTTPException) -> str:
    """The framework's sentence, with the wrong fields by name and without the address that was asked."""
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        return "; ".join(_named(one) for one in error.extra)
    return error.detail.partition(" for path ")[0]


def _named(wrong: dict[str, str]) -> str:
    return f"{wrong['key']}: {wrong['message']}" if "key" in wrong else wrong["message"]
