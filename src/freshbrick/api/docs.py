"""The OpenAPI document as a page to read: HTML alone, nothing from outside."""

import re
from collections.abc import Iterator
from html import escape
from string import Template
from typing import Any, Final, NamedTuple

from freshbrick.api import plain

Json = dict[str, Any]


_VALUES: Final = {"partNumber": "3001", "colorId": "5"}
_BODIES: Final = {
    "BatchArgs": '{"items": [{"resource": "part", "key": "3001"}], "dryRun": true}',
    "Credentials": '{"name": "owner", "password": "…"}',
}


class Operation(NamedTuple):
    """A method of a path, as the document has it."""

    method: str
    path: str
    told: Json

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return str(self.told["operationId"])

    @property
    def open(self) -> bool:
        """Whether anybody may ask."""
        return self.told.get("security") == []


def docs_page(document: Json) -> str:
    """What there is, by topic; every operation with an example; every structure with its fields."""
    info = document["info"]
    topics = _topics(document)
    return Template(plain.read("docs.html")).substitute(
        version=escape(info["version"]),
        description=escape(info["description"]),
        index="\n".join(_index(topic, operations) for topic, operations in topics.items()),
        operations="\n".join(_topic(topic, operations) for topic, operations in topics.items()),
        structures="\n".join(_structures(document)),
    )


def _topics(document: Json) -> dict[str, list[Operation]]:
    topics: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            topics.setdefault(told["tags"][0], []).append(Operation(method.upper(), path, told))
    return topics


def _index(topic: str, operations: list[Operation]) -> str:
    lines = (
        f'<li><a href="#{one.anchor}"><span class="method">{one.method}</span> {_path(one.path)}</a></li>'
        for one in operations
    )
    return f'<li><a href="#{topic}">{topic.capitalize()}</a><ul>{"".join(lines)}</ul></li>'


def _topic(topic: str, operations: list[Operation]) -> str:
    return f'<h2 id="{topic}">{topic.capitalize()}</h2>\n' + "\n".join(map(_operation, operations))


def _operation(one: Operation) -> str:
    told = one.told
    body = told.get("requestBody")
    return (
        f'<section id="{one.anchor}"><h3><a href="#{one.anchor}"><span class="method">{one.method}</span> '
        f"{_path(one.path)}</a></h3><p>{escape(told.get('description', ''))}"
        + (" Needs no sign-in." if one.open else "")
        + f"</p><pre><code>{escape(_example(one))}</code></pre>"
        + (f"<p>Body: {_content(body)}</p>" if body else "")
        + _table("Parameters", [_parameter(parameter) for parameter in told.get("parameters", ())])
        + _table("Answers", [_answer(status, answer) for status, answer in told["responses"].items()])
        + "</section>"
    )


def _path(path: str) -> str:
    """The path, with places where a narrow page may break it."""
    return escape(path).replace("/", "<wbr>/")


def _example(one: Operation) -> str:
    """The call as a command for a shell."""
    parameters = one.told.get("parameters", ())
    path = re.sub(r"{(\w+)}", lambda name: _VALUES.get(name[1], "1"), one.path)
    query = "&".join(f"{p['name']}={_value(p)}" for p in parameters if p["in"] == "query" and p["required"])
    words = ["curl"]
    if one.method != "GET":
        words += ["-X", one.method]
    if not one.open:
        words += ["-H", '"Authorization: Bearer $FRESHBRICK_TOKEN"']
    words.append(f'"$FRESHBRICK_SERVER{path}{"?" if query else ""}{query}"')
    return " ".join(words) + _sent(one.told.get("requestBody"))


def _sent(body: Json | None) -> str:
    if body is None:
        return ""
    schema = body["content"]["application/json"]["schema"]
    example = _BODIES.get(schema.get("$ref", "").rpartition("/")[2], "{…}")
    return f" \\\n  -H \"Content-Type: application/json\" -d '{example}'"


def _value(parameter: Json) -> str:
    return str(next(iter(parameter["schema"].get("enum", ())), "…"))


def _structures(document: Json) -> Iterator[str]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        fields = [
            (field, _kind(kind), kind.get("description", "")) for field, kind in schema["properties"].items()
        ]
        anchor = escape(name)
        yield (
            f'<section id="{anchor}"><h3><a href="#{anchor}">{anchor}</a></h3>'
            f"{_table('Fields', fields)}</section>"
        )


def _parameter(told: Json) -> tuple[str, str, str]:
    where = "" if told["in"] == "path" or not told["required"] else " Needed."
    return told["name"], _kind(told["schema"]), told.get("description", "") + where


def _answer(status: str, told: Json) -> tuple[str, str, str]:
    return status, _content(told), told["description"]


def _content(told: Json) -> str:
    return " ".join(_kind(content["schema"]) for content in told.get("content", {}).values())


def _kind(schema: Json) -> str:
    """A schema in a few words, as HTML."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "oneOf" in schema or "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema.get("oneOf") or schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"])
    if schema.get("type") == "array" and "items" in schema:
        return f"list of {_kind(schema['items'])}"
    return escape(str(schema.get("type", "anything")))


def _table(caption: str, rows: list[tuple[str, str, str]]) -> str:
    if not rows:
        return ""
    cells = (
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{kind}</td><td>{escape(text)}</td></tr>'
        for name, kind, text in rows
    )
    return f"<table><caption>{caption}</caption>{''.join(cells)}</table>"
