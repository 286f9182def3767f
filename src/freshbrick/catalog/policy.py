"""The values by which the catalog is kept fresh: read once from the settings, passed to whoever needs them."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from freshbrick.model.clock import DAY, MINUTE, SECOND
from freshbrick.model.outbox import Resource
from freshbrick.model.prices import PriceTerms
from freshbrick.model.quota import Allowance

MONTH = 30 * DAY
STALE_AFTER: Mapping[Resource, int] = MappingProxyType(
    {"part": MONTH, "part_colors": MONTH, "price_guide": MONTH, "color": MONTH, "category": MONTH}
)


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Durations in ms. `configured` says whether there are BrickLink keys at all."""

    configured: bool = True
    stale_after: Mapping[Resource, int] = STALE_AFTER
    terms: PriceTerms = PriceTerms("USD")
    allowance: Allowance = Allowance(5_000)
    pace: float = 4
    """calls a second"""
    lease: int = 60 * SECOND
    poll: int = 2 * SECOND
    max_attempts: int = 8
    not_found_for: int = 7 * DAY
    min_refresh_interval: int = 60 * SECOND
    drain_interval: int = 10 * MINUTE
    drain_batch: int = 10
    pictures: str = "off"
    demo: bool = False
    """whether this is a shop to play with"""

    @property
    def pace_interval(self) -> float:
        """Ms between two calls."""
        return 1000 / self.pace
