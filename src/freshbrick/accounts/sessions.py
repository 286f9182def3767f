"""Sessions: thirty days from the last day on which they were used."""

from typing import Final

import msgspec

from freshbrick.accounts.people import Person
from freshbrick.accounts.secrets import Secret
from freshbrick.model.clock import DAY
from freshbrick.store import people
from freshbrick.store.database import Tx

SESSION_FOR: Final = 30 * DAY


class Session(msgspec.Struct, frozen=True):
    """A session as its person receives it: the only time that the secret is known."""

    secret: Secret
    expires_at: int


def start_session(tx: Tx, person_id: int) -> Session:
    """Sign a person in."""
    session = Session(Secret.random(), tx.now + SESSION_FOR)
    people.add_session(tx, session.secret.hash, person_id, session.expires_at)
    return session


def session_person(tx: Tx, secret: Secret) -> Person | None:
    """Whose session this is; None if it has ended."""
    row = people.session(tx, secret.hash)
    if row is None:
        return None
    return Person(row["id"], row["name"], row["role"], "session", row["expires_at"])


def slides(person: Person, now: int) -> bool:
    """Whether the session, used now, should last longer: at most once a day, so that reads seldom write."""
    return person.expires_at is not None and person.expires_at <= now + SESSION_FOR - DAY


def slide_session(tx: Tx, secret: Secret) -> Person | None:
    """Let a session that still lasts begin its thirty days anew."""
    if session_person(tx, secret) is not None:
        people.slide_session(tx, secret.hash, tx.now + SESSION_FOR)
    return session_person(tx, secret)


def end_session(tx: Tx, secret: Secret) -> None:
    """Sign out."""
    people.end_session(tx, secret.hash)
