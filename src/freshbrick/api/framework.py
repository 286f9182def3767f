"""The part of the API that Litestar routes: handlers, what they are given, and their description."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, cast

import msgspec
from litestar import Litestar, Response, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.types import ControllerRouterHandler

from freshbrick.api import plain, refreshes, schema
from freshbrick.api.asgi import App
from freshbrick.api.docs import docs_page
from freshbrick.api.guard import Guard
from freshbrick.api.problems import problem_response
from freshbrick.api.request import Request, person
from freshbrick.api.routes import routes

LARGEST_BODY: Final = 2**20


def framework(guard: Guard, given: Mapping[str, object]) -> App:
    """All routes; their handlers are given `given` by name, besides what each request makes of itself.

    With a `demo` among it there are the demo's switches, too; nothing describes them.
    """

    @cache
    def document() -> bytes:  # made when somebody asks for it: half a second at every start would be too much
        return schema.document(_litestar(routes(guard), given, schema.CONFIG))

    served = routes(guard, with_demo="demo" in given)
    return cast("App", _litestar([*served, *_describing(document)], given, None))


def _litestar(
    handlers: Sequence[ControllerRouterHandler], given: Mapping[str, object], described: OpenAPIConfig | None
) -> Litestar:
    provided = {name: _always(value) for name, value in given.items()}
    return Litestar(
        handlers,
        dependencies={**provided, "person": Provide(person), "refresh": Provide(refreshes.refresh)},
        exception_handlers={Exception: problem_response},
        logging_config=None,
        openapi_config=described,
        request_class=Request,
        request_max_body_size=LARGEST_BODY,
    )


def _always(value: object) -> Provide:
    async def provide() -> Any:
        return value

    return Provide(provide)


def _describing(document: Callable[[], bytes]) -> list[HTTPRouteHandler]:
    @get("/api/schema", include_in_schema=False)
    async def openapi() -> Response[bytes]:
        return Response(document(), media_type="application/vnd.oai.openapi+json")

    @get("/api/docs", include_in_schema=False)
    async def docs() -> Response[str]:
        return Response(
            docs_page(msgspec.json.decode(document())), headers=plain.POLICY, media_type="text/html"
        )

    return [openapi, docs]
