"""Signing in: what a person knows, exchanged for a session, a limited number of times."""

from freshbrick.accounts.attempts import Attempts
from freshbrick.accounts.links import redeem_link
from freshbrick.accounts.passwords import Passwords
from freshbrick.accounts.people import find_person
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import Session, start_session
from freshbrick.model.errors import RequestError
from freshbrick.store import people
from freshbrick.store.database import Database, Tx


class SignIn:
    """One per process: it owns the count of failures."""

    def __init__(self, database: Database, passwords: Passwords, attempts: Attempts) -> None:
        self._database = database
        self._passwords = passwords
        self._attempts = attempts

    async def by_password(self, name: str, password: Secret, address: str) -> Session:
        """RequestError: `not_signed_in` (which of the two is wrong is not told), `throttled`."""
        who = (f"name {name.strip().casefold()[:100]}", f"address {address}")
        at = self._attempts.begin(*who)
        person_id, hashed = await self._database.read(_known, name)
        if await self._passwords.verify(password, hashed) and hashed is not None:
            session = await self._database.write(_admit, person_id, hashed)
            if session is not None:
                self._attempts.succeeded(at, *who)
                await self._keep_better(person_id, password, hashed)
                return session
        raise RequestError("not_signed_in", "Name or password is wrong.")

    async def by_link(self, secret: Secret, address: str) -> Session:
        """RequestError: `not_signed_in`, `throttled`."""
        who = f"address {address}"
        at = self._attempts.begin(who)
        session = await self._database.write(redeem_link, secret)
        if session is None:
            raise RequestError(
                "not_signed_in", "This sign-in link is used, replaced or older than 15 minutes."
            )
        self._attempts.succeeded(at, who)
        return session

    async def _keep_better(self, person_id: int, password: Secret, hashed: str) -> None:
        better = await self._passwords.hash_again(password, hashed)
        if better is not None:
            await self._database.write(people.replace_password, person_id, hashed, better)


def _known(tx: Tx, name: str) -> tuple[int, str | None]:
    """Id and hash of the person; an unknown name has no hash, as a person without a password."""
    try:
        person_id = find_person(tx, name).id
    except RequestError:
        return 0, None
    return person_id, people.password_hash(tx, person_id)


def _admit(tx: Tx, person_id: int, hashed: str) -> Session | None:
    """A session, unless the password was changed or the person removed while it was verified."""
    if people.password_hash(tx, person_id) != hashed:
        return None
    return start_session(tx, person_id)
