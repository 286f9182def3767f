"""One thing that is watched: what is held of it, and when to ask for a refresh; no I/O."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import UnsetType
from msgspec.json import Decoder

from freshbrick.client.errors import ClientError
from freshbrick.client.events import Answered, Event, Trouble, Updated
from freshbrick.client.queries import Query
from freshbrick.client.watching import Watching
from freshbrick.client.wire import Answer, Asked, LiveProblem, News

T = TypeVar("T")
V = TypeVar("V")

AUTO = {"auto": True}
FORCE = {"auto": False, "force": True}
"""How to ask: as a page does; as a person who overrides what BrickLink said before."""

PASSING = ("unavailable", "internal", "throttled")
"""Errors of a subscription that may end by themselves: the watch goes on."""


class Subscription(Generic[T]):
    """Outlives its connections: what it holds is named again by its rev. Times are the server's, ms UTC.

    `refresh`: ask by itself as `rule` says. `first_ask`: before that ask once in this manner, whatever is held.
    """

    def __init__(
        self,
        query: Query[T],
        *,
        refresh: bool = True,
        first_ask: Mapping[str, bool] | None = None,
        rule: Watching | None = None,
    ) -> None:
        self.query = query
        self.rule = rule or Watching()
        self.answer: T | None = None
        self.rev: str | None = None
        self.told = False
        """whether this connection has brought an answer"""
        self._refresh = refresh and query.action is not None
        self._first_ask = first_ask
        self._unanswered = False

    def begin(self) -> None:
        """A connection begins; an ask that the last one left unanswered is forgotten."""
        if self._unanswered:
            self.rule.lost()
        self._unanswered = self.told = False

    def item(self, id_: int) -> dict[str, Any]:
        """How it is subscribed to."""
        held = {"rev": self.rev} if self.rev else {}
        return {"id": id_, "query": self.query.name, "args": self.query.args, **held}

    def news(self, news: News) -> Iterator[Event]:
        """Take in what the server tells. ClientError where the watch cannot go on."""
        if news.error is not None:
            yield self.trouble(ClientError(news.error.code, news.error.message, news.error.retry_after_ms))
        else:
            raw = None if isinstance(news.value, UnsetType) else bytes(news.value)
            yield from self.holds(news.rev, raw)

    def holds(self, rev: str | None, raw: bytes | None) -> Iterator[Event]:
        """Take in a value, or that the held one still holds (None)."""
        self.told = True
        self.rev = rev
        if raw is not None:
            self.answer = decoded(raw, self.query.decoder)
            yield Updated(self.answer, raw)

    def trouble(self, error: ClientError) -> Trouble:
        """The server could not tell. The error itself is raised again where that will not pass."""
        if error.code not in PASSING:
            raise error
        self.rev = None
        return Trouble(error.message)

    def wait_ms(self, now: int) -> int | None:
        """How long until it may be time to `ask`: 0 is now, None is not before something else happens."""
        if self.answer is None or not self.told or self._unanswered:
            return None
        if self._first_ask:
            return 0
        return (
            self.rule.wait_ms(self.answer, now) if self._refresh and isinstance(self.answer, Answer) else None
        )

    def ask(self) -> dict[str, bool]:
        """The manner in which a refresh of what is held is asked for now."""
        if isinstance(self.answer, Answer):
            self.rule.asked(self.answer)
        self._unanswered = True
        return dict(self._first_ask or AUTO)

    def refused(self, error: ClientError, now: int) -> None:
        """An ask that is under way came to nothing: it may be repeated, not before the time that was named."""
        if self._unanswered and error.retry_after_ms is not None:
            self._unanswered, self._first_ask = False, None
            self.rule.told_to_wait(error.retry_after_ms, now)

    def result(self, told: Asked | LiveProblem | None, now: int) -> Iterator[Event]:
        """Take in what became of the ask."""
        self._unanswered, self._first_ask = False, None
        self.rule.told_to_wait(told.retry_after_ms if told else None, now)
        if isinstance(told, Asked):
            yield Answered(told)
        elif told is not None:
            yield Trouble(told.message)


def decoded(text: str | bytes, decoder: Decoder[V]) -> V:
    """Read what the server wrote. ClientError if it speaks otherwise."""
    try:
        return decoder.decode(text)
    except msgspec.MsgspecError as error:
        raise ClientError(
            "not_freshbrick", f"The server speaks another protocol than freshbrick.live.v1: {error}"
        ) from error
