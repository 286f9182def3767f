"""Which compressed form of a file whoever asks can read (`Accept-Encoding`, RFC 9110, section 12.5.3)."""

import re
from collections.abc import Iterable
from typing import Final

IDENTITY: Final = "identity"
"""The file as it is, which everybody can read."""

_LAST_CHOICE: Final = 0.0001
"""The weight of `identity` where nothing is said of it: less than anything that is named."""

_ACCEPTED: Final = re.compile(r"([\w*-]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?")


def chosen(accepted: str, available: Iterable[str]) -> str:
    """The coding of the highest weight, the first of `available` among equals, `identity` if none is wanted."""
    matches = (_ACCEPTED.fullmatch(one.strip()) for one in accepted.lower().split(","))
    weights = {match[1]: float(match[2] or 1) for match in matches if match}
    others = weights.get("*", 0.0)
    named = {IDENTITY: others or _LAST_CHOICE} | weights
    wanted = [coding for coding in available if named.get(coding, others) > 0]
    return max(wanted, key=lambda coding: named.get(coding, others), default=IDENTITY)
