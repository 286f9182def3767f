"""The API as it describes itself."""

import re
from html import unescape
from typing import Any

import pytest
from openapi_spec_validator import validate

from api.site import Site

PROBLEM = {"$ref": "#/components/schemas/Problem"}

READ = "/api/catalog/parts/{partNumber}"
EXPECTED = {
    "/api/catalog/parts": {"get"},
    READ: {"get"},
    f"{READ}/refresh": {"post"},
    f"{READ}/colors": {"get"},
    f"{READ}/colors/refresh": {"post"},
    f"{READ}/colors/{{colorId}}/price-guide": {"get"},
    f"{READ}/colors/{{colorId}}/price-guide/refresh": {"post"},
    f"{READ}/colors/{{colorId}}/price-guide/details": {"get"},
    "/api/catalog/refresh": {"post"},
    "/api/catalog/colors": {"get"},
    "/api/catalog/categories": {"get"},
    "/api/inventory/lots": {"get", "post"},
    "/api/inventory/lots/{lotId}": {"get", "patch", "delete"},
    "/api/outbox": {"get"},
    "/api/outbox/progress": {"get"},
    "/api/outbox/{messageId}": {"get"},
    "/api/outbox/{messageId}/retry": {"post"},
    "/api/outbox/{messageId}/discard": {"post"},
    "/api/status": {"get"},
    "/api/session": {"get", "post", "delete"},
    "/healthz": {"get"},
    "/readyz": {"get"},
    "/metrics": {"get"},
}


@pytest.fixture
async def document(site: Site) -> dict[str, Any]:
    return dict((await site.anybody.get("/api/schema")).json())


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        found = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return found.union(*(references(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(references(one) for one in value))
    return set()


async def test_every_route_is_described_and_can_be_understood(document: dict[str, Any]) -> None:
    assert {path: set(methods) for path, methods in document["paths"].items()} == EXPECTED
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["description"]
            assert (
                operation["responses"]["default"]["content"]["application/problem+json"]["schema"] == PROBLEM
            )


async def test_the_document_is_what_the_standard_says(document: dict[str, Any]) -> None:
    validate(document)


async def test_every_reference_leads_somewhere_and_no_module_shows(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= known
    assert not [name for name in known if "freshbrick" in name]


async def test_the_reads_that_bypass_the_framework_are_described_too(document: dict[str, Any]) -> None:
    read = document["paths"][READ]["get"]
    schema = read["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    answer = document["components"]["schemas"][schema.rpartition("/")[2]]
    assert set(answer["properties"]) == {"data", "status", "lastFetched", "staleAt", "refresh", "error"}
    assert "304" in read["responses"]
    assert {(one["name"], one["in"]) for one in read["parameters"]} == {
        ("partNumber", "path"),
        ("wait", "query"),
    }


async def test_what_a_real_answer_holds_is_what_is_described(site: Site, document: dict[str, Any]) -> None:
    await site.save("3001")
    await site.ask("3002")
    for path in ("/api/status", "/api/outbox", "/api/session"):
        described = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        schema = document["components"]["schemas"][described["$ref"].rpartition("/")[2]]
        assert set((await site.http.get(path)).json()) == set(schema["properties"])


async def test_what_needs_no_sign_in_is_marked(site: Site, document: dict[str, Any]) -> None:
    public = {
        (method, path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation.get("security") == []
    }
    assert public == {
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("post", "/api/session"),
    }
    assert document["paths"]["/metrics"]["get"]["security"] == [{}, {"token": []}, {"session": []}]
    public.add(("get", "/metrics"))  # asked from this machine, as here
    for path, methods in document["paths"].items():
        for method in methods:
            answer = await site.anybody.request(method, re.sub(r"{\w+}", "1", path))
            assert (answer.status_code == 401) is ((method, path) not in public)


async def test_the_page_to_read_names_every_path_parameter_and_structure(
    site: Site, document: dict[str, Any]
) -> None:
    page = await site.anybody.get("/api/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path, methods in document["paths"].items():
        for method in methods:
            assert f'<span class="method">{method.upper()}</span> {path}</a></h3>' in page.text.replace(
                "<wbr>", ""
            )
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page.text
    for word in ("wait", "priority", "Hold the answer", "BatchArgs"):
        assert word in page.text


async def test_the_page_to_read_leads_to_each_of_its_parts_by_topic_and_loads_nothing_from_outside(
    site: Site, document: dict[str, Any]
) -> None:
    text = (await site.anybody.get("/api/docs")).text
    places = re.findall(r' id="([^"]+)"', text)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', text)) == set(places)
    assert {"catalog", "refreshes", "outbox", "session", "status", "server"} <= set(places)
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)


async def test_each_example_is_a_call_that_the_server_understands(site: Site) -> None:
    text = unescape((await site.anybody.get("/api/docs")).text)
    examples = re.findall(r"<code>curl (?:-X (\w+) )?(-H .*?)?\"\$FRESHBRICK_SERVER([^\"]+)\"", text)
    assert len(examples) > 15
    for method, token, path in examples:
        http = site.http if token else site.anybody
        answer = await http.request(method or "GET", path, json={} if method == "POST" else None)
        if not answer.is_success:  # what it names is not here, and its body was left out
            problem = answer.json()
            assert problem["code"] in ("bad_request", "not_found", "conflict"), problem
            assert problem["detail"] != "Not Found"
