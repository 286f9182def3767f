"""One watch, frame by frame, without a socket."""

import json
from typing import Any

import pytest

from cli.shop import BRICK, answer, error, refresh
from freshbrick.cli import subjects
from freshbrick.cli.failures import CommandError
from freshbrick.cli.live_session import FORCE, Answered, Event, LiveSession, Trouble, Updated
from freshbrick.model.clock import HOUR, SECOND
from freshbrick.model.parts import Part
from support.clock import NOON


def session(**how: Any) -> LiveSession[Part]:
    started = LiveSession(subjects.part("3001"), **how)
    started.hello()
    return started


def hears(told: LiveSession[Part], value: dict[str, Any] | None = None, **more: Any) -> list[Event]:
    news = {"id": 1, "rev": "a1"} | ({} if value is None else {"value": value}) | more
    return list(told.receive(json.dumps({"type": "update", "now": NOON, "items": [news]}), NOON))


def result(told: LiveSession[Part], id_: int = 1, **more: Any) -> list[Event]:
    return list(told.receive(json.dumps({"type": "result", "id": id_, **more}), NOON))


def test_a_missing_part_is_asked_for_as_a_page_does() -> None:
    watch = session()
    assert watch.wait_ms(NOON) is None
    hears(watch, answer(None, "missing"))
    assert watch.wait_ms(NOON) == 0
    asked = json.loads(watch.ask())
    assert asked["action"] == "enqueueRefreshPart"
    assert asked["args"] == {"partNumber": "3001", "auto": True}
    assert watch.wait_ms(NOON) is None
    assert result(watch, value={"outcome": "enqueued", "messageId": 1, "retryAfterMs": None})
    assert watch.wait_ms(NOON) is None


def test_who_only_watches_spends_no_calls() -> None:
    watch = session(refresh=False)
    hears(watch, answer(None, "missing"))
    assert watch.wait_ms(NOON) is None


def test_force_asks_once_for_what_bricklink_did_not_know() -> None:
    watch = session(first_ask=FORCE)
    hears(watch, answer(None, "missing", error=error("not_found", retryAt=NOON + HOUR)))
    assert watch.wait_ms(NOON) == 0
    assert json.loads(watch.ask())["args"] == {"partNumber": "3001", "auto": False, "force": True}
    result(watch, value={"outcome": "enqueued"})
    assert watch.wait_ms(NOON) is None


def test_an_ask_that_came_too_soon_is_repeated_later() -> None:
    watch = session()
    hears(watch, answer(BRICK, "stale"))
    watch.ask()
    (told,) = result(watch, value={"outcome": "throttled", "messageId": None, "retryAfterMs": 42 * SECOND})
    assert isinstance(told, Answered)
    assert watch.wait_ms(NOON + SECOND) == 41 * SECOND


def test_after_a_lost_connection_the_held_rev_is_named_and_the_lost_ask_repeated() -> None:
    watch = session()
    hears(watch, answer(None, "missing"))
    watch.ask()
    (item,) = json.loads(watch.hello())["items"]
    assert item["rev"] == "a1"
    assert watch.wait_ms(NOON) is None
    assert hears(watch) == []
    assert watch.wait_ms(NOON) == 0


def test_times_are_those_of_the_server() -> None:
    watch = session()
    list(watch.receive(json.dumps({"type": "welcome", "now": NOON + HOUR, "limits": {}}), NOON))
    assert watch.server_time(NOON) == NOON + HOUR
    list(watch.receive(json.dumps({"type": "ping", "now": NOON}), NOON))
    assert watch.server_time(NOON) == NOON


def test_every_value_is_passed_on_as_it_was_written() -> None:
    watch = session()
    (told,) = hears(watch, answer(BRICK, "refreshing", refresh=refresh(), later="field"))
    assert isinstance(told, Updated)
    assert json.loads(told.raw)["later"] == "field"
    assert told.answer.data is not None
    assert told.answer.data.name == "Brick 2 x 4"


def test_trouble_that_may_pass_does_not_end_the_watch() -> None:
    watch = session()
    problem = {"code": "unavailable", "message": "The database does not answer now."}
    assert hears(watch, error=problem) == [Trouble("The database does not answer now.")]
    assert hears(watch, answer(BRICK, "fresh"))


def test_a_refused_subscription_ends_the_watch_in_the_servers_words() -> None:
    with pytest.raises(CommandError, match="No such part number"):
        hears(session(), error={"code": "bad_request", "message": "No such part number."})


def test_a_server_that_speaks_another_protocol_is_told_apart() -> None:
    with pytest.raises(CommandError, match="another protocol"):
        list(session().receive("<html>", NOON))
