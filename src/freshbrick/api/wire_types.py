"""Everything that goes over the wire, in one place: what `freshbrick schema` describes."""

from typing import Any, Final, NamedTuple

from freshbrick.api.actions import RefreshPart, RefreshPriceGuide
from freshbrick.api.catalog import Details
from freshbrick.api.demo import Ageing, DemoState, Forgetting
from freshbrick.api.health import Alive, Readiness
from freshbrick.api.problems import Problem
from freshbrick.api.queries import ListArgs
from freshbrick.api.session import Credentials, SignedIn
from freshbrick.catalog.actions import Asked
from freshbrick.catalog.answers import Answer
from freshbrick.catalog.batch import BatchArgs, BatchResult
from freshbrick.catalog.outbox_list import OutboxArgs, OutboxList, OutboxMessage
from freshbrick.catalog.progress import Progress, ProgressArgs
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs
from freshbrick.catalog.search import SearchArgs, SearchResult
from freshbrick.catalog.status import StatusArgs, StatusReport
from freshbrick.inventory.lot_list import LotList, LotsArgs
from freshbrick.inventory.lots import LotDetail
from freshbrick.live.protocol import ClientMessage, Item, ServerMessage
from freshbrick.model.lots import LotChanges, NewLot
from freshbrick.model.parts import Category, Color, Part, PartColor
from freshbrick.model.prices import PriceGuide, SoldRow, StockRow
from freshbrick.store import outbox, parts


class Exchange(NamedTuple):
    """What a query or an action takes, and what it answers."""

    args: Any
    value: Any


QUERIES: Final = {
    "getPart": Exchange(PartArgs, Answer[Part]),
    "getPartColors": Exchange(PartArgs, Answer[list[PartColor]]),
    "getPriceGuide": Exchange(PriceGuideArgs, Answer[PriceGuide]),
    "getColors": Exchange(ListArgs, Answer[list[Color]]),
    "getCategories": Exchange(ListArgs, Answer[list[Category]]),
    "searchParts": Exchange(SearchArgs, SearchResult),
    "getLots": Exchange(LotsArgs, LotList),
    "getOutbox": Exchange(OutboxArgs, OutboxList),
    "getProgress": Exchange(ProgressArgs, Progress),
    "getStatus": Exchange(StatusArgs, StatusReport),
}
ACTIONS: Final = {
    "enqueueRefreshPart": Exchange(RefreshPart, Asked),
    "enqueueRefreshPartColors": Exchange(RefreshPart, Asked),
    "enqueueRefreshPriceGuide": Exchange(RefreshPriceGuide, Asked),
}

SENT: Final[tuple[Any, ...]] = (
    *(exchange.value for exchange in (*QUERIES.values(), *ACTIONS.values())),
    Details[StockRow],
    Details[SoldRow],
    LotDetail,
    OutboxMessage,
    BatchResult,
    SignedIn,
    DemoState,
    Alive,
    Readiness,
    Problem,
    ServerMessage,
)
"""What the server writes: answers over HTTP, values of queries and actions, live messages."""

RECEIVED: Final[tuple[Any, ...]] = (
    *(exchange.args for exchange in (*QUERIES.values(), *ACTIONS.values())),
    BatchArgs,
    NewLot,
    LotChanges,
    Credentials,
    Ageing,
    Forgetting,
    ClientMessage,
    Item,
)
"""What it reads: arguments, bodies, live messages."""

UNIONS: Final = {"ClientMessage": ClientMessage, "ServerMessage": ServerMessage}
"""Told apart by their `type`."""

NAMES: Final[dict[Any, str]] = {
    Answer[Part]: "PartAnswer",
    Answer[list[PartColor]]: "PartColorsAnswer",
    Answer[PriceGuide]: "PriceGuideAnswer",
    Answer[list[Color]]: "ColorsAnswer",
    Answer[list[Category]]: "CategoriesAnswer",
    Details[StockRow]: "StockDetails",
    Details[SoldRow]: "SoldDetails",
    outbox.Counts: "OutboxCounts",
    parts.Counts: "CatalogCounts",
}
"""What is called otherwise than its class: generic structs, and those that share a name."""
