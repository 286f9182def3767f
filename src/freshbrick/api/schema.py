"""The API as its own routes describe it, in an OpenAPI document."""

import re
from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar import Litestar
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.routes import HTTPRoute

from freshbrick import __version__
from freshbrick.api.problems import MEDIA_TYPE, Problem

_DESCRIPTION: Final = (
    "Sign in with POST /api/session, or send a bearer token. Names are camelCase and values snake_case, times are "
    "milliseconds UTC, prices decimal strings. What is known is answered at once, with its status; refreshes go on "
    "behind. The same values are pushed by the live protocol freshbrick.live.v1, a WebSocket at /api/live."
)
_MODULE: Final = re.compile(rb"_(list_)?freshbrick\.[a-z_.]*(\w+)_(?=\")")

ANYBODY_KNOWN: Final = [{"token": list[str]()}, {"session": list[str]()}]

CONFIG: Final = OpenAPIConfig(
    title="Freshbrick",
    version=__version__,
    description=_DESCRIPTION,
    use_handler_docstrings=True,
    security=ANYBODY_KNOWN,
    components=Components(
        security_schemes={
            "token": SecurityScheme(type="http", scheme="bearer"),
            "session": SecurityScheme(type="apiKey", security_scheme_in="cookie", name="freshbrick_<port>"),
        }
    ),
)
"""What is true of the whole API."""

Json = dict[str, Any]


def document(app: Litestar) -> bytes:
    """The OpenAPI document of an application that was made with `CONFIG`."""
    told = app.openapi_schema.to_schema()
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            _complete(told["paths"].get(route.path_format, {}), route)
    _, problems = msgspec.json.schema_components([Problem], ref_template="#/components/schemas/{name}")
    told["components"]["schemas"] |= problems
    return _MODULE.sub(rb"_\1\2", msgspec.json.encode(told))


def _topic(path: str) -> str:
    """What a route is about: the operations of a topic stand together."""
    if path.endswith("/refresh"):
        return "refreshes"
    _, first, *rest = path.split("/")
    return rest[0] if first == "api" else "server"


def _complete(path: Json, route: HTTPRoute) -> None:
    """Say what the framework does not know: topics, how problems look, and what needs no sign-in."""
    for method, (handler, _) in route.route_handler_map.items():
        operation = path.get(method.lower())
        if operation is None:
            continue
        operation["tags"] = [_topic(route.path_format)]
        operation["responses"].pop("400", None)
        for status, answer in operation["responses"].items():
            if answer["description"] == HTTPStatus(int(status)).description:  # what any server could say
                answer["description"] = "The answer." if answer.get("content") else "Done; there is no body."
        operation["responses"]["default"] = {
            "description": "A problem; its code says which.",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if handler.opt.get("public") or not handler.resolve_guards():
            operation["security"] = []
        if handler.opt.get("near"):
            operation["security"] = [{}, *operation.get("security", ANYBODY_KNOWN)]
