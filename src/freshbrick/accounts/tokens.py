"""Bearer tokens: for tools and pages that have no cookie."""

from typing import Final

from freshbrick.accounts.people import NAME_MAX, Person
from freshbrick.accounts.secrets import Secret
from freshbrick.model.errors import RequestError
from freshbrick.store import people
from freshbrick.store.database import Tx
from freshbrick.store.people import Token

PREFIX: Final = "fbk_"
"""Lets scanners of repositories and logs know a token when they see one."""


def create_token(tx: Tx, person_id: int, name: str) -> Secret:
    """A new token, shown this once. RequestError: `bad_request` for the name, `conflict` if it is taken."""
    name = name.strip()
    if not name or len(name) > NAME_MAX or not name.isprintable():
        raise RequestError("bad_request", f"A token's name is 1 to {NAME_MAX} printable characters.")
    secret = Secret.random(PREFIX)
    if not people.add_token(tx, secret.hash, name, person_id):
        raise RequestError("conflict", f"There is a token called {name} already.")
    return secret


def list_tokens(tx: Tx) -> list[Token]:
    """Every token, without its secret."""
    return people.all_tokens(tx)


def revoke_token(tx: Tx, token_id: int) -> None:
    """End a token for good. RequestError: `not_found`."""
    if not people.remove_token(tx, token_id):
        raise RequestError("not_found", f"There is no token {token_id}.")


def token_person(tx: Tx, secret: Secret) -> Person | None:
    """Whose token this is, if it is one."""
    row = people.token(tx, secret.hash)
    if row is None:
        return None
    return Person(row["id"], row["name"], row["role"], "token", None)
