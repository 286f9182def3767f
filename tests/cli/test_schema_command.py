"""`schema`: everything on the wire, as other languages' type makers read it."""

import json
from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from litestar import Response
from litestar.params import BodyKwarg
from msgspec.inspect import StructType, type_info

from cli.conftest import Run
from freshbrick.api import actions
from freshbrick.api.guard import Guard
from freshbrick.api.queries import queries
from freshbrick.api.routes import routes
from freshbrick.api.wire_schema import document
from freshbrick.api.wire_types import ACTIONS, QUERIES, RECEIVED, SENT
from freshbrick.catalog.policy import Policy
from freshbrick.live.protocol import ClientMessage, ServerMessage
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

Json = dict[str, Any]


@pytest.fixture(scope="module")
def defs() -> Json:
    return dict(document()["$defs"])


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)


def structs_of(annotation: Any) -> Iterator[Any]:
    """The structs that a handler answers or takes."""
    if get_origin(annotation) in (Response, Union, UnionType):
        for inner in get_args(annotation):
            yield from structs_of(inner)
    elif annotation not in (type(None), bytes, str) and isinstance(type_info(annotation), StructType):
        yield annotation


def test_the_command_prints_one_document_that_is_the_same_every_time(run: Run) -> None:
    code, out, _ = run("schema")
    assert code == 0
    assert run("schema").out == out
    told = json.loads(out)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(told["$defs"]) == sorted(told["$defs"])


def test_names_are_clean_and_every_reference_leads_somewhere(defs: Json) -> None:
    assert all(name.isalnum() for name in defs)
    assert set(references(defs)) <= {f"#/$defs/{name}" for name in defs}
    assert all(schema.get("title", name) == name for name, schema in defs.items())
    assert defs["PartAnswer"]["properties"]["data"]["anyOf"][0] == {"$ref": "#/$defs/Part"}


async def test_every_route_answers_and_takes_what_is_listed(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    guard = Guard(database, clock, public_url=None, allowed_origins=())
    every = [
        handler
        for router in routes(guard, with_demo=True)
        for route in router.routes
        for handler in route.route_handlers
    ]
    handlers = [handler for handler in every if handler.fn.__module__.startswith("freshbrick")]
    assert len(handlers) > 15
    for handler in handlers:
        hints = get_type_hints(handler.fn, include_extras=True)
        answer = hints.pop("return")
        for struct in structs_of(answer):
            assert struct in SENT, f"{handler.fn.__name__} answers {struct}: add it to wire_types.SENT"
        for hint in hints.values():
            if any(isinstance(extra, BodyKwarg) for extra in getattr(hint, "__metadata__", ())):
                assert hint.__origin__ in RECEIVED, f"{handler.fn.__name__} takes {hint}: wire_types.RECEIVED"


def test_every_query_and_action_is_listed_with_what_it_takes() -> None:
    assert {name: query.args for name, query in queries(Policy()).items()} == {
        name: exchange.args for name, exchange in QUERIES.items()
    }
    assert {name: kind for name, (kind, _) in actions._ACTIONS.items()} == {
        name: exchange.args for name, exchange in ACTIONS.items()
    }


def test_messages_are_told_apart_by_their_type(defs: Json) -> None:
    for name, union in (("ClientMessage", ClientMessage), ("ServerMessage", ServerMessage)):
        assert defs[name]["discriminator"]["propertyName"] == "type"
        for message in get_args(union):
            assert defs[message.__name__]["required"][0] == "type"
            tag = message.__struct_config__.tag
            assert defs[message.__name__]["properties"]["type"] == {"enum": [tag]}
            assert defs[name]["discriminator"]["mapping"][tag] == f"#/$defs/{message.__name__}"
    assert defs["Subscribe"]["properties"]["items"]["items"] == {"$ref": "#/$defs/Item"}


def test_what_is_always_written_is_required_and_what_may_be_left_out_is_not(defs: Json) -> None:
    assert set(defs["Part"]["required"]) == set(defs["Part"]["properties"])
    assert set(defs["Welcome"]["required"]) == set(defs["Welcome"]["properties"])
    assert defs["News"]["required"] == ["id"]
    assert "retryAfterMs" not in defs["Problem"]["required"]
    assert defs["RefreshPart"]["required"] == ["partNumber"]


def test_prices_are_strings(defs: Json) -> None:
    assert defs["StockStep"]["properties"]["price"] == {"type": "string", "format": "decimal"}


def test_two_structs_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = msgspec.defstruct("Part", [("id", int)])
    monkeypatch.setattr("freshbrick.api.wire_schema.SENT", (*SENT, other))
    with pytest.raises(ValueError, match="one name"):
        document()
