"""A person's lots over HTTP: nobody sees, changes or misses another's."""

from typing import Annotated, Literal

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter, SkipValidation

from freshbrick.accounts.people import Person
from freshbrick.api.reads import snapshot_response
from freshbrick.api.request import Request
from freshbrick.catalog.policy import Policy
from freshbrick.inventory import lots
from freshbrick.inventory.lot_list import PAGE, LotList, LotsArgs
from freshbrick.inventory.lots import LotDetail
from freshbrick.live.hub import Hub
from freshbrick.model.lots import LotChanges, NewLot
from freshbrick.store.database import Database

LotId = Annotated[int, PathParameter(name="lotId", ge=1, le=2**53 - 1)]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
Price = Annotated[
    Literal["suggested"] | None,
    QueryParameter(description="suggested: take the price that the price guide suggests, if there is one."),
]


async def get_lots(
    request: Request,
    hub: NamedDependency[Hub],
    person: NamedDependency[Person],
    limit: Limit = PAGE,
    cursor: FromQuery[str | None] = None,
) -> Response[LotList]:
    """Your lots in the order in which you added them, in pages of up to 1,000, and what all of them are worth."""
    return snapshot_response(request.bare, await hub.get("getLots", LotsArgs(limit, cursor), person))


async def add_lot(
    data: JSONBody[NewLot],
    database: NamedDependency[SkipValidation[Database]],
    policy: NamedDependency[Policy],
    person: NamedDependency[Person],
    price: Price = None,
) -> LotDetail:
    """Add a lot. The part need not be in the catalog."""
    suggested = price == "suggested"
    return await database.write(lots.add_lot, policy.terms, person.id, data, suggested=suggested)


async def get_lot(
    lot_id: LotId,
    database: NamedDependency[SkipValidation[Database]],
    policy: NamedDependency[Policy],
    person: NamedDependency[Person],
) -> LotDetail:
    """One of your lots, and the price that its price guide suggests."""
    return await database.read(lots.get_lot, policy.terms, person.id, lot_id)


async def change_lot(
    lot_id: LotId,
    data: JSONBody[LotChanges],
    database: NamedDependency[SkipValidation[Database]],
    policy: NamedDependency[Policy],
    person: NamedDependency[Person],
) -> LotDetail:
    """Change the fields that are given and no other; null clears price, remarks and storage."""
    return await database.write(lots.change_lot, policy.terms, person.id, lot_id, data)


async def remove_lot(
    lot_id: LotId,
    database: NamedDependency[SkipValidation[Database]],
    person: NamedDependency[Person],
) -> None:
    """Remove one of your lots."""
    await database.write(lots.remove_lot, person.id, lot_id)
