"""A text that nobody may see by accident."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Self

_BYTES = 32


class Secret:
    """Holds a password or a random secret; neither its repr nor an error that names it gives it away."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def random(cls, prefix: str = "") -> Self:
        """256 random bits in letters that need no escaping anywhere."""
        return cls(prefix + token_urlsafe(_BYTES))

    @property
    def hash(self) -> str:
        """SHA-256 in hex: enough for a random secret, too little for a password."""
        return sha256(self._text.encode("utf-8", "surrogatepass")).hexdigest()

    def reveal(self) -> str:
        """The text itself, for the one place that sends or checks it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"
