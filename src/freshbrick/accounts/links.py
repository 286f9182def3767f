"""One-time sign-in links: good once, for a quarter of an hour."""

from typing import Final

from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import Session, start_session
from freshbrick.model.clock import MINUTE
from freshbrick.store import people
from freshbrick.store.database import Tx

LINK_FOR: Final = 15 * MINUTE


def create_link(tx: Tx, person_id: int) -> Secret:
    """The secret of a new link, in place of any earlier one of that person."""
    secret = Secret.random()
    people.set_link(tx, secret.hash, person_id, tx.now + LINK_FOR)
    return secret


def redeem_link(tx: Tx, secret: Secret) -> Session | None:
    """A session for the link, which is used up; None if it is used, replaced or too old."""
    person_id = people.take_link(tx, secret.hash)
    return None if person_id is None else start_session(tx, person_id)
