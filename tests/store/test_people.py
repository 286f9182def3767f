"""What the rows of people, sessions, tokens and links promise by themselves."""

import pytest

from freshbrick.store import keys, people
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase


async def ana(database: SqliteDatabase) -> int:
    added = await database.write(people.add, "Ana", "member")
    assert added is not None
    return added


async def test_a_name_is_taken_in_any_case(database: SqliteDatabase) -> None:
    await ana(database)
    assert await database.write(people.add, "ANA", "owner") is None
    assert [(account.name, account.role) for account in await database.read(people.everybody)] == [
        ("Ana", "member")
    ]


async def test_a_password_changes_only_from_the_one_that_was_seen(database: SqliteDatabase) -> None:
    person = await ana(database)
    assert await database.write(people.replace_password, person, None, "first")
    assert not await database.write(people.replace_password, person, None, "late")
    assert await database.write(people.replace_password, person, "first", "second")
    assert await database.read(people.password_hash, person) == "second"


async def test_whoever_is_removed_takes_sessions_tokens_and_links_along(database: SqliteDatabase) -> None:
    person = await ana(database)

    def come_in(tx: Tx) -> None:
        people.add_session(tx, "s", person, tx.now + 1000)
        people.add_token(tx, "t", "laptop", person)
        people.set_link(tx, "l", person, tx.now + 1000)

    await database.write(come_in)
    await database.write(people.remove, person)
    assert await database.read(people.session, "s") is None
    assert await database.read(people.token, "t") is None
    assert await database.write(people.take_link, "l") is None


async def test_a_session_that_ran_out_is_forgotten_with_the_next_one(database: SqliteDatabase) -> None:
    person = await ana(database)

    def two_sessions(tx: Tx) -> None:
        people.add_session(tx, "old", person, tx.now)
        people.add_session(tx, "new", person, tx.now + 1)

    await database.write(two_sessions)
    await database.write(people.slide_session, "old", 1 << 60)
    assert await database.read(people.session, "old") is None
    assert await database.read(people.session, "new") is not None


@pytest.mark.parametrize(
    "ending",
    [(people.end_session, "s"), (people.end_sessions, 1), (people.remove_token, 1), (people.remove, 1)],
)
async def test_whatever_ends_a_session_or_token_is_published(database: SqliteDatabase, ending: tuple) -> None:
    await ana(database)
    published: set[str] = set()
    database.subscribe(published.update)
    fn, argument = ending
    await database.write(fn, argument)
    assert keys.PEOPLE in published
