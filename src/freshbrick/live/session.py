"""The state of one connection: what it watches, what it holds and what it is still owed; no I/O."""

from collections import deque

from msgspec import Raw, Struct

from freshbrick.live.protocol import (
    SUBSCRIPTIONS,
    Act,
    BadItem,
    Item,
    LiveError,
    News,
    Ping,
    Result,
    Subscribe,
    Unsubscribe,
    Update,
    Welcome,
    decode,
    decode_item,
    encode,
)
from freshbrick.live.query import Answer
from freshbrick.model.errors import RequestError

UPDATE_BYTES = 65_536
"""Where an update ends and the next begins, so that a slow reader's progress can be seen."""


class Start(Struct, frozen=True):
    """Do: watch this query and report what it answers to `notice`."""

    id: int
    query: str
    args: Raw


class Stop(Struct, frozen=True):
    """Do: stop watching for this subscription."""

    id: int


Step = Start | Stop | Act


class Session:
    """Frames go in, steps to take come out; answers go in, frames to send come out.

    Of every subscription only the last answer is kept: a slow reader skips those between.
    """

    def __init__(self) -> None:
        self._held: dict[int, str | None] = {}  # by subscription: the rev that the client holds
        self._unanswered: set[int] = set()
        self._dirty: dict[int, Answer] = {}
        self._owed: deque[Welcome | Result | Ping] = deque()

    @property
    def backlog(self) -> int:
        """How much is waiting to be sent: who sends too much to a connection that is not read must wait."""
        return len(self._dirty) + len(self._owed)

    def receive(self, frame: str | bytes) -> list[Step]:
        """Take in a client's frame; what is to be done, in order. Raises `ProtocolError`."""
        message = decode(frame)
        match message:
            case Subscribe(items):
                return [step for raw in items for step in self._subscribe(decode_item(raw))]
            case Unsubscribe(ids):
                return [step for id_ in ids for step in self._drop(id_)]
            case Act():
                return [message]

    def notice(self, id_: int, answer: Answer) -> bool:
        """Take in what a watched query answers now; whether that is owed to the client."""
        if id_ not in self._held:
            return False
        news = self._news_to(id_, answer)
        if news:
            self._dirty[id_] = answer
        else:
            self._dirty.pop(id_, None)
        return news

    def refuse(self, id_: int, error: RequestError) -> None:
        """End a subscription that cannot be served."""
        self._drop(id_)
        self._dirty[id_] = error

    def owe(self, message: Welcome | Result | Ping) -> None:
        """Send this before the next update."""
        self._owed.append(message)

    def next_frame(self, now: int) -> bytes | None:
        """What to send next, or None."""
        if self._owed:
            return encode(self._owed.popleft())
        if self._dirty:
            return encode(Update(now, self._take()))
        return None

    def _subscribe(self, item: Item | BadItem) -> list[Step]:
        steps = self._drop(item.id)
        if isinstance(item, BadItem):
            self.refuse(item.id, item.error)
        elif len(self._held) >= SUBSCRIPTIONS:
            self.refuse(
                item.id,
                RequestError("limit_exceeded", f"One connection has at most {SUBSCRIPTIONS} subscriptions."),
            )
        else:
            self._held[item.id] = item.rev
            self._unanswered.add(item.id)
            steps.append(Start(item.id, item.query, item.args))
        return steps

    def _drop(self, id_: int) -> list[Step]:
        self._dirty.pop(id_, None)
        self._unanswered.discard(id_)
        if id_ not in self._held:
            return []
        del self._held[id_]
        return [Stop(id_)]

    def _news_to(self, id_: int, answer: Answer) -> bool:
        return isinstance(answer, RequestError) or id_ in self._unanswered or answer.rev != self._held[id_]

    def _take(self) -> list[News]:
        """The oldest of what is dirty, until an update is full."""
        news: list[News] = []
        size = 0
        for id_, answer in list(self._dirty.items()):
            if size >= UPDATE_BYTES:
                break
            del self._dirty[id_]
            news.append(self._tell(id_, answer))
            size += 0 if isinstance(answer, RequestError) else len(answer.body)
        return news

    def _tell(self, id_: int, answer: Answer) -> News:
        self._unanswered.discard(id_)
        held = self._held.get(id_)
        if isinstance(answer, RequestError):
            self._hold(id_, None)
            return News(id_, error=LiveError.of(answer))
        if answer.rev == held:
            return News(id_, rev=held)
        self._hold(id_, answer.rev)
        return News(id_, rev=answer.rev, value=Raw(answer.body))

    def _hold(self, id_: int, rev: str | None) -> None:
        if id_ in self._held:
            self._held[id_] = rev
