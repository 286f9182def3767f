"""What an examination finds: one fact, whether it is well, and what to do if it is not."""

from typing import Literal

import msgspec

Area = Literal["settings", "database", "bricklink", "clock", "quota", "worker", "server"]
AREAS: tuple[Area, ...] = ("settings", "database", "bricklink", "clock", "quota", "worker", "server")


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """`skipped` was not looked at, and `said` why; only `todo` has a `remedy`."""

    area: Area
    state: Literal["well", "todo", "skipped"]
    said: str
    remedy: str | None = None


def well(area: Area, said: str) -> Finding:
    return Finding(area, "well", said)


def todo(area: Area, said: str, remedy: str) -> Finding:
    return Finding(area, "todo", said, remedy)


def skipped(area: Area, why: str) -> Finding:
    return Finding(area, "skipped", why)
