"""The reads of the catalog: functions of a transaction that write nothing."""

import msgspec

from freshbrick.catalog.answers import answer
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.model.parts import parse_color_id, parse_part_number
from freshbrick.store.database import Tx
from freshbrick.store.price_guides import key_of


class PartArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The part that is meant."""

    part_number: str

    def __post_init__(self) -> None:
        parse_part_number(self.part_number)

    @property
    def key(self) -> str:
        """The key in the outbox."""
        return self.part_number


class PriceGuideArgs(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The part and BrickLink's id of the color that are meant."""

    part_number: str
    color_id: int

    def __post_init__(self) -> None:
        parse_part_number(self.part_number)
        parse_color_id(self.color_id)

    @property
    def key(self) -> str:
        return key_of(self.part_number, self.color_id)


def get_part(tx: Tx, policy: Policy, args: PartArgs) -> Reading:
    """`Answer` with a `Part`."""
    return answer(tx, policy, "part", args.part_number)


def get_part_colors(tx: Tx, policy: Policy, args: PartArgs) -> Reading:
    """`Answer` with the known colors of a part; an empty list is an answer."""
    return answer(tx, policy, "part_colors", args.part_number)


def get_price_guide(tx: Tx, policy: Policy, args: PriceGuideArgs) -> Reading:
    """`Answer` with a `PriceGuide`."""
    return answer(tx, policy, "price_guide", args.key)
