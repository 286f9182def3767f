"""What is watched, frame by frame, without a socket."""

import json
from typing import Any

import pytest

from freshbrick.client import queries
from freshbrick.client.errors import ClientError
from freshbrick.client.events import Answered, Event, Trouble, Updated
from freshbrick.client.queries import Query
from freshbrick.client.session import LiveSession
from freshbrick.client.subscription import FORCE, Subscription
from freshbrick.model.clock import HOUR, SECOND
from support.clock import NOON
from support.shop import BRICK, answer, error, refresh


class Watch:
    """One watched part, and the connection that it is watched over."""

    def __init__(self, **how: Any) -> None:
        self.live = LiveSession()
        self.live.add(Subscription(queries.part("3001"), **how))
        self.begin()

    def begin(self) -> dict[str, Any]:
        """A connection begins; how the part is subscribed to."""
        self.live.begin()
        (frame,) = self.live.frames(NOON)
        (item,) = json.loads(frame)["items"]
        return dict(item)

    def hears(self, value: dict[str, Any] | None = None, **more: Any) -> list[Event | ClientError]:
        news = {"id": 1, "rev": "a1"} | ({} if value is None else {"value": value}) | more
        frame = json.dumps({"type": "update", "now": NOON, "items": [news]})
        return [event for _, event in self.live.receive(frame, NOON)]

    def result(self, id_: int = 1, **more: Any) -> list[Event | ClientError]:
        frame = json.dumps({"type": "result", "id": id_, **more})
        return [event for _, event in self.live.receive(frame, NOON)]

    def sends(self) -> list[Any]:
        return [json.loads(frame) for frame in self.live.frames(NOON)]


def test_a_missing_part_is_asked_for_as_a_page_does() -> None:
    watch = Watch()
    assert watch.live.wait_ms(NOON) is None
    watch.hears(answer(None, "missing"))
    assert watch.live.wait_ms(NOON) == 0
    (asked,) = watch.sends()
    assert asked["action"] == "enqueueRefreshPart"
    assert asked["args"] == {"partNumber": "3001", "auto": True}
    assert watch.live.wait_ms(NOON) is None
    assert watch.result(value={"outcome": "enqueued", "messageId": 1, "retryAfterMs": None})
    assert watch.live.wait_ms(NOON) is None


def test_who_only_watches_spends_no_calls() -> None:
    watch = Watch(refresh=False)
    watch.hears(answer(None, "missing"))
    assert watch.live.wait_ms(NOON) is None


def test_force_asks_once_for_what_bricklink_did_not_know() -> None:
    watch = Watch(first_ask=FORCE)
    watch.hears(answer(None, "missing", error=error("not_found", retryAt=NOON + HOUR)))
    assert watch.live.wait_ms(NOON) == 0
    (asked,) = watch.sends()
    assert asked["args"] == {"partNumber": "3001", "auto": False, "force": True}
    watch.result(value={"outcome": "enqueued"})
    assert watch.live.wait_ms(NOON) is None


def test_an_ask_that_came_too_soon_is_repeated_later() -> None:
    watch = Watch()
    watch.hears(answer(BRICK, "stale"))
    watch.sends()
    (told,) = watch.result(value={"outcome": "throttled", "messageId": None, "retryAfterMs": 42 * SECOND})
    assert isinstance(told, Answered)
    assert watch.live.wait_ms(NOON + SECOND) == 41 * SECOND


def test_after_a_lost_connection_the_held_rev_is_named_and_the_lost_ask_repeated() -> None:
    watch = Watch()
    watch.hears(answer(None, "missing"))
    watch.sends()
    assert watch.begin()["rev"] == "a1"
    assert watch.live.wait_ms(NOON) is None
    assert watch.hears() == []
    assert watch.live.wait_ms(NOON) == 0


def test_times_are_those_of_the_server() -> None:
    live = LiveSession()
    list(live.receive(json.dumps({"type": "welcome", "now": NOON + HOUR, "limits": {}}), NOON))
    assert live.server_time(NOON) == NOON + HOUR
    list(live.receive(json.dumps({"type": "ping", "now": NOON}), NOON))
    assert live.server_time(NOON) == NOON


def test_every_value_is_passed_on_as_it_was_written() -> None:
    (told,) = Watch().hears(answer(BRICK, "refreshing", refresh=refresh(), later="field"))
    assert isinstance(told, Updated)
    assert json.loads(told.raw)["later"] == "field"
    assert told.answer.data.name == "Brick 2 x 4"


def test_trouble_that_may_pass_does_not_end_the_watch() -> None:
    watch = Watch()
    problem = {"code": "unavailable", "message": "The database does not answer now."}
    assert watch.hears(error=problem) == [Trouble("The database does not answer now.")]
    assert watch.hears(answer(BRICK, "fresh"))


def test_a_refused_subscription_ends_its_watch_alone_in_the_servers_words() -> None:
    watch = Watch()
    watch.live.add(Subscription(queries.part("3002")))
    items = [
        {"id": 1, "error": {"code": "bad_request", "message": "No such part number."}},
        {"id": 2, "rev": "b1", "value": answer(BRICK, "fresh")},
    ]
    frame = json.dumps({"type": "update", "now": NOON, "items": items})
    (first, refused), (second, told) = watch.live.receive(frame, NOON)
    assert (first, second) == (1, 2)
    assert isinstance(refused, ClientError)
    assert (refused.code, refused.message) == ("bad_request", "No such part number.")
    assert isinstance(told, Updated)


def test_a_server_that_speaks_another_protocol_is_told_apart() -> None:
    with pytest.raises(ClientError, match="another protocol"):
        list(LiveSession().receive("<html>", NOON))


def two(query: Query[Any]) -> tuple[LiveSession, list[int]]:
    """A connection over which two watch the same."""
    live = LiveSession()
    numbers = [live.add(Subscription(query, rule=live.rule(query))) for _ in range(2)]
    live.begin()
    list(live.frames(NOON))
    return live, numbers


def test_two_who_watch_the_same_ask_once() -> None:
    live, numbers = two(queries.part("3001"))
    for number in numbers:
        news = {"id": number, "rev": "a1", "value": answer(None, "missing")}
        list(live.receive(json.dumps({"type": "update", "now": NOON, "items": [news]}), NOON))
    assert len(list(live.frames(NOON))) == 1


def test_what_is_no_answer_of_the_catalog_is_never_asked_for() -> None:
    live, (number, _) = two(queries.outbox())
    news = {"id": number, "rev": "a1", "value": {"items": []}}
    ((_, told),) = live.receive(json.dumps({"type": "update", "now": NOON, "items": [news]}), NOON)
    assert isinstance(told, Updated)
    assert live.wait_ms(NOON) is None


def test_who_joins_and_who_leaves_is_said_in_one_frame_each() -> None:
    watch = Watch()
    numbers = [watch.live.add(Subscription(queries.part(number))) for number in ("3002", "3003")]
    watch.live.drop(1)
    ended, subscribed = watch.sends()
    assert [item["id"] for item in subscribed["items"]] == numbers
    assert ended == {"type": "unsubscribe", "ids": [1]}
    assert watch.sends() == []


def test_who_leaves_before_it_was_said_that_they_came_is_not_mentioned() -> None:
    watch = Watch()
    watch.live.drop(watch.live.add(Subscription(queries.part("3002"))))
    assert watch.sends() == []
