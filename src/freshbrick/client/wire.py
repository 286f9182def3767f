"""What a client reads of the server's answers: codes stay open words, so that a newer server is understood."""

from decimal import Decimal
from typing import Generic, TypeVar

from msgspec import UNSET, Raw, Struct, UnsetType

from freshbrick.model.lots import Lot

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


class Suggestion(Struct, frozen=True):
    """A price of a piece, and the market that it comes from: `sold` or `stock`."""

    price: Decimal
    source: str


class LotDetail(Lot, frozen=True, rename="camel", kw_only=True):
    """A lot, and the price of a piece that its price guide suggests; None if it says nothing."""

    suggested: Suggestion | None


class Totals(Struct, frozen=True, rename="camel"):
    """All lots of a person and what they are worth, in `currency`; what is unknown is counted, never taken as 0.

    `yours` is by their own prices, `market` by what was paid for a piece on average.
    """

    lots: int
    pieces: int
    currency: str
    yours: Decimal
    market: Decimal
    without_price: int
    in_other_currencies: int
    without_guide: int


class LotPage(Struct, frozen=True, rename="camel", kw_only=True):
    """Lots in the order in which they were added; `next_cursor` asks for those behind them, None at the end."""

    items: list[Lot]
    next_cursor: str | None


class LotList(LotPage, frozen=True, rename="camel", kw_only=True):
    """The first page, and the totals of all."""

    totals: Totals


class Batch(Struct, frozen=True, rename="camel"):
    """How many keys of a batch had which outcome; `first`, `up_to` and `since` tell `watch_progress` which it was.

    `calls` is the cost of what was enqueued, `ready_at` (ms UTC) when it can be done, None if never.
    """

    enqueued: int
    already_queued: int
    throttled: int
    not_found: int
    backing_off: int
    keys_missing: int
    calls: int
    ready_at: int | None
    up_to: int | None = None
    since: int = 0
    first: int | None = None


class FailedRefresh(Struct, frozen=True, rename="camel"):
    """A message of a batch that failed, and why."""

    resource: str
    key: str
    code: str | None
    message: str | None


class Progress(Struct, frozen=True, rename="camel"):
    """What is `left` of a batch and what failed; `waiting_for` is why nothing moves, until then (ms UTC)."""

    left: int
    failed: int
    failures: list[FailedRefresh]
    waiting_for: str | None
    next_attempt_at: int | None


class Reserved(Struct, frozen=True):
    """Calls that are kept from NORMAL and from LOW work."""

    normal: int
    low: int


class Slot(Struct, frozen=True):
    """Calls paid for in five minutes from `at` (ms UTC) on, by priority."""

    at: int
    high: int
    normal: int
    low: int


class Quota(Struct, frozen=True):
    """Calls in the rolling window, and its history, oldest first."""

    limit: int
    used: int
    remaining: int
    reserved: Reserved
    slots: list[Slot]


class Upstream(Struct, frozen=True, rename="camel"):
    """Whether BrickLink answers: `ok`, `limited`, `paused`, `unconfigured`. Times in ms UTC."""

    state: str
    code: str | None
    since: int | None
    probe_at: int | None
    detail: str | None
    last_call_at: int | None = None


class Inflight(Struct, frozen=True, rename="camel"):
    """A message that a worker has since (ms UTC)."""

    message_id: int
    resource: str
    key: str
    since: int
    calls: int


class Worker(Struct, frozen=True):
    """Whether anybody works, and on what."""

    alive: bool
    inflight: list[Inflight]


class Drain(Struct, frozen=True, rename="camel"):
    """The cron that takes LOW work too. Times in ms UTC."""

    last_at: int | None
    next_at: int | None
    every_ms: int
    batch: int


class Cron(Struct, frozen=True, rename="camel"):
    """A cron and its times, ms UTC."""

    name: str
    last_at: int | None
    next_at: int


class OutboxCounts(Struct, frozen=True, rename="camel"):
    """Live messages by state, those that ended within a day, and since when the oldest waits (ms UTC)."""

    pending: int
    inflight: int
    failed: int
    oldest_pending_at: int | None
    succeeded: int = 0


class CatalogCounts(Struct, frozen=True, rename="camel"):
    """Parts by freshness."""

    parts: int
    fresh: int
    stale: int
    never_fetched: int


class SettingsInForce(Struct, frozen=True, rename="camel"):
    """What figures are asked for under."""

    currency: str
    vat: str
    region: str | None
    pictures: str
    stale_after_ms: dict[str, int]
    demo: bool = False


class Status(Struct, frozen=True):
    """How the server is doing."""

    quota: Quota
    upstream: Upstream
    worker: Worker
    drain: Drain
    crons: list[Cron]
    outbox: OutboxCounts
    catalog: CatalogCounts
    settings: SettingsInForce


class HttpProblem(Struct, frozen=True, rename="camel"):
    """`application/problem+json`."""

    code: str
    detail: str = ""
    title: str = ""
    retry_after_ms: int | None = None


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
