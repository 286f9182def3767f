"""Passwords: argon2id, off the event loop."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from freshbrick.accounts.secrets import Secret
from freshbrick.model.errors import RequestError

T = TypeVar("T")

SHORTEST: Final = 8
LONGEST: Final = 1024
AT_ONCE: Final = 2
"""Hashings at once: each takes 64 MiB and, on a small machine, about 0.15 s of a core."""


class Passwords:
    """Hashes and verifies; argon2-cffi's own parameters are RFC 9106's second choice."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: Secret) -> str:
        """The hash to keep. RequestError: `bad_request` if the password is too short or too long."""
        if not SHORTEST <= len(password.reveal()) <= LONGEST:
            raise RequestError("bad_request", f"A password has {SHORTEST} to {LONGEST} characters.")
        return await self._apart(lambda: self._hasher.hash(_bytes(password)))

    async def verify(self, password: Secret, hashed: str | None) -> bool:
        """Whether this is the password. Without a hash it is not, and takes as long to say so."""
        return await self._apart(lambda: self._matches(password, hashed))

    async def hash_again(self, password: Secret, hashed: str) -> str | None:
        """A better hash of a password that was verified, if today's parameters are others."""
        if not self._hasher.check_needs_rehash(hashed):
            return None
        return await self._apart(lambda: self._hasher.hash(_bytes(password)))

    def _matches(self, password: Secret, hashed: str | None) -> bool:
        if hashed is None:
            self._hasher.hash(_bytes(password))
            return False
        try:
            return self._hasher.verify(hashed, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _apart(self, work: Callable[[], T]) -> T:
        async with self._slots:
            return await asyncio.to_thread(work)


def _bytes(password: Secret) -> bytes:
    """The same bytes however a keyboard composes its letters."""
    return normalize("NFKC", password.reveal()).encode("utf-8", "surrogatepass")
