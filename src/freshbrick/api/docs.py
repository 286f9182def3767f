"""The OpenAPI document as a page to read: HTML alone, nothing from outside."""

from collections.abc import Iterator
from html import escape
from string import Template
from typing import Any

from freshbrick.api.page import read_asset

Json = dict[str, Any]


def docs_page(document: Json) -> str:
    """Every path with its parameters and answers, then every structure with its fields."""
    info = document["info"]
    return Template(read_asset("docs.html")).substitute(
        version=escape(info["version"]),
        description=escape(info["description"]),
        operations="\n".join(_operations(document)),
        structures="\n".join(_structures(document)),
    )


def _operations(document: Json) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            parameters = [_parameter(one) for one in operation.get("parameters", ())]
            answers = [_answer(status, one) for status, one in operation["responses"].items()]
            body = operation.get("requestBody")
            yield (
                f'<section><h3><span class="method">{method.upper()}</span> {escape(path)}</h3>'
                f"<p>{escape(operation.get('description', ''))}</p>"
                + (f"<p>Body: {_content(body)}</p>" if body else "")
                + _table("Parameters", parameters)
                + _table("Answers", answers)
                + "</section>"
            )


def _structures(document: Json) -> Iterator[str]:
    for name, schema in sorted(document["components"]["schemas"].items()):
        fields = [
            (field, _kind(kind), kind.get("description", "")) for field, kind in schema["properties"].items()
        ]
        yield f'<section id="{escape(name)}"><h3>{escape(name)}</h3>{_table("Fields", fields)}</section>'


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
