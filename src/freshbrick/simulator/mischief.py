"""What each fault does to a reply that can still be sent whole."""

from dataclasses import replace

from freshbrick.simulator.answers import Answers
from freshbrick.simulator.asgi import Request
from freshbrick.simulator.envelope import (
    Reply,
    bad_oauth,
    not_found,
    nothing,
    page,
    problem,
    too_many_requests,
)
from freshbrick.simulator.faults import Fault, Kind

CALLER_ADDRESS = "203.0.113.7"  # from the block that is kept for documentation


_REPLIES: dict[Kind, Reply] = {
    "429": page(429, "Too Many Requests"),
    "429_in_200": too_many_requests(),
    "html": page(200, "BrickLink is closed for maintenance"),
    "forbidden": problem(403, "PERMISSION_DENIED", "PERMISSION_DENIED", status=403),
    "not_found_404": not_found(),
    "not_found_empty": nothing(),
}


def spoilt_reply(fault: Fault, request: Request, answers: Answers, consumer_key: str, now: int) -> Reply:
    """The reply that comes instead of the right one, or the right one where the fault lies in its sending."""
    reply = _REPLIES.get(fault.kind) or _made_reply(fault, request, answers, consumer_key, now)
    return replace(reply, status=fault.status or reply.status, retry_after=fault.retry_after)


def _made_reply(fault: Fault, request: Request, answers: Answers, consumer_key: str, now: int) -> Reply:
    match fault.kind:
        case "5xx":
            return page(fault.status or 503, "The service is not available")
        case "token_refused":
            return bad_oauth(f"TOKEN_IP_MISMATCHED: consumer: {consumer_key} IP: [{CALLER_ADDRESS}]")
        case "wrong_item":
            return answers.answer(request, now, instead="3002" if "/3001" in request.path else "3001")
        case "truncated":
            whole = answers.answer(request, now)
            return replace(whole, body=whole.body[: len(whole.body) // 2])
        case _:
            return answers.answer(request, now)
