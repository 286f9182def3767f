"""Refreshes over HTTP: of one key, held until it is done if that is wanted, or of many."""

from typing import Annotated, Any, Final, Literal

from litestar import Response
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, QueryParameter, SkipValidation

from freshbrick.accounts.people import Person
from freshbrick.api.actions import Actions, Enqueue
from freshbrick.api.catalog import ColorId, PartNumber
from freshbrick.api.waits import Wait, settled, wait_ms
from freshbrick.catalog.actions import (
    Asked,
    Manner,
    enqueue_refresh_part,
    enqueue_refresh_part_colors,
    enqueue_refresh_price_guide,
)
from freshbrick.catalog.batch import BatchArgs, BatchResult, refresh_batch
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.live.hub import Hub
from freshbrick.model.outbox import Priority
from freshbrick.store.database import Database

_NOT_QUEUED = ResponseSpec(
    Asked, generate_examples=False, description="Nothing was queued; the outcome says why."
)
ANSWERS: Final[dict[str, Any]] = {
    "status_code": 202,
    "response_description": "There is a message now.",
    "responses": {200: _NOT_QUEUED},
}
"""How the handlers of refreshes answer, for the table of routes."""

Force = Annotated[bool, QueryParameter(description="Ask although BrickLink said lately that it cannot tell.")]
Auto = Annotated[bool, QueryParameter(description="A program asks by itself: not for what is fresh.")]
Urgency = Annotated[
    Literal["high", "normal", "low"],
    QueryParameter(description="high: somebody is looking; normal: a batch; low: whenever there is room."),
]


def asked_response(asked: Asked) -> Response[Asked]:
    """202 if there is a message now, else 200."""
    return Response(asked, status_code=200 if asked.message_id is None else 202)


class Refresh:
    """One ask, in the manner that its parameters want."""

    def __init__(self, actions: Actions, hub: Hub, person: Person, manner: Manner, wait: int) -> None:
        self._actions = actions
        self._hub = hub
        self._person = person
        self._manner = manner
        self._wait = wait

    async def __call__(
        self, enqueue: Enqueue, query: str, args: PartArgs | PriceGuideArgs
    ) -> Response[Asked]:
        """Ask; `query` shows what becomes of it."""
        asked = await self._actions.refresh(enqueue, args, self._person, self._manner)
        if self._wait:
            await self._hub.until(query, args, self._person, settled, self._wait)
        return asked_response(asked)


async def refresh(
    actions: NamedDependency[Actions],
    hub: NamedDependency[Hub],
    person: NamedDependency[Person],
    force: Force = False,
    auto: Auto = False,
    priority: Urgency = "high",
    wait: Wait = None,
) -> Refresh:
    """The handlers' `refresh`."""
    manner = Manner(priority=Priority[priority.upper()], auto=auto, force=force)
    return Refresh(actions, hub, person, manner, wait_ms(wait))


async def refresh_part(part_number: PartNumber, refresh: NamedDependency[Refresh]) -> Response[Asked]:
    """Ask BrickLink for a part: one call."""
    return await refresh(enqueue_refresh_part, "getPart", PartArgs(part_number))


async def refresh_part_colors(part_number: PartNumber, refresh: NamedDependency[Refresh]) -> Response[Asked]:
    """Ask BrickLink for the known colors of a part: one call."""
    return await refresh(enqueue_refresh_part_colors, "getPartColors", PartArgs(part_number))


async def refresh_price_guide(
    part_number: PartNumber, color_id: ColorId, refresh: NamedDependency[Refresh]
) -> Response[Asked]:
    """Ask BrickLink for the price guide of a part in a color: four calls."""
    return await refresh(enqueue_refresh_price_guide, "getPriceGuide", PriceGuideArgs(part_number, color_id))


async def refresh_many(
    data: JSONBody[BatchArgs],
    database: NamedDependency[SkipValidation[Database]],
    policy: NamedDependency[Policy],
    person: NamedDependency[Person],
) -> BatchResult:
    """Ask for up to 10,000 keys, all that is stale, or your own inventory; or tell what that would cost."""
    return await refresh_batch(database, policy, data, person.name, person.id)
