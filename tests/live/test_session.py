"""What one connection is told, whatever the pace at which it reads."""

import json
from typing import Any

import pytest
from msgspec import Struct

from freshbrick.catalog.reading import Reading
from freshbrick.live.protocol import CloseCode, Ping, ProtocolError
from freshbrick.live.query import Snapshot, snapshot
from freshbrick.live.session import UPDATE_BYTES, Session, Start, Stop
from freshbrick.model.errors import RequestError

NOW = 1_780_000_000_000
FORBIDDEN = RequestError("forbidden", "Nobody may look.")


class Word(Struct, frozen=True):
    word: str


def answer(word: str) -> Snapshot:
    return snapshot(Reading(Word(word)), 1)


A, B = answer("a"), answer("b")


def subscribe(session: Session, *ids: int, **more: object) -> list[object]:
    items = [{"id": id_, "query": "getWord", **more} for id_ in ids]
    return list(session.receive(json.dumps({"type": "subscribe", "items": items})))


def read(session: Session) -> Any:
    """What the client is told next, as {id: value, rev or error code}."""
    frame = session.next_frame(NOW)
    if frame is None:
        return None
    items = json.loads(frame)["items"]
    return {
        i["id"]: i["value"]["word"] if "value" in i else i["error"]["code"] if "error" in i else i["rev"]
        for i in items
    }


@pytest.fixture
def session() -> Session:
    session = Session()
    subscribe(session, 1)
    return session


def test_nothing_is_told_before_there_is_an_answer(session: Session) -> None:
    assert read(session) is None
    session.notice(1, A)
    assert read(session) == {1: "a"}
    assert read(session) is None


def test_a_slow_reader_is_told_only_the_last_answer(session: Session) -> None:
    session.notice(1, A)
    session.notice(1, FORBIDDEN)
    session.notice(1, B)
    assert read(session) == {1: "b"}
    assert read(session) is None


def test_what_changed_back_before_it_was_read_is_not_told(session: Session) -> None:
    session.notice(1, A)
    read(session)
    session.notice(1, B)
    session.notice(1, A)
    assert read(session) is None


def test_after_an_error_the_value_is_told_in_full(session: Session) -> None:
    session.notice(1, A)
    read(session)
    session.notice(1, FORBIDDEN)
    assert read(session) == {1: "forbidden"}
    session.notice(1, A)
    assert read(session) == {1: "a"}


def test_a_held_rev_is_confirmed_once(session: Session) -> None:
    subscribe(session, 2, rev=A.rev)
    session.notice(2, A)
    assert read(session) == {2: A.rev}
    session.notice(2, A)
    assert read(session) is None


def test_a_value_and_its_rev_are_not_encoded_again(session: Session) -> None:
    odd = Snapshot(b'{"word" : "spaced"}', "r1", Word(""), None, 1)
    session.notice(1, odd)
    frame = session.next_frame(NOW)
    assert (
        frame == b'{"type":"update","now":%d,"items":[{"id":1,"rev":"r1","value":{"word" : "spaced"}}]}' % NOW
    )


def test_a_known_id_ends_the_old_subscription_and_what_it_was_about_to_be_told(session: Session) -> None:
    session.notice(1, A)
    stop, start = subscribe(session, 1)
    assert stop == Stop(1)
    assert isinstance(start, Start)
    assert read(session) is None


def test_an_answer_that_comes_after_the_end_is_dropped(session: Session) -> None:
    assert session.receive('{"type":"unsubscribe","ids":[1,1,5]}') == [Stop(1)]
    session.notice(1, A)
    assert read(session) is None


def test_the_257th_subscription_is_refused_and_a_freed_place_is_given_again(session: Session) -> None:
    assert len(subscribe(session, *range(2, 257))) == 255
    assert subscribe(session, 257) == []
    assert read(session) == {257: "limit_exceeded"}
    assert len(subscribe(session, 256)) == 2, "a known id replaces its subscription at the limit too"
    session.receive('{"type":"unsubscribe","ids":[7]}')
    assert len(subscribe(session, 257)) == 1


def test_a_refused_subscription_holds_no_place(session: Session) -> None:
    for id_ in range(2, 1_000):
        subscribe(session, id_)
        session.refuse(id_, FORBIDDEN)
    assert len(read(session)) == 998
    session.notice(1, A)
    assert read(session) == {1: "a"}


def test_a_large_update_goes_out_in_pieces(session: Session) -> None:
    subscribe(session, *range(256))
    large = answer("x" * (UPDATE_BYTES // 4))
    for id_ in range(256):
        session.notice(id_, large)
    told: list[int] = []
    while frame := read(session):
        assert len(frame) == 4
        told += frame
    assert told == list(range(256))


def test_results_and_pings_go_before_updates(session: Session) -> None:
    session.notice(1, A)
    session.owe(Ping(NOW))
    assert session.backlog == 2
    assert session.next_frame(NOW) == b'{"type":"ping","now":%d}' % NOW
    assert read(session) == {1: "a"}
    assert session.backlog == 0


def test_a_field_that_a_newer_client_adds_to_a_frame_is_overlooked(session: Session) -> None:
    assert session.receive('{"type":"unsubscribe","ids":[1],"why":"scrolled"}') == [Stop(1)]


@pytest.mark.parametrize(
    ("frame", "code"),
    [("{", CloseCode.BAD_MESSAGE), (" " * 65_537, CloseCode.TOO_LARGE), (b"{}", CloseCode.BAD_MESSAGE)],
)
def test_a_frame_that_is_none_ends_the_connection(
    session: Session, frame: str | bytes, code: CloseCode
) -> None:
    with pytest.raises(ProtocolError) as caught:
        session.receive(frame)
    assert caught.value.code is code


def test_64_kib_are_counted_in_bytes(session: Session) -> None:
    frame = '{"type":"unsubscribe","ids":[],"x":"%s"}' % ("é" * 32_768)
    assert len(frame) < 65_536
    with pytest.raises(ProtocolError):
        session.receive(frame)
