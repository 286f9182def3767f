"""All that a client watches over the live protocol: frames in, events out, and frames to send; no I/O."""

import json
from collections.abc import Iterator
from typing import Any

from msgspec.json import Decoder

from freshbrick.client.errors import ClientError
from freshbrick.client.events import Event
from freshbrick.client.queries import Query
from freshbrick.client.subscription import Subscription, decoded
from freshbrick.client.watching import Watching
from freshbrick.client.wire import Ping, Result, ServerMessage, Update, Welcome

_server_messages: Decoder[ServerMessage] = Decoder(ServerMessage)

Told = tuple[int, Event | ClientError]
"""What happened, or why nothing more will, and the number of the subscription that it is about."""


class LiveSession:
    """The subscriptions by number, over as many connections as it takes. Local times in ms UTC."""

    def __init__(self) -> None:
        self.subscriptions: dict[int, Subscription[Any]] = {}
        self._ahead = 0
        self._numbers = 0
        self._asks = 0
        self._asked: dict[int, int] = {}  # by ask: the subscription that it is for
        self._unsent: list[int] = []
        self._ended: list[int] = []

    @property
    def told(self) -> bool:
        """Whether this connection has brought an answer."""
        return any(subscription.told for subscription in self.subscriptions.values())

    def rule(self, query: Query[Any]) -> Watching | None:
        """The rule of whoever watches the same: two watches ask once."""
        name, args = query.name, query.args
        return next(
            (s.rule for s in self.subscriptions.values() if (s.query.name, s.query.args) == (name, args)),
            None,
        )

    def add(self, subscription: Subscription[Any]) -> int:
        """Watch one thing more; its number."""
        self._numbers += 1
        self.subscriptions[self._numbers] = subscription
        self._unsent.append(self._numbers)
        return self._numbers

    def drop(self, number: int) -> None:
        """Watch it no more."""
        self.subscriptions.pop(number, None)
        if number in self._unsent:
            self._unsent.remove(number)
        else:
            self._ended.append(number)

    def begin(self) -> None:
        """A connection begins: everything is subscribed to anew."""
        self._unsent = list(self.subscriptions)
        self._ended.clear()
        self._asked.clear()
        for subscription in self.subscriptions.values():
            subscription.begin()

    def frames(self, now: int) -> Iterator[str]:
        """What is to be sent now."""
        if self._ended:
            ended, self._ended = self._ended, []
            yield json.dumps({"type": "unsubscribe", "ids": ended})
        if self._unsent:
            items = [self.subscriptions[number].item(number) for number in self._unsent]
            self._unsent = []
            yield json.dumps({"type": "subscribe", "items": items})
        for number, subscription in self.subscriptions.items():
            if subscription.wait_ms(self.server_time(now)) == 0:
                yield self._ask(number, subscription)

    def receive(self, frame: str | bytes, now: int) -> Iterator[Told]:
        """Take in a frame. ClientError where nothing can go on."""
        message = decoded(frame, _server_messages)
        if not isinstance(message, Result):
            self._ahead = message.now - now
        match message:
            case Welcome() | Ping():
                pass
            case Update():
                for news in message.items:
                    if (subscription := self.subscriptions.get(news.id)) is not None:
                        yield from _about(news.id, subscription.news(news))
            case Result():
                number = self._asked.pop(message.id, 0)
                if (subscription := self.subscriptions.get(number)) is not None:
                    told = subscription.result(message.value or message.error, self.server_time(now))
                    yield from _about(number, told)

    def server_time(self, now: int) -> int:
        """The server's clock."""
        return now + self._ahead

    def wait_ms(self, now: int) -> int | None:
        """How long until there may be something to send by time alone; None is never."""
        waits = (s.wait_ms(self.server_time(now)) for s in self.subscriptions.values())
        return min((wait for wait in waits if wait is not None), default=None)

    def _ask(self, number: int, subscription: Subscription[Any]) -> str:
        self._asks += 1
        self._asked[self._asks] = number
        args = {**subscription.query.args, **subscription.ask()}
        return json.dumps(
            {"type": "action", "id": self._asks, "action": subscription.query.action, "args": args}
        )


def _about(number: int, happened: Iterator[Event]) -> Iterator[Told]:
    try:
        for event in happened:
            yield number, event
    except ClientError as error:
        yield number, error
