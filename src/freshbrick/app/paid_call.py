"""One paid call that shows whether BrickLink accepts the keys, and what its clock says."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from random import SystemRandom
from typing import Final

import httpx2
import msgspec

from freshbrick.app import wiring
from freshbrick.bricklink.catalog_client import CatalogClient
from freshbrick.bricklink.oauth import Credentials, Signer
from freshbrick.bricklink.transport import http_client
from freshbrick.bricklink.verdict import UpstreamError
from freshbrick.catalog.policy import Policy
from freshbrick.model.clock import SECOND, Clock
from freshbrick.model.outbox import Failure, Priority, RefreshCode
from freshbrick.model.parts import Color
from freshbrick.model.timings import Timings
from freshbrick.settings import Settings
from freshbrick.store import buckets, reference, upstreams
from freshbrick.store.buckets import Denied
from freshbrick.store.database import Database, Tx
from freshbrick.worker.calls import NotPaidError, PaidCalls
from freshbrick.worker.claims import pay_one

UNTRIED: Final = "So the keys could not be tried: run it again later."
REMEDIES: Final[dict[RefreshCode, str]] = {
    "credentials": "Compare all four keys, and the address that the token is for, with what BrickLink shows at "
    "https://www.bricklink.com/v2/api/register_consumer.page",
    "limited": "So the keys could not be tried: wait, and see that no other tool uses the calls up.",
    "unreachable": "So the keys could not be tried: look at this machine's network, then run it again.",
}


class Trial(msgspec.Struct, frozen=True):
    """What came of it: `colors` that BrickLink listed, or its `failure`, or nothing where the bucket `denied` the call.

    `clock_ahead` is by how much this machine's clock is ahead of BrickLink's (ms, to about a second), if it told.
    """

    colors: int = 0
    failure: Failure | None = None
    denied: Denied | None = None
    clock_ahead: int | None = None

    @property
    def accepted(self) -> bool:
        return self.failure is None and self.denied is None

    @property
    def said(self) -> str:
        """What it means, in a sentence."""
        if self.denied is not None:
            until = f" until {local_time(self.denied.until)}" if self.denied.until else ""
            return f"The keys could not be tried: no BrickLink calls are left{until}."
        if self.failure is not None:
            return self.failure.message
        return f"BrickLink accepts the keys: it listed {self.colors} colors."

    @property
    def remedy(self) -> str | None:
        """What to do about it, if anything."""
        if self.failure is None:
            return "Wait: calls come back as their day passes." if self.denied else None
        return REMEDIES.get(self.failure.code, UNTRIED)


async def try_keys(settings: Settings, credentials: Credentials, database: Database, clock: Clock) -> Trial:
    """Pay for `GET /colors`, make that call and keep the list that it brings."""
    policy = wiring.policy_of(settings)
    paid_at = clock.monotonic()  # before the transaction: a payment is never older than we think
    leaves_at = await database.write(_pay, policy)
    if isinstance(leaves_at, Denied):
        return Trial(denied=leaves_at)
    permit = PaidCalls(
        database,
        clock,
        policy,
        Priority.HIGH,
        paid=1,
        paid_at=paid_at,
        leaves_at=leaves_at,
        made=defaultdict(Timings),
    )
    async with http_client() as http:
        date = _Date(clock.now)
        http.event_hooks = {"response": [date]}
        client = CatalogClient(
            http, settings.bricklink_url, Signer(credentials, SystemRandom()), policy.terms
        )
        try:
            colors = await client.get_refreshed_colors(permit)
        except NotPaidError as error:
            return Trial(denied=Denied(error.until))
        except UpstreamError as error:
            await database.write(_remember, error.failure)
            return Trial(failure=error.failure, clock_ahead=date.ahead)
    await database.write(_keep, colors)
    return Trial(colors=len(colors), clock_ahead=date.ahead)


def local_time(at: int) -> str:
    """A time in ms UTC on this machine's clock, to the minute."""
    return f"{datetime.fromtimestamp(at / SECOND).astimezone():%Y-%m-%d %H:%M}"


class _Date:
    """Notes how far `now` (ms UTC) is ahead of the Date header of an answer, which has whole seconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self.ahead: int | None = None

    async def __call__(self, response: httpx2.Response) -> None:
        try:
            told = parsedate_to_datetime(response.headers.get("Date", ""))
        except (ValueError, OverflowError):
            return
        self.ahead = self._now() - round(told.timestamp() * SECOND) - SECOND // 2


def _pay(tx: Tx, policy: Policy) -> int | Denied:
    """When the call may leave (ms UTC), if there is room for it."""
    return pay_one(tx, policy, Priority.HIGH) or buckets.reserve(tx, policy.pace_interval)


def _keep(tx: Tx, colors: tuple[Color, ...]) -> None:
    reference.save_colors(tx, colors)
    buckets.unblock(tx)
    upstreams.answered(tx)


def _remember(tx: Tx, failure: Failure) -> None:
    """Calls that are used up are so for everybody; keys that are on trial say nothing about those in use."""
    if failure.kind == "limited":
        buckets.block(tx, failure.retry_after_ms)
