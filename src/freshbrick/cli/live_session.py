"""One watched key over the live protocol: frames in, events out, and when to ask; no I/O."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct, UnsetType
from msgspec.json import Decoder

from freshbrick.cli.failures import CommandError, refused
from freshbrick.cli.subjects import Subject
from freshbrick.cli.watching import Watching
from freshbrick.cli.wire import (
    Answer,
    Asked,
    LiveProblem,
    News,
    Ping,
    Result,
    ServerMessage,
    Update,
    Welcome,
)

T = TypeVar("T")
V = TypeVar("V")

AUTO = {"auto": True}
FORCE = {"auto": False, "force": True}
"""How to ask: as a page does; as a person who overrides what BrickLink said before."""

SUBSCRIPTION = 1
PASSING = ("unavailable", "internal", "throttled")
"""Errors of a subscription that may end by themselves: the watch goes on."""

_server_messages: Decoder[ServerMessage] = Decoder(ServerMessage)


class Updated(Struct, frozen=True):
    """A new value; `raw` is its JSON as the server wrote it."""

    answer: Answer[Any]
    raw: bytes


class Answered(Struct, frozen=True):
    """What became of our ask."""

    asked: Asked


class Trouble(Struct, frozen=True):
    """The server could not serve for now; in its words."""

    message: str


class Offline(Struct, frozen=True):
    """The connection ended; the next try is in `wait_ms`."""

    wait_ms: int


Event = Updated | Answered | Trouble | Offline


class LiveSession(Generic[T]):
    """Outlives its connections: what it holds is named again by its rev. Local times in ms UTC.

    `refresh`: ask by itself as the rule says. `first_ask`: before that ask once in this manner, whatever is held.
    """

    def __init__(
        self, subject: Subject[T], *, refresh: bool = True, first_ask: Mapping[str, bool] | None = None
    ) -> None:
        self.answer: Answer[T] | None = None
        self._subject = subject
        self._rule = Watching()
        self._refresh = refresh
        self._first_ask = first_ask
        self._rev: str | None = None
        self._ahead = 0
        self.told = False
        """whether this connection has brought an answer"""
        self._asks = 0
        self._unanswered = False

    def hello(self) -> str:
        """The first frame of a connection; an ask that the last one left unanswered is forgotten."""
        if self._unanswered:
            self._rule.lost()
        self._unanswered = self.told = False
        held = {"rev": self._rev} if self._rev else {}
        item = {"id": SUBSCRIPTION, "query": self._subject.query, "args": self._subject.args, **held}
        return json.dumps({"type": "subscribe", "items": [item]})

    def receive(self, frame: str | bytes, now: int) -> Iterator[Event]:
        """Take in a frame. CommandError where the watch cannot go on."""
        message = _decoded(frame, _server_messages)
        match message:
            case Welcome() | Ping():
                self._ahead = message.now - now
            case Update():
                self._ahead = message.now - now
                yield from (event for news in message.items for event in self._news(news))
            case Result():
                yield from self._result(message, now)

    def server_time(self, now: int) -> int:
        """The server's clock."""
        return now + self._ahead

    def wait_ms(self, now: int) -> int | None:
        """How long until it may be time to `ask`: 0 is now, None is not before another frame."""
        if self.answer is None or not self.told or self._unanswered:
            return None
        if self._first_ask:
            return 0
        return self._rule.wait_ms(self.answer, self.server_time(now)) if self._refresh else None

    def ask(self) -> str:
        """The frame that asks for a refresh of what is held."""
        if self.answer is not None:
            self._rule.asked(self.answer)
        how = self._first_ask or AUTO
        self._unanswered = True
        self._asks += 1
        args = {**self._subject.args, **how}
        return json.dumps({"type": "action", "id": self._asks, "action": self._subject.action, "args": args})

    def _news(self, news: News) -> Iterator[Event]:
        if news.error is not None:
            if news.error.code not in PASSING:
                raise refused(news.error.code, news.error.message, token_given=True)
            self._rev = None
            yield Trouble(news.error.message)
            return
        self.told = True
        self._rev = news.rev
        if not isinstance(news.value, UnsetType):
            raw = bytes(news.value)
            self.answer = _decoded(raw, self._subject.decoder)
            yield Updated(self.answer, raw)

    def _result(self, result: Result, now: int) -> Iterator[Event]:
        if result.id != self._asks:
            return
        self._unanswered, self._first_ask = False, None
        told: Asked | LiveProblem | None = result.value or result.error
        self._rule.told_to_wait(told.retry_after_ms if told else None, self.server_time(now))
        if result.value is not None:
            yield Answered(result.value)
        elif result.error is not None:
            yield Trouble(result.error.message)


def _decoded(text: str | bytes, decoder: Decoder[V]) -> V:
    try:
        return decoder.decode(text)
    except msgspec.MsgspecError as error:
        raise CommandError(f"The server speaks another protocol than freshbrick.live.v1: {error}") from error
