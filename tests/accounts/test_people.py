"""Adding and removing people; there is always exactly one first owner."""

import asyncio
from pathlib import Path

import pytest

from freshbrick.accounts.people import (
    add_person,
    anybody_signed_in,
    ensure_owner,
    find_person,
    list_people,
    remove_person,
    set_password,
)
from freshbrick.accounts.sessions import session_person, start_session
from freshbrick.model.errors import RequestError
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock


async def refusal(coroutine: object) -> str:
    with pytest.raises(RequestError) as caught:
        await coroutine  # type: ignore[misc]  # any awaitable
    return caught.value.code


async def test_the_first_start_makes_the_owner_and_later_ones_find_it(database: SqliteDatabase) -> None:
    first = await database.write(ensure_owner)
    assert (first.name, first.role, first.has_password) == ("owner", "owner", False)
    assert await database.write(ensure_owner) == first


async def test_first_starts_at_the_same_moment_make_one_owner(
    database_file: Path, clock: VirtualClock
) -> None:
    """Two processes on one file, each with its own connections and writer."""
    ours, theirs = SqliteDatabase(database_file, clock), SqliteDatabase(database_file, clock)
    try:
        starts = [database.write(ensure_owner) for _ in range(20) for database in (ours, theirs)]
        owners = await asyncio.gather(*starts)
        assert len(set(owners)) == 1
        assert await theirs.read(list_people) == [owners[0]]
    finally:
        await ours.close()
        await theirs.close()


async def test_the_last_two_owners_cannot_both_be_removed(database_file: Path, clock: VirtualClock) -> None:
    ours, theirs = SqliteDatabase(database_file, clock), SqliteDatabase(database_file, clock)
    try:
        await ours.write(add_person, "Ana", "owner")
        await theirs.write(add_person, "Bo", "owner")
        removals = await asyncio.gather(
            ours.write(remove_person, "Ana"), theirs.write(remove_person, "Bo"), return_exceptions=True
        )
        assert [result for result in removals if result is None] == [None]
        assert len(await ours.read(list_people)) == 1
    finally:
        await ours.close()
        await theirs.close()


async def test_names_are_unique_whatever_their_case_and_composition(database: SqliteDatabase) -> None:
    await database.write(add_person, " Élodie ")
    assert (await database.read(find_person, "e\u0301LODIE")).name == "Élodie"
    assert await refusal(database.write(add_person, "éLODIE")) == "conflict"


async def test_a_member_cannot_take_the_first_owners_name(database: SqliteDatabase) -> None:
    assert await refusal(database.write(add_person, "Owner", "member")) == "conflict"
    await database.write(add_person, "Ana", "member")
    assert [(account.name, account.role) for account in await database.read(list_people)] == [
        ("owner", "owner"),
        ("Ana", "member"),
    ]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\u202eb", "x" * 65])
async def test_a_name_is_printable_and_of_moderate_length(database: SqliteDatabase, name: str) -> None:
    assert await refusal(database.write(add_person, name)) == "bad_request"


async def test_somebody_unknown_cannot_be_removed(database: SqliteDatabase) -> None:
    assert await refusal(database.write(remove_person, "Nobody")) == "not_found"


async def test_a_new_password_signs_everybody_out_who_used_the_old_one(database: SqliteDatabase) -> None:
    owner = await database.write(ensure_owner)
    session = await database.write(start_session, owner.id)
    await database.write(set_password, owner.id, "$argon2id$…")
    assert await database.read(session_person, session.secret) is None
    assert (await database.read(find_person, "owner")).has_password


async def test_it_is_known_whether_anybody_ever_signed_in(database: SqliteDatabase) -> None:
    owner = await database.write(ensure_owner)
    assert not await database.read(anybody_signed_in)
    await database.write(start_session, owner.id)
    assert await database.read(anybody_signed_in)
