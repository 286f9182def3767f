"""The wire as a JSON Schema document, from which other languages make their types."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from inspect import cleandoc
from typing import Any, Final, get_origin

import msgspec
from msgspec import UNSET
from msgspec.inspect import Field, StructType, Type, multi_type_info

from freshbrick.api.wire_types import ACTIONS, NAMES, QUERIES, RECEIVED, SENT, UNIONS, Exchange
from freshbrick.live.protocol import Item

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_REF: Final = "#/$defs/{name}"
_REFERENCE: Final = re.compile(r'(?<="#/\$defs/)[^"]+')

Json = dict[str, Any]


def document() -> Json:
    """One document with everything under `$defs`, the same whenever the wire is the same.

    A field that the server always writes is required; so is one that it cannot do without. `Queries` and `Actions`
    tell for each name what it takes (`args`) and what it answers (`value`).
    """
    received = {info.cls for info in _structs(RECEIVED)}
    structs = {info.cls: info for info in _structs((*SENT, *RECEIVED))}
    schemas, described = msgspec.json.schema_components((*structs, *UNIONS.values()), ref_template=_REF)
    theirs = dict(zip(structs, map(_target, schemas), strict=False))
    defs = {_name(cls): _titled(described[theirs[cls]], _name(cls)) for cls in structs}
    if len(defs) < len(structs):
        raise ValueError("two structs of the wire have one name: give them others in wire_types.NAMES")
    for cls, info in structs.items():
        if cls not in received:
            _always_written(defs[_name(cls)], info)
    defs |= dict(zip(UNIONS, schemas[len(structs) :], strict=True))
    told = _renamed(defs, {theirs[cls]: _name(cls) for cls in structs})
    told["Subscribe"]["properties"]["items"]["items"] = _ref(Item)  # read one by one, so msgspec cannot know
    told |= {"Queries": _table(QUERIES), "Actions": _table(ACTIONS)}
    return {"$schema": DIALECT, "title": "Freshbrick", "$defs": dict(sorted(told.items()))}


def _structs(types: Iterable[Any]) -> Iterator[StructType]:
    """Every struct that these types hold, however deep."""
    for info in multi_type_info(types):
        yield from _within(info)


def _within(node: Type | Field) -> Iterator[StructType]:
    if isinstance(node, StructType):
        yield node
    for name in node.__struct_fields__:
        value = getattr(node, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, (Type, Field)):
                yield from _within(one)


def _name(cls: Any) -> str:
    return NAMES.get(cls) or str(cls.__name__)


def _ref(cls: Any) -> Json:
    return {"$ref": _REF.format(name=_name(cls))}


def _target(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _titled(schema: Json, name: str) -> Json:
    said = {"description": cleandoc(schema["description"])} if "description" in schema else {}
    return schema | said | {"title": name}


def _always_written(schema: Json, info: StructType) -> None:
    """A default is the reader's affair: what is written all the same may be relied on."""
    omitting = (get_origin(info.cls) or info.cls).__struct_config__.omit_defaults
    written = [f.encode_name for f in info.fields if f.required or not (omitting or f.default is UNSET)]
    tag = [info.tag_field] if info.tag_field else []
    schema["required"] = [*tag, *written]
    for field in schema["properties"].values():
        field.pop("default", None)


def _renamed(defs: Json, names: Mapping[str, str]) -> Json:
    text = _REFERENCE.sub(lambda found: names.get(found[0], found[0]), json.dumps(defs))
    return dict(json.loads(text))


def _table(exchanges: Mapping[str, Exchange]) -> Json:
    rows = {name: _object({"args": _ref(e.args), "value": _ref(e.value)}) for name, e in exchanges.items()}
    return _object(rows)


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}
