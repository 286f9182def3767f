"""People, and the sessions, tokens and links by which they come in: secrets are known here by their hash alone."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # rendered for SQLite as well

from freshbrick.store import keys
from freshbrick.store.database import Row, Tx
from freshbrick.store.tables import people, sessions, sign_in_links, tokens

Role = Literal["owner", "member"]


class Account(msgspec.Struct, frozen=True, rename="camel"):
    """A person as the list shows them; times in ms UTC."""

    id: int
    name: str
    role: Role
    has_password: bool
    created_at: int
    signed_in_at: int | None


class Token(msgspec.Struct, frozen=True, rename="camel"):
    """A bearer token as the list shows it: its secret is not known any more."""

    id: int
    name: str
    person: str
    created_at: int


_EVERYBODY = select(people).order_by(people.c.id)
_OWNERS = select(people.c.id).where(people.c.role == "owner").order_by(people.c.id).with_for_update()
_ADD = (
    insert(people)
    .values(name=bindparam("name"), role=bindparam("role"), created_at=bindparam("created_at"))
    .on_conflict_do_nothing()
    .returning(people.c.id)
)
_REMOVE = delete(people).where(people.c.id == bindparam("person"))
_PASSWORD = select(people.c.password_hash).where(people.c.id == bindparam("person"))
_SET_PASSWORD = (
    update(people)
    .where(people.c.id == bindparam("person"), people.c.password_hash.is_not_distinct_from(bindparam("old")))
    .values(password_hash=bindparam("new"))
)
_SIGNED_IN = update(people).where(people.c.id == bindparam("person")).values(signed_in_at=bindparam("at"))

_WHO = (people.c.id, people.c.name, people.c.role)
_ADD_SESSION = insert(sessions).values(
    hash=bindparam("hash"),
    person_id=bindparam("person"),
    created_at=bindparam("created_at"),
    expires_at=bindparam("expires_at"),
)
_SESSION = (
    select(*_WHO, sessions.c.expires_at)
    .join_from(sessions, people)
    .where(sessions.c.hash == bindparam("hash"), sessions.c.expires_at > bindparam("now"))
)
_SLIDE_SESSION = (
    update(sessions).where(sessions.c.hash == bindparam("known")).values(expires_at=bindparam("until"))
)
_END_SESSION = delete(sessions).where(sessions.c.hash == bindparam("hash"))
_END_SESSIONS = delete(sessions).where(sessions.c.person_id == bindparam("person"))
_FORGET_SESSIONS = delete(sessions).where(sessions.c.expires_at <= bindparam("now"))

_ADD_TOKEN = (
    insert(tokens)
    .values(
        hash=bindparam("hash"),
        name=bindparam("name"),
        person_id=bindparam("person"),
        created_at=bindparam("created_at"),
    )
    .on_conflict_do_nothing()
)
_TOKEN = select(*_WHO).join_from(tokens, people).where(tokens.c.hash == bindparam("hash"))
_TOKENS = (
    select(tokens.c.id, tokens.c.name, people.c.name.label("person"), tokens.c.created_at)
    .join_from(tokens, people)
    .order_by(tokens.c.id)
)
_REMOVE_TOKEN = delete(tokens).where(tokens.c.id == bindparam("token"))

_ADD_LINK = insert(sign_in_links).values(
    hash=bindparam("hash"), person_id=bindparam("person"), expires_at=bindparam("expires_at")
)
_REMOVE_LINKS = delete(sign_in_links).where(sign_in_links.c.person_id == bindparam("person"))
_TAKE_LINK = (
    delete(sign_in_links)
    .where(sign_in_links.c.hash == bindparam("hash"), sign_in_links.c.expires_at > bindparam("now"))
    .returning(sign_in_links.c.person_id)
)


def everybody(tx: Tx) -> list[Account]:
    """Every person, the first first."""
    tx.depends(keys.PEOPLE)
    return [_account(row) for row in tx.all(_EVERYBODY)]


def owners(tx: Tx) -> Sequence[int]:
    """The ids of all owners, held against change until the transaction ends."""
    return [row["id"] for row in tx.all(_OWNERS)]


def add(tx: Tx, name: str, role: Role) -> int | None:
    """The new person's id; None if the name is taken."""
    row = tx.one(_ADD, name=name, role=role, created_at=tx.now)
    return row["id"] if row else None


def remove(tx: Tx, person_id: int) -> None:
    """Remove a person and all that is theirs: sessions, tokens, links, lots."""
    tx.run(_REMOVE, person=person_id)
    tx.touch(keys.PEOPLE, keys.lots(person_id))


def password_hash(tx: Tx, person_id: int) -> str | None:
    """The argon2 hash, if the person has a password."""
    row = tx.one(_PASSWORD, person=person_id)
    return row["password_hash"] if row else None


def replace_password(tx: Tx, person_id: int, old: str | None, new: str) -> bool:
    """Compare and set the hash; whether it was still `old`."""
    return tx.run(_SET_PASSWORD, person=person_id, old=old, new=new) == 1


def add_session(tx: Tx, hashed: str, person_id: int, expires_at: int) -> None:
    """Begin a session, note that the person has signed in, and forget the sessions that have run out."""
    tx.run(_FORGET_SESSIONS, now=tx.now)
    tx.run(_ADD_SESSION, hash=hashed, person=person_id, created_at=tx.now, expires_at=expires_at)
    tx.run(_SIGNED_IN, person=person_id, at=tx.now)


def session(tx: Tx, hashed: str) -> Row | None:
    """`id, name, role, expires_at` of the session's person while it lasts."""
    tx.depends(keys.PEOPLE)
    return tx.one(_SESSION, hash=hashed, now=tx.now)


def slide_session(tx: Tx, hashed: str, expires_at: int) -> None:
    """Let the session last until `expires_at`."""
    tx.run(_SLIDE_SESSION, known=hashed, until=expires_at)


def end_session(tx: Tx, hashed: str) -> None:
    """End one session."""
    tx.run(_END_SESSION, hash=hashed)
    tx.touch(keys.PEOPLE)


def end_sessions(tx: Tx, person_id: int) -> None:
    """End all sessions of a person."""
    tx.run(_END_SESSIONS, person=person_id)
    tx.touch(keys.PEOPLE)


def add_token(tx: Tx, hashed: str, name: str, person_id: int) -> bool:
    """Keep a token; False if the person has one of that name."""
    return tx.run(_ADD_TOKEN, hash=hashed, name=name, person=person_id, created_at=tx.now) == 1


def token(tx: Tx, hashed: str) -> Row | None:
    """`id, name, role` of the token's person."""
    tx.depends(keys.PEOPLE)
    return tx.one(_TOKEN, hash=hashed)


def all_tokens(tx: Tx) -> list[Token]:
    """Every token, the first first."""
    tx.depends(keys.PEOPLE)
    return [Token(row["id"], row["name"], row["person"], row["created_at"]) for row in tx.all(_TOKENS)]


def remove_token(tx: Tx, token_id: int) -> bool:
    """End a token; whether there was one."""
    tx.touch(keys.PEOPLE)
    return tx.run(_REMOVE_TOKEN, token=token_id) == 1


def set_link(tx: Tx, hashed: str, person_id: int, expires_at: int) -> None:
    """Keep a one-time link, the only one of its person."""
    tx.run(_REMOVE_LINKS, person=person_id)
    tx.run(_ADD_LINK, hash=hashed, person=person_id, expires_at=expires_at)


def take_link(tx: Tx, hashed: str) -> int | None:
    """Use the link up; its person's id, None if it is used, replaced or too old."""
    row = tx.one(_TAKE_LINK, hash=hashed, now=tx.now)
    return row["person_id"] if row else None


def _account(row: Row) -> Account:
    return Account(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        has_password=row["password_hash"] is not None,
        created_at=row["created_at"],
        signed_in_at=row["signed_in_at"],
    )
