"""What a client reads of the server's answers: codes stay open words, so that a newer server is understood."""

from typing import Generic, TypeVar

from msgspec import UNSET, Raw, Struct, UnsetType

T = TypeVar("T")


class Refresh(Struct, frozen=True, rename="camel"):
    """The live message of a key. Times in ms UTC."""

    state: str
    priority: str
    attempt: int
    next_attempt_at: int | None
    calls_done: int
    calls_total: int
    waiting_for: str | None


class Failure(Struct, frozen=True, rename="camel"):
    """The last failure since the key's last success. Times in ms UTC."""

    code: str
    message: str
    at: int
    retry_at: int | None


class Answer(Struct, Generic[T], frozen=True, rename="camel"):
    """A value of the catalog and how fresh it is. Times in ms UTC."""

    data: T | None
    status: str
    last_fetched: int | None
    stale_at: int | None
    refresh: Refresh | None
    error: Failure | None


class Asked(Struct, frozen=True, rename="camel"):
    """What became of an ask."""

    outcome: str
    message_id: int | None = None
    retry_after_ms: int | None = None

    @property
    def accepted(self) -> bool:
        return self.outcome in ("enqueued", "already_queued")


class OutboxMessage(Struct, frozen=True, rename="camel"):
    """A row of the outbox. Times in ms UTC."""

    id: int
    resource: str
    key: str
    status: str
    priority: str
    attempt: int
    max_attempts: int
    next_attempt_at: int | None
    waiting_for: str | None
    last_error: str | None
    retry_at: int | None
    requested_by: str | None
    created_at: int
    processed_at: int | None
    calls: int
    upstream_ms: int


class OutboxList(Struct, frozen=True):
    items: list[OutboxMessage]


class FoundPart(Struct, frozen=True, rename="camel"):
    """A part that a search found. Times in ms UTC."""

    part_number: str
    name: str
    category_name: str | None
    status: str
    last_fetched: int | None


class SearchResult(Struct, frozen=True):
    items: list[FoundPart]
    total: int


class HttpProblem(Struct, frozen=True):
    """`application/problem+json`."""

    code: str
    detail: str = ""
    title: str = ""


class LiveProblem(Struct, frozen=True, rename="camel"):
    """The same over the socket."""

    code: str
    message: str
    retry_after_ms: int | None = None


class Welcome(Struct, frozen=True, tag_field="type", tag="welcome"):
    now: int


class Ping(Struct, frozen=True, tag_field="type", tag="ping"):
    now: int


class News(Struct, frozen=True):
    """What became of one subscription: a value, an error, or neither where the held one still holds."""

    id: int
    rev: str | None = None
    value: Raw | UnsetType = UNSET
    error: LiveProblem | None = None


class Update(Struct, frozen=True, tag_field="type", tag="update"):
    now: int
    items: list[News]


class Result(Struct, frozen=True, tag_field="type", tag="result"):
    id: int
    value: Asked | None = None
    error: LiveProblem | None = None


ServerMessage = Welcome | Ping | Update | Result
