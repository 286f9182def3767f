"""Sign in, sign out, who am I."""

from typing import Literal

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import JSONBody, SkipValidation

from freshbrick.accounts.people import Person
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import Session, end_session, session_person
from freshbrick.accounts.signin import SignIn
from freshbrick.api.guard import Guard
from freshbrick.api.peers import address
from freshbrick.api.request import Request
from freshbrick.model.errors import RequestError
from freshbrick.store.database import Database


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name and its password, or the secret of a one-time link."""

    name: str | None = None
    password: str | None = None
    link: str | None = None

    def __repr__(self) -> str:
        return "Credentials(…)"


class Me(msgspec.Struct, frozen=True):
    """Who is signed in; `via` says by what."""

    id: int
    name: str
    role: Literal["owner", "member"]
    via: Literal["session", "token"]


class SignedIn(msgspec.Struct, frozen=True):
    """Who a request is from."""

    person: Me


async def sign_in(
    data: JSONBody[Credentials],
    request: Request,
    guard: NamedDependency[Guard],
    database: NamedDependency[SkipValidation[Database]],
    doorkeeper: NamedDependency[SignIn],
) -> Response[SignedIn]:
    """Exchange a password or a one-time link for a session cookie; the session of the cookie that it replaces ends."""
    guard.check_sign_in(request.bare)
    session = await _session(doorkeeper, data, address(request.bare, behind_proxy=guard.behind_proxy))
    person = await database.read(session_person, session.secret)
    if person is None:
        raise RequestError("not_signed_in", "This session has ended already.")
    replaced = guard.session_secret(request.bare)
    if replaced is not None:
        await database.write(end_session, replaced)
    cookie = guard.sign_in_cookie(request.bare, session.secret)
    return Response(_signed_in(person), headers={"set-cookie": cookie})


async def sign_out(
    request: Request, guard: NamedDependency[Guard], database: NamedDependency[SkipValidation[Database]]
) -> Response[None]:
    """End the session of the cookie; a token stays."""
    secret = guard.session_secret(request.bare)
    if secret is not None:
        await database.write(end_session, secret)
    return Response(None, headers={"set-cookie": guard.sign_out_cookie(request.bare)})


async def who_am_i(person: NamedDependency[Person]) -> SignedIn:
    """Who the cookie or token belongs to."""
    return _signed_in(person)


async def _session(doorkeeper: SignIn, given: Credentials, where: str) -> Session:
    match given:
        case Credentials(name=None, password=None, link=str(link)):
            return await doorkeeper.by_link(Secret(link), where)
        case Credentials(name=str(name), password=str(password), link=None):
            return await doorkeeper.by_password(name, Secret(password), where)
    raise RequestError("bad_request", "Give name and password, or link alone.")


def _signed_in(person: Person) -> SignedIn:
    return SignedIn(Me(person.id, person.name, person.role, person.via))
