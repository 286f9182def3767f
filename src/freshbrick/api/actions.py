"""The actions by name, for the live socket and for HTTP alike."""

from collections.abc import Callable
from typing import Final

import msgspec
import structlog
from msgspec import Raw

from freshbrick.accounts.people import Person
from freshbrick.catalog.actions import (
    Asked,
    Manner,
    enqueue_refresh_part,
    enqueue_refresh_part_colors,
    enqueue_refresh_price_guide,
)
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority
from freshbrick.store.database import Database

log = structlog.get_logger(__name__)

Enqueue = Callable[..., Asked]
"""One of the functions of `catalog.actions`."""


class RefreshPart(PartArgs, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Ask for a part or its colors; `auto` is a hook's ask, `force` overrides what BrickLink said before."""

    auto: bool = False
    force: bool = False


class RefreshPriceGuide(PriceGuideArgs, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Ask for a price guide."""

    auto: bool = False
    force: bool = False


_ACTIONS: Final[dict[str, tuple[type[RefreshPart | RefreshPriceGuide], Enqueue]]] = {
    "enqueueRefreshPart": (RefreshPart, enqueue_refresh_part),
    "enqueueRefreshPartColors": (RefreshPart, enqueue_refresh_part_colors),
    "enqueueRefreshPriceGuide": (RefreshPriceGuide, enqueue_refresh_price_guide),
}


class Actions:
    """Runs each action as one write."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self._database = database
        self._policy = policy

    async def run(self, name: str, args: Raw | bytes, person: Person) -> Asked:
        """Run an action with its arguments as JSON. RequestError: `unknown_action`, `bad_request`."""
        if name not in _ACTIONS:
            raise RequestError("unknown_action", f"There is no action {name[:40]!r}.")
        kind, enqueue = _ACTIONS[name]
        try:
            parsed = msgspec.json.decode(args, type=kind)
        except msgspec.MsgspecError as error:
            raise RequestError("bad_request", f"{name}: {error}") from error
        return await self.refresh(enqueue, parsed, person, {"auto": parsed.auto, "force": parsed.force})

    async def refresh(
        self, enqueue: Enqueue, args: PartArgs | PriceGuideArgs, person: Person, manner: Manner
    ) -> Asked:
        """Ask for what `enqueue` stands for."""
        asked = await self._database.write(enqueue, self._policy, args, person.name, **manner)
        log.info(
            "refresh.asked",
            resource=enqueue.__name__.removeprefix("enqueue_refresh_"),
            key=args.key,
            outcome=asked.outcome,
            priority=manner.get("priority", Priority.HIGH).word,
            person=person.name,
        )
        return asked
