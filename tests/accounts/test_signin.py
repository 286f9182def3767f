"""Signing in with a password or a link, and what guessing costs."""

import asyncio
from threading import Lock
from time import perf_counter

import pytest
from argon2 import PasswordHasher

from freshbrick.accounts.attempts import LIMIT, WINDOW, Attempts, wait
from freshbrick.accounts.links import create_link
from freshbrick.accounts.passwords import Passwords
from freshbrick.accounts.people import add_person, set_password
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import session_person
from freshbrick.accounts.signin import SignIn
from freshbrick.model.errors import RequestError
from freshbrick.store import people
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock

RIGHT, WRONG = Secret("correct horse"), Secret("battery staple")
HERE, THERE = "198.51.100.1", "198.51.100.2"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
async def ana(database: SqliteDatabase) -> int:
    account = await database.write(add_person, "Ana", "owner")
    await database.write(set_password, account.id, await Passwords(QUICK).hash(RIGHT))
    return account.id


@pytest.fixture
def sign_in(database: SqliteDatabase, clock: VirtualClock, ana: int) -> SignIn:
    return SignIn(database, Passwords(QUICK), Attempts(clock))


async def refused(sign_in: SignIn, name: str, password: Secret, address: str = HERE) -> RequestError:
    with pytest.raises(RequestError) as caught:
        await sign_in.by_password(name, password, address)
    return caught.value


async def test_name_and_password_open_a_session(database: SqliteDatabase, sign_in: SignIn, ana: int) -> None:
    session = await sign_in.by_password(" ana ", RIGHT, HERE)
    person = await database.read(session_person, session.secret)
    assert person is not None
    assert person.id == ana


async def test_it_is_not_told_which_of_the_two_was_wrong(database: SqliteDatabase, sign_in: SignIn) -> None:
    await database.write(add_person, "Bo")
    answers = [await refused(sign_in, name, WRONG) for name in ("Ana", "Nobody", "Bo")]
    assert {(answer.code, answer.message) for answer in answers} == {
        ("not_signed_in", "Name or password is wrong.")
    }
    assert not any("staple" in str(answer) for answer in answers)


async def test_a_password_composed_otherwise_is_the_same(
    database: SqliteDatabase, sign_in: SignIn, ana: int
) -> None:
    await database.write(set_password, ana, await Passwords(QUICK).hash(Secret("cafe\u0301 au lait")))
    assert await sign_in.by_password("Ana", Secret("café au lait"), HERE)


async def test_a_password_changed_while_it_was_verified_lets_nobody_in(
    database: SqliteDatabase, clock: VirtualClock, ana: int
) -> None:
    class Changing(Passwords):
        async def verify(self, password: Secret, hashed: str | None) -> bool:
            await database.write(set_password, ana, "another")
            return await super().verify(password, hashed)

    assert (
        await refused(SignIn(database, Changing(QUICK), Attempts(clock)), "Ana", RIGHT)
    ).code == "not_signed_in"


async def test_signing_in_renews_a_hash_made_with_other_parameters(
    database: SqliteDatabase, clock: VirtualClock, ana: int
) -> None:
    old = await database.read(people.password_hash, ana)
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    session = await SignIn(database, stronger, Attempts(clock)).by_password("Ana", RIGHT, HERE)
    new = await database.read(people.password_hash, ana)
    assert new is not None
    assert new != old
    assert await stronger.hash_again(RIGHT, new) is None
    assert await database.read(session_person, session.secret) is not None
    assert await SignIn(database, stronger, Attempts(clock)).by_password("Ana", RIGHT, HERE)


class TestLimit:
    async def test_after_ten_failures_a_name_rests_from_everywhere(
        self, sign_in: SignIn, clock: VirtualClock
    ) -> None:
        for n in range(LIMIT):
            assert (await refused(sign_in, "Ana", WRONG, f"192.0.2.{n}")).code == "not_signed_in"
            clock.advance(1000)
        error = await refused(sign_in, "ANA", RIGHT, THERE)
        assert (error.code, error.retry_after_ms) == ("throttled", WINDOW - LIMIT * 1000)
        clock.advance(WINDOW - LIMIT * 1000)
        assert await sign_in.by_password("Ana", RIGHT, THERE)

    async def test_after_ten_failures_an_address_rests_for_every_name(self, sign_in: SignIn) -> None:
        for n in range(LIMIT):
            await refused(sign_in, f"guess {n}", WRONG)
        assert (await refused(sign_in, "Ana", RIGHT)).code == "throttled"
        assert await sign_in.by_password("Ana", RIGHT, THERE)

    async def test_many_guesses_at_once_count_as_many(self, sign_in: SignIn) -> None:
        errors = await asyncio.gather(*(refused(sign_in, "Ana", WRONG) for _ in range(LIMIT * 2)))
        assert [error.code for error in errors].count("throttled") == LIMIT

    async def test_success_costs_nothing_and_forgives_no_earlier_failure(self, sign_in: SignIn) -> None:
        await refused(sign_in, "Ana", WRONG)
        for _ in range(LIMIT * 2):
            await sign_in.by_password("Ana", RIGHT, HERE)
        for _ in range(LIMIT - 1):
            await refused(sign_in, "Ana", WRONG)
        assert (await refused(sign_in, "Ana", RIGHT)).code == "throttled"

    async def test_links_are_guessed_no_oftener(
        self, database: SqliteDatabase, sign_in: SignIn, ana: int
    ) -> None:
        link = await database.write(create_link, ana)
        for _ in range(LIMIT):
            with pytest.raises(RequestError, match="older than 15 minutes"):
                await sign_in.by_link(WRONG, HERE)
        with pytest.raises(RequestError, match="Too many"):
            await sign_in.by_link(link, HERE)
        assert await sign_in.by_link(link, THERE)

    def test_the_rule(self) -> None:
        assert wait([], 0) == 0
        assert wait([0] * (LIMIT - 1), 0) == 0
        assert wait([0] * LIMIT, 1) == WINDOW - 1
        assert wait([0] * LIMIT, WINDOW) == 0
        assert wait([0, *range(1, LIMIT + 1)], LIMIT) == 1 + WINDOW - LIMIT


class TestPasswords:
    async def test_they_are_kept_as_argon2id_at_full_strength(self) -> None:
        passwords = Passwords()
        hashed = await passwords.hash(RIGHT)
        assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert await passwords.verify(RIGHT, hashed)
        assert not await passwords.verify(WRONG, hashed)
        assert not await passwords.verify(RIGHT, "no hash at all")

    async def test_an_unknown_name_takes_as_long_as_a_wrong_password(self) -> None:
        passwords = Passwords()
        hashed = await passwords.hash(RIGHT)

        async def seconds(against: str | None) -> float:
            start = perf_counter()
            assert not await passwords.verify(WRONG, against)
            return perf_counter() - start

        known = min([await seconds(hashed) for _ in range(3)])  # the least: the machine may be busy
        unknown = min([await seconds(None) for _ in range(3)])
        assert known > 0.03
        assert 0.3 * known < unknown < 3 * known

    @pytest.mark.parametrize("password", ["", "1234567", "x" * 1025])
    async def test_too_short_and_too_long_ones_are_refused(self, password: str) -> None:
        with pytest.raises(RequestError, match="8 to 1024 characters"):
            await Passwords(QUICK).hash(Secret(password))

    async def test_hashing_leaves_the_loop_free_and_two_at_most_run(self) -> None:
        class Watched(PasswordHasher):
            lock, now, most = Lock(), 0, 0

            def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
                with self.lock:
                    self.now += 1
                    self.most = max(self.most, self.now)
                try:
                    return super().hash(password, salt=salt)
                finally:
                    with self.lock:
                        self.now -= 1

        hasher = Watched(time_cost=2, memory_cost=16_384, parallelism=1)
        passwords = Passwords(hasher)
        work = asyncio.gather(*(passwords.hash(RIGHT) for _ in range(8)))
        turns = 0
        while not work.done():
            await asyncio.sleep(0)
            turns += 1
        assert turns > 20
        assert hasher.most == 2
