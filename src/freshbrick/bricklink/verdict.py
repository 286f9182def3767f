"""What a reply of BrickLink means: data, or a failure and how it is to be dealt with."""

import ipaddress
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated

import msgspec

from freshbrick.bricklink.transport import Flaw, Reply
from freshbrick.model.clock import SECOND
from freshbrick.model.outbox import RETRY_AFTER_MAX, Failure, FailureKind, RefreshCode

MESSAGE_MAX = 500
TEXT_MAX = 300

_WORST_FIRST: tuple[FailureKind, ...] = ("limited", "ours", "temporary", "not_found", "refused")
_EMPTY = re.compile(rb"\s*(null|\{\s*\})?\s*")
_ABOUT_KEYS = re.compile(r"BAD_OAUTH_REQUEST|TOKEN_IP_MISMATCHED")
_SEEN_ADDRESS = re.compile(r"TOKEN_IP_MISMATCHED.*\bIP: ?\[([0-9A-Fa-f.:]{3,45})\]")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_FLAWS: dict[Flaw, tuple[FailureKind, RefreshCode, str]] = {
    "unconnected": ("temporary", "unreachable", "No connection to BrickLink could be made."),
    "timeout": ("temporary", "unreachable", "BrickLink did not answer in time."),
    "cut": (
        "temporary",
        "unreachable",
        "The connection to BrickLink broke off before the answer was complete.",
    ),
    "garbled": ("refused", "unreadable", "BrickLink's answer is compressed in a way that cannot be read."),
    "too_large": ("refused", "too_large", "BrickLink's answer is larger than any real one."),
}


class Success(msgspec.Struct, frozen=True):
    """The JSON text under the envelope's `data`, not looked into yet."""

    data: bytes


class UpstreamError(Exception):
    """A call that brought no usable data."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.code}: {failure.message}")
        self.failure = failure


class _Meta(msgspec.Struct):
    code: Annotated[int, msgspec.Meta(ge=100, le=599)]
    message: object = None
    description: object = None

    def texts(self) -> tuple[str, ...]:
        """BrickLink's words, each once; the code counts even where they are not text."""
        return tuple(
            dict.fromkeys(text for text in (self.message, self.description) if isinstance(text, str))
        )


class _Envelope(msgspec.Struct):
    meta: _Meta
    data: msgspec.Raw = msgspec.Raw()


def verdict(reply: Reply, *, of_item: bool, now: int, redact: Callable[[str], str]) -> Success | Failure:
    """The worse of the HTTP status and the envelope's own code; the content type says nothing.

    `of_item`: the call asked about one item, which may not exist. `now` (ms UTC) is when the call left. `redact`
    takes secrets out of BrickLink's words before a person reads them.
    """
    if reply.status is None:
        return _flawed(reply.flaw or "cut")
    envelope = _read(reply.body)
    kinds = {_kind(reply.status, of_item), _kind(envelope.meta.code, of_item) if envelope else None}
    if envelope and any(_ABOUT_KEYS.search(text) for text in envelope.meta.texts()):
        kinds.add("ours")
    for kind in _WORST_FIRST:
        if kind in kinds:
            return _failure(kind, reply, envelope, now, redact)
    if reply.flaw:
        return _flawed(reply.flaw)
    if envelope is None:
        return refused("unreadable", "BrickLink's answer is not the JSON that it should be.")
    return _with_data(bytes(envelope.data), of_item)


def refused(code: RefreshCode, message: str) -> Failure:
    """A failure that asking again soon would not mend."""
    return Failure("refused", code, message[:MESSAGE_MAX])


def retry_after_ms(header: str | None, now: int) -> int | None:
    """A Retry-After header (seconds or an HTTP date) as ms from `now`, 0 to 24 h; None if it says nothing."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        wait = int(text) * SECOND if len(text) < 10 else RETRY_AFTER_MAX
    else:
        try:
            date = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        wait = round(_utc(date).timestamp()) * SECOND - now
    return min(max(wait, 0), RETRY_AFTER_MAX)


def _utc(date: datetime) -> datetime:
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _read(body: bytes) -> _Envelope | None:
    try:
        return msgspec.json.decode(body, type=_Envelope, strict=False)
    except (ValueError, RecursionError):
        return None


def _kind(code: int, of_item: bool) -> FailureKind | None:
    if code == 429:
        return "limited"
    if code in (401, 403):
        return "ours"
    if code in (408, 425) or code >= 500:
        return "temporary"
    if code == 404 and of_item:
        return "not_found"
    return None if 200 <= code < 300 else "refused"


def _flawed(flaw: Flaw) -> Failure:
    return Failure(*_FLAWS[flaw])


def _with_data(data: bytes, of_item: bool) -> Success | Failure:
    if not _EMPTY.fullmatch(data):
        return Success(data)
    return _not_found() if of_item else refused("unreadable", "BrickLink answered without any data.")


def _not_found() -> Failure:
    return Failure("not_found", "not_found", "BrickLink does not know this item.")


def _failure(
    kind: FailureKind, reply: Reply, envelope: _Envelope | None, now: int, redact: Callable[[str], str]
) -> Failure:
    said = redact(_words(reply, envelope))[:TEXT_MAX]
    wait = retry_after_ms(reply.retry_after, now)
    match kind:
        case "limited":
            return Failure(kind, "limited", "BrickLink accepts no more calls for now (429).", wait)
        case "ours":
            return Failure(kind, "credentials", _about_keys(envelope, said))
        case "temporary":
            return Failure(kind, "upstream_error", f"BrickLink has trouble of its own ({said}).", wait)
        case "not_found":
            return _not_found()
        case "refused":
            return refused("refused", f"BrickLink refused the request ({said}).")


def _words(reply: Reply, envelope: _Envelope | None) -> str:
    """BrickLink's own words on one line: "HTTP 200, 500 INTERNAL_SERVER_ERROR: …"."""
    if envelope is None:
        return f"HTTP {reply.status}"
    words = f"HTTP {reply.status}, {envelope.meta.code} {': '.join(envelope.meta.texts())}"
    return _UNPRINTABLE.sub(" ", words).strip()


def _about_keys(envelope: _Envelope | None, said: str) -> str:
    address = _seen_address(envelope) if envelope else None
    if address:
        return f"BrickLink does not accept the keys from this address: it saw {address}. Allow it for the access token."
    return f"BrickLink does not accept the keys ({said})."


def _seen_address(envelope: _Envelope) -> str | None:
    found = _SEEN_ADDRESS.search(" ".join(envelope.meta.texts()))
    try:
        return str(ipaddress.ip_address(found[1])) if found else None
    except ValueError:
        return None
