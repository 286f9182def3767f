"""What the commands do to people and tokens, each in one transaction of the database."""

from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import ensure_owner, find_person
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.tokens import create_token, list_tokens, revoke_token
from freshbrick.model.errors import RequestError
from freshbrick.store.database import Tx


def new_link(tx: Tx, name: str) -> Secret:
    """The secret of a one-time link, in place of any earlier one. RequestError: `not_found`."""
    return create_link(tx, find_person(tx, name).id)


def new_token(tx: Tx, name: str, person: str | None) -> Secret:
    """A token of `person`, by default the first owner. RequestError: `bad_request`, `not_found`, `conflict`."""
    whose = find_person(tx, person) if person else ensure_owner(tx)
    return create_token(tx, whose.id, name)


def end_token(tx: Tx, name: str, person: str | None) -> None:
    """Revoke the token of that name. RequestError: `not_found`, `conflict` if several people have one."""
    owner = find_person(tx, person).name if person else None
    found = [token for token in list_tokens(tx) if token.name == name and owner in (None, token.person)]
    if not found:
        raise RequestError("not_found", f"There is no token called {name}.")
    if len(found) > 1:
        whose = ", ".join(token.person for token in found)
        raise RequestError("conflict", f"{whose} have a token called {name}: say whose with --person.")
    revoke_token(tx, found[0].id)
