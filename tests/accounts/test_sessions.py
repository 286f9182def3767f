"""How long sessions, tokens and one-time links let somebody in."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from freshbrick.accounts.links import LINK_FOR, create_link, redeem_link
from freshbrick.accounts.people import add_person
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import (
    SESSION_FOR,
    end_session,
    session_person,
    slide_session,
    slides,
    start_session,
)
from freshbrick.accounts.tokens import create_token, list_tokens, revoke_token, token_person
from freshbrick.model.clock import DAY, HOUR
from freshbrick.model.errors import RequestError
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock


@pytest.fixture
async def ana(database: SqliteDatabase) -> int:
    return (await database.write(add_person, "Ana", "owner")).id


class TestSession:
    async def test_it_lets_its_person_in_for_thirty_days(
        self, database: SqliteDatabase, clock: VirtualClock, ana: int
    ) -> None:
        session = await database.write(start_session, ana)
        person = await database.read(session_person, session.secret)
        assert person is not None
        assert (person.id, person.name, person.role, person.via) == (ana, "Ana", "owner", "session")
        assert person.expires_at == session.expires_at == clock.now() + 30 * DAY
        clock.advance(30 * DAY)
        assert await database.read(session_person, session.secret) is None

    async def test_use_prolongs_it_at_most_once_a_day(
        self, database: SqliteDatabase, clock: VirtualClock, ana: int
    ) -> None:
        session = await database.write(start_session, ana)
        person = await database.read(session_person, session.secret)
        assert person is not None
        assert not slides(person, clock.now() + 23 * HOUR)
        assert slides(person, clock.now() + DAY)
        clock.advance(29 * DAY)
        prolonged = await database.write(slide_session, session.secret)
        assert prolonged is not None
        assert prolonged.expires_at == clock.now() + SESSION_FOR

    async def test_one_that_has_ended_is_not_prolonged(
        self, database: SqliteDatabase, clock: VirtualClock, ana: int
    ) -> None:
        session = await database.write(start_session, ana)
        clock.advance(SESSION_FOR)
        assert await database.write(slide_session, session.secret) is None

    async def test_signing_out_ends_this_one_only(self, database: SqliteDatabase, ana: int) -> None:
        phone, laptop = await database.write(start_session, ana), await database.write(start_session, ana)
        await database.write(end_session, phone.secret)
        assert await database.read(session_person, phone.secret) is None
        assert await database.read(session_person, laptop.secret) is not None


class TestToken:
    async def test_it_is_its_person_until_revoked(self, database: SqliteDatabase, ana: int) -> None:
        secret = await database.write(create_token, ana, "laptop")
        assert secret.reveal().startswith("fbk_")
        person = await database.read(token_person, secret)
        assert person is not None
        assert (person.name, person.via, person.expires_at) == ("Ana", "token", None)
        [token] = await database.read(list_tokens)
        assert (token.name, token.person) == ("laptop", "Ana")
        await database.write(revoke_token, token.id)
        assert await database.read(token_person, secret) is None

    async def test_its_name_is_one_of_a_kind(self, database: SqliteDatabase, ana: int) -> None:
        await database.write(create_token, ana, "laptop")
        with pytest.raises(RequestError, match="laptop already"):
            await database.write(create_token, ana, "laptop")
        with pytest.raises(RequestError, match="printable"):
            await database.write(create_token, ana, "")

    async def test_one_that_does_not_exist_cannot_be_revoked(self, database: SqliteDatabase) -> None:
        with pytest.raises(RequestError, match="no token 7"):
            await database.write(revoke_token, 7)


class TestLink:
    async def test_it_signs_in_once(self, database: SqliteDatabase, ana: int) -> None:
        link = await database.write(create_link, ana)
        session = await database.write(redeem_link, link)
        assert session is not None
        person = await database.read(session_person, session.secret)
        assert person is not None
        assert person.id == ana
        assert await database.write(redeem_link, link) is None

    async def test_it_is_too_old_after_fifteen_minutes(
        self, database: SqliteDatabase, clock: VirtualClock, ana: int
    ) -> None:
        link = await database.write(create_link, ana)
        clock.advance(LINK_FOR)
        assert await database.write(redeem_link, link) is None

    async def test_a_new_one_replaces_the_persons_earlier_one_alone(
        self, database: SqliteDatabase, ana: int
    ) -> None:
        bo = (await database.write(add_person, "Bo")).id
        first, others = await database.write(create_link, ana), await database.write(create_link, bo)
        second = await database.write(create_link, ana)
        assert await database.write(redeem_link, first) is None
        assert await database.write(redeem_link, second) is not None
        assert await database.write(redeem_link, others) is not None


async def test_the_database_holds_no_secret(database: SqliteDatabase, database_file: Path, ana: int) -> None:
    """Whoever copies the file cannot sign in with it."""
    session = await database.write(start_session, ana)
    secrets = [
        session.secret,
        await database.write(create_token, ana, "t"),
        await database.write(create_link, ana),
    ]
    with closing(sqlite3.connect(database_file)) as file:
        dump = "\n".join(file.iterdump())
    assert not [secret for secret in secrets if secret.reveal() in dump]
    assert all(secret.hash in dump for secret in secrets)


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret("hunter2hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]} {ValueError(secret)!r}"
    assert len({Secret.random().reveal() for _ in range(100)}) == 100
