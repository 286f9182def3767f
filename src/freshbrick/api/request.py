"""What the framework is told of requests: who may ask, under which parameters, with which body."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import litestar
import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import ClientException
from litestar.handlers.base import BaseRouteHandler
from litestar.params import QueryParameter
from litestar.types import AsyncAnyCallable
from litestar.utils.signature import ParsedSignature

from freshbrick.accounts.people import Person
from freshbrick.api.guard import Guard, Scope
from freshbrick.api.parameters import parameters
from freshbrick.model.errors import RequestError

Connection = ASGIConnection[Any, Any, Any, Any]


PUBLIC: Final = {"public": True}


class Request(litestar.Request[Person, Any, State]):
    """Reads a JSON body straight into the type that the handler's `data` has."""

    @property
    def bare(self) -> Scope:
        """The scope as plain ASGI has it."""
        return cast("Scope", self.scope)

    async def json(self) -> Any:
        """RequestError: `bad_request` that names the field; ClientException 415 for anything but JSON."""
        if self.content_type[0] != "application/json":
            raise ClientException("Send JSON, with Content-Type: application/json.", status_code=415)
        field = self.route_handler.parsed_data_field
        try:
            return msgspec.json.decode(await self.body(), type=field.annotation if field else Any)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise RequestError("bad_request", f"The body is not what was expected: {error}") from error


def signed_in(guard: Guard) -> AsyncAnyCallable:
    """Lets in whom the guard knows, as `request.user`, and anybody where the route is public."""

    async def check(connection: Connection, handler: BaseRouteHandler) -> None:
        if not handler.opt.get("public"):
            connection.scope["user"] = await guard.person(cast("Scope", connection.scope))

    return check


async def owner_only(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Lets in owners, of those who are signed in."""
    if connection.user.role != "owner":
        raise RequestError("forbidden", "Only an owner may do this.")


async def known_parameters(connection: Connection, handler: BaseRouteHandler) -> None:
    """Refuse parameters that the handler and what it is given do not have."""
    known = set(_names(handler.parsed_fn_signature, handler.resolve_dependencies()))
    parameters(connection.scope["query_string"], known)


async def person(request: Request) -> Person:
    """Who is signed in: the handlers' `person`."""
    return request.user


def _names(signature: ParsedSignature, dependencies: Mapping[str, Provide]) -> Iterator[str]:
    for field in signature.parameters.values():
        if isinstance(field.kwarg_definition, QueryParameter):
            yield field.kwarg_definition.name or field.name
        elif field.name in dependencies:
            yield from _names(dependencies[field.name].parsed_fn_signature, dependencies)
