"""BrickLink's replies: one envelope around everything, whose HTTP status and content type do not tell."""

from dataclasses import dataclass

import msgspec

JSON_TYPE = "text/html;charset=utf-8"  # what BrickLink says of its JSON


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP, and in a word for the log what it means."""

    body: bytes
    outcome: str
    status: int = 200
    content_type: str = JSON_TYPE
    retry_after: int | str | None = None


class Refused(Exception):  # noqa: N818 - an answer that ends the work early, not a failure of the simulator
    """Carries the reply that refuses a request."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.outcome)
        self.reply = reply


def ok(data: object, code: int | str = 200) -> Reply:
    return Reply(_encode({"description": "OK", "message": "OK", "code": code}, {"data": data}), "200 OK")


def nothing() -> Reply:
    """The older way to say that an item does not exist."""
    return Reply(ok({}).body, "200 empty")


def problem(
    code: int, message: str, description: str, *, status: int = 200, empty_data: bool = False
) -> Reply:
    """A problem inside the envelope; `status` is HTTP's and often 200 all the same."""
    meta = {"description": description, "message": message, "code": code}
    return Reply(_encode(meta, {"data": {}} if empty_data else {}), f"{code} {message}", status)


def not_found() -> Reply:
    """The newer way to say that an item does not exist."""
    return problem(404, "RESOURCE_NOT_FOUND", "The item does not exist.", status=404)


def unknown_address() -> Reply:
    return problem(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR")


def method_not_allowed() -> Reply:
    return problem(405, "METHOD_NOT_ALLOWED", "METHOD_NOT_ALLOWED", status=405)


def bad_oauth(description: str) -> Reply:
    return problem(401, "BAD_OAUTH_REQUEST", description)


def bad_parameter(name: str, value: str) -> Reply:
    text = f"Unparseable data [{value}] for [{name}]."
    return problem(400, "PARAMETER_MISSING_OR_INVALID", text, status=400, empty_data=True)


def too_many_requests() -> Reply:
    return problem(429, "TOO_MANY_REQUESTS", "The limit of API calls of this account is exceeded.")


def page(status: int, title: str) -> Reply:
    """What a gateway in front of BrickLink says, in HTML."""
    html = f"<html><head><title>{status} {title}</title></head><body><h1>{title}</h1></body></html>\r\n"
    return Reply(html.encode(), f"{status} page", status, "text/html")


def _encode(meta: dict[str, object], rest: dict[str, object]) -> bytes:
    return msgspec.json.encode({"meta": meta, **rest})
