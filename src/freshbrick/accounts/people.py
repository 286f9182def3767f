"""The people of an installation; there is always an owner among them."""

from typing import Literal
from unicodedata import normalize

import msgspec

from freshbrick.model.errors import RequestError
from freshbrick.store import people
from freshbrick.store.database import Tx
from freshbrick.store.people import Account, Role

NAME_MAX = 64
FIRST_OWNER = "owner"


class Person(msgspec.Struct, frozen=True, rename="camel"):
    """Who a request is from; `expires_at` (ms UTC) is the session's end, None for a token."""

    id: int
    name: str
    role: Role
    via: Literal["session", "token"]
    expires_at: int | None


def add_person(tx: Tx, name: str, role: Role = "member") -> Account:
    """Add a person without a password. RequestError: `bad_request` for the name, `conflict` if it is taken."""
    name = _written(name)
    if not name or len(name) > NAME_MAX or not name.isprintable():
        raise RequestError("bad_request", f"A name is 1 to {NAME_MAX} printable characters.")
    if role == "member":
        ensure_owner(tx)  # or a member might take the first owner's name
    if _named(tx, name) or people.add(tx, name, role) is None:
        raise RequestError("conflict", f"Somebody is called {name} already.")
    return find_person(tx, name)


def ensure_owner(tx: Tx) -> Account:
    """The first owner, made if there is none yet: of several processes that start at once, one does it."""
    if not people.owners(tx):
        people.add(tx, FIRST_OWNER, "owner")
    return next(account for account in people.everybody(tx) if account.role == "owner")


def find_person(tx: Tx, name: str) -> Account:
    """The person of that name, in any case. RequestError: `not_found`."""
    account = _named(tx, _written(name))
    if account is None:
        raise RequestError("not_found", "There is nobody of that name.")
    return account


def list_people(tx: Tx) -> list[Account]:
    """Everybody, the first first."""
    return people.everybody(tx)


def remove_person(tx: Tx, name: str) -> None:
    """Remove a person with their sessions, tokens and lots. RequestError: `not_found`, `conflict` (last owner)."""
    account = find_person(tx, name)
    if people.owners(tx) == [account.id]:
        raise RequestError("conflict", f"{account.name} is the only owner: add another one first.")
    people.remove(tx, account.id)


def set_password(tx: Tx, person_id: int, hashed: str) -> None:
    """Give a person a password, by its hash; whoever is signed in as them is signed out."""
    people.replace_password(tx, person_id, people.password_hash(tx, person_id), hashed)
    people.end_sessions(tx, person_id)


def anybody_signed_in(tx: Tx) -> bool:
    """Whether anybody has ever signed in."""
    return any(account.signed_in_at is not None for account in people.everybody(tx))


def _written(name: str) -> str:
    return normalize("NFC", name.strip())


def _named(tx: Tx, name: str) -> Account | None:
    # Compared here: SQLite's lower() knows no letters beyond ASCII, and people are few.
    folded = name.casefold()
    return next((account for account in people.everybody(tx) if account.name.casefold() == folded), None)
