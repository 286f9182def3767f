"""Actions by name, as the live socket runs them."""

import pytest

from freshbrick.accounts.people import Person
from freshbrick.api.actions import Actions
from freshbrick.catalog.policy import Policy
from freshbrick.model.errors import RequestError
from freshbrick.model.parts import Part
from freshbrick.store import outbox, parts
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

ANA = Person(1, "Ana", "member", "session", None)


@pytest.fixture
def actions(database: SqliteDatabase) -> Actions:
    return Actions(database, Policy())


@pytest.mark.parametrize(
    ("name", "args", "resource", "key"),
    [
        ("enqueueRefreshPart", b'{"partNumber":"3001"}', "part", "3001"),
        ("enqueueRefreshPartColors", b'{"partNumber":"3001","auto":true}', "part_colors", "3001"),
        ("enqueueRefreshPriceGuide", b'{"partNumber":"3001","colorId":11}', "price_guide", "3001/11"),
    ],
)
async def test_each_asks_for_its_resource(
    database: SqliteDatabase, actions: Actions, name: str, args: bytes, resource: str, key: str
) -> None:
    asked = await actions.run(name, args, ANA)
    message = await database.read(outbox.get, asked.message_id or 0)
    assert asked.outcome == "enqueued"
    assert message is not None
    assert (message.resource, message.key, message.requested_by, message.priority) == (
        resource,
        key,
        "Ana",
        1,
    )


@pytest.mark.parametrize(
    ("name", "args", "code"),
    [
        ("enqueueRefreshSet", b"{}", "unknown_action"),
        ("enqueueRefreshPart", b"{}", "bad_request"),
        ("enqueueRefreshPart", b'{"partNumber":"3001","force":1}', "bad_request"),
        ("enqueueRefreshPart", b'{"partNumber":"3001","colorId":11}', "bad_request"),
        ("enqueueRefreshPart", b'{"partNumber":"3001","priority":"low"}', "bad_request"),
        ("enqueueRefreshPart", b'{"partNumber":"-"}', "bad_request"),
        ("enqueueRefreshPriceGuide", b'{"partNumber":"3001","colorId":-1}', "bad_request"),
        ("enqueueRefreshPart", b"[" * 10_000, "bad_request"),
    ],
)
async def test_what_is_no_ask_is_refused(
    database: SqliteDatabase, actions: Actions, name: str, args: bytes, code: str
) -> None:
    with pytest.raises(RequestError) as caught:
        await actions.run(name, args, ANA)
    assert caught.value.code == code
    assert not await database.read(outbox.newest, None, 10)


@pytest.mark.parametrize(
    ("how", "outcome"),
    [(b"", "enqueued"), (b',"auto":true', "fresh"), (b',"auto":true,"force":true', "enqueued")],
)
async def test_a_hook_asks_for_nothing_that_is_fresh_unless_by_force(
    database: SqliteDatabase, actions: Actions, clock: VirtualClock, how: bytes, outcome: str
) -> None:
    part = Part(part_number="3001", name="Brick 2 x 4")
    await database.write(parts.save, part, last_fetched=clock.now())
    asked = await actions.run("enqueueRefreshPart", b'{"partNumber":"3001"%s}' % how, ANA)
    assert asked.outcome == outcome
