"""The queries by name, for the live socket and for HTTP alike."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from freshbrick.catalog.answers import answer
from freshbrick.catalog.outbox_list import OutboxArgs, get_outbox
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.progress import ProgressArgs, get_progress
from freshbrick.catalog.queries import PartArgs, PriceGuideArgs, get_part, get_part_colors, get_price_guide
from freshbrick.catalog.reading import Reading
from freshbrick.catalog.resources import LIST_KEY
from freshbrick.catalog.search import SearchArgs, search_parts
from freshbrick.catalog.status import StatusArgs, get_status
from freshbrick.inventory import lot_list
from freshbrick.inventory.lot_list import LotsArgs
from freshbrick.live.entry import Somebody
from freshbrick.live.query import Query
from freshbrick.store.database import Tx


class ListArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """There is one list."""


def queries(policy: Policy) -> dict[str, Query]:
    """The registry that a hub serves."""
    return {query.name: query for query in _queries(policy)}


def get_colors(tx: Tx, policy: Policy, _args: ListArgs) -> Reading:
    """`Answer` with every color of BrickLink."""
    return answer(tx, policy, "color", LIST_KEY)


def get_categories(tx: Tx, policy: Policy, _args: ListArgs) -> Reading:
    """`Answer` with every category of BrickLink."""
    return answer(tx, policy, "category", LIST_KEY)


def _queries(policy: Policy) -> Iterable[Query]:
    def shared(fn: Callable[[Tx, Policy, Any], Reading]) -> Callable[[Tx, Any, object], Reading]:
        return lambda tx, args, _person: fn(tx, policy, args)

    def get_lots(tx: Tx, args: LotsArgs, person: Somebody) -> Reading:
        return Reading(lot_list.get_lots(tx, policy.terms, args, person.id))

    yield Query("getPart", PartArgs, shared(get_part))
    yield Query("getPartColors", PartArgs, shared(get_part_colors))
    yield Query("getPriceGuide", PriceGuideArgs, shared(get_price_guide))
    yield Query("getColors", ListArgs, shared(get_colors), heavy=True)
    yield Query("getCategories", ListArgs, shared(get_categories), heavy=True)
    yield Query("getLots", LotsArgs, get_lots, personal=True, heavy=True)
    yield Query("searchParts", SearchArgs, shared(search_parts), heavy=True)
    yield Query("getOutbox", OutboxArgs, shared(get_outbox), heavy=True)
    yield Query("getProgress", ProgressArgs, shared(get_progress), heavy=True)
    yield Query("getStatus", StatusArgs, shared(get_status), heavy=True)
