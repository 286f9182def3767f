"""The demo's switches, which `serve` does not have: pages make data old, break BrickLink, and mend it."""

from typing import Annotated, Literal, Protocol

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, SkipValidation
from msgspec import Meta

from freshbrick.model.clock import MINUTE

Breakage = Literal["outage", "limit", "refuse"]
"""BrickLink answers 503 to everything, or 429 to everything, or refuses the keys."""

Aged = Literal["part", "part_colors", "price_guide"]


class DemoState(msgspec.Struct, frozen=True):
    """How the demo's BrickLink is broken now, null if it is not; `since` tells this demo from the one before."""

    broken: Breakage | None
    since: int


class Ageing(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What shall be old, 41 days; with `stale_in_ms` it is fresh still, and turns stale by itself after that."""

    key: str
    resource: Aged = "part"
    stale_in_ms: Annotated[int, Meta(ge=0, le=10 * MINUTE)] | None = None


class Forgetting(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Which part shall not be in the catalog any more."""

    part_number: str


class DemoControl(Protocol):
    """What the demo lets its pages do. Whatever is done twice is as if it were done once."""

    broken: Breakage | None
    since: int

    async def age(self, ageing: Ageing) -> None:
        """Raises RequestError: `not_found`, `bad_request`."""
        ...

    async def forget(self, part_number: str) -> None:
        """Raises RequestError `bad_request`."""
        ...

    async def wait(self) -> None:
        """Some parts are old, and wait for the drain again. Raises RequestError `not_found`."""
        ...

    def break_bricklink(self, how: Breakage) -> None:
        """In this way and no other, from the next call on."""
        ...

    async def heal(self) -> None:
        """Everything as it was in the beginning; what is paused or blocked is tried again at once."""
        ...


async def get_state(demo: NamedDependency[SkipValidation[DemoControl]]) -> DemoState:
    """How BrickLink is broken."""
    return DemoState(demo.broken, demo.since)


async def age(data: JSONBody[Ageing], demo: NamedDependency[SkipValidation[DemoControl]]) -> DemoState:
    """Make a value old: whoever watches it sees it turn stale."""
    await demo.age(data)
    return DemoState(demo.broken, demo.since)


async def forget(data: JSONBody[Forgetting], demo: NamedDependency[SkipValidation[DemoControl]]) -> DemoState:
    """Take a part out of the catalog, with all that was asked of it, so that it can be looked up again."""
    await demo.forget(data.part_number)
    return DemoState(demo.broken, demo.since)


async def wait(demo: NamedDependency[SkipValidation[DemoControl]]) -> DemoState:
    """Let parts wait for the drain, as they did when the demo began."""
    await demo.wait()
    return DemoState(demo.broken, demo.since)


async def heal(demo: NamedDependency[SkipValidation[DemoControl]]) -> DemoState:
    """Mend BrickLink."""
    await demo.heal()
    return DemoState(demo.broken, demo.since)


async def break_bricklink(
    breakage: FromPath[Breakage], demo: NamedDependency[SkipValidation[DemoControl]]
) -> DemoState:
    """Break BrickLink in one way."""
    demo.break_bricklink(breakage)
    return DemoState(demo.broken, demo.since)
