"""The permits of one message: each call waits for the pace and leaves only on a payment that is still good."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from freshbrick.bricklink.verdict import UpstreamError
from freshbrick.catalog.policy import Policy
from freshbrick.model.clock import Clock
from freshbrick.model.outbox import Priority
from freshbrick.model.timings import Timings
from freshbrick.store import buckets
from freshbrick.store.database import Database
from freshbrick.store.leases import Work
from freshbrick.worker.claims import pay_one

Made = defaultdict[tuple[str, str], Timings]
"""The calls that left, by outcome (`succeeded`, `unfinished` or a failure's kind) and its code, "" without one."""


class NotPaidError(Exception):
    """The payment ran out before the call left, and the bucket has no room for another until `until` (ms UTC)."""

    def __init__(self, until: int | None) -> None:
        super().__init__("no quota left for the call")
        self.until = until


class PaidCalls:
    """Calls of one claim, `paid` of which are out of the bucket since `paid_at` (monotonic ms).

    None leaves later than its payment is good for: it is paid for again first (I6).
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        policy: Policy,
        priority: Priority,
        *,
        paid: int,
        paid_at: int,
        leaves_at: int,
        made: Made,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._priority = priority
        self._paid = paid
        self._paid_at = paid_at
        self._leaves_at: int | None = leaves_at
        self._made = made
        self._work = Work()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[int]:
        """One call: entered when it may leave, giving the database's time of leaving (ms UTC)."""
        at = await self._turn()
        if self._paid < 1 or self._clock.monotonic() - self._paid_at > self._policy.allowance.payment:
            await self._pay_again()
        self._paid -= 1
        left = self._clock.monotonic()
        outcome = "unfinished", ""
        try:
            yield at
            outcome = "succeeded", ""
        except UpstreamError as error:
            outcome = error.failure.kind, error.failure.code
            raise
        finally:
            self._count(outcome, self._clock.monotonic() - left)

    def take(self) -> Work:
        """What was spent since the last `take`."""
        work, self._work = self._work, Work()
        return work

    def _count(self, outcome: tuple[str, str], ms: int) -> None:
        self._made[outcome].add(ms)
        self._work = Work(self._work.calls + 1, self._work.upstream_ms + ms)

    async def _turn(self) -> int:
        """Wait for the time reserved for this call: the first one's was reserved with the claim."""
        at, self._leaves_at = self._leaves_at, None
        if at is None:
            at = await self._database.write(buckets.reserve, self._policy.pace_interval)
        now = self._clock.now()
        if at > now:
            await self._clock.wait(asyncio.Event(), at - now)
        return at

    async def _pay_again(self) -> None:
        asked_at = self._clock.monotonic()
        denied = await self._database.write(pay_one, self._policy, self._priority)
        if denied is not None:
            raise NotPaidError(denied.until)
        self._paid, self._paid_at = 1, asked_at
