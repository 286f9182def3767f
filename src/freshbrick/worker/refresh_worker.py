"""The drain: claim what is due, process each message, rest until there may be more."""

import asyncio
import secrets
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from random import Random

import structlog

from freshbrick.bricklink.verdict import UpstreamError
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.refresh import Refresher
from freshbrick.model.clock import SECOND, Clock
from freshbrick.model.outbox import Priority, Resource
from freshbrick.model.quota import AT_ONCE
from freshbrick.model.timings import Timings
from freshbrick.store import crons, keys, leases, upstreams
from freshbrick.store.database import EVERYTHING, Database, DatabaseUnavailableError, Tx
from freshbrick.store.leases import Lease, LeaseLostError, Work
from freshbrick.worker.calls import Made, NotPaidError, PaidCalls
from freshbrick.worker.claims import FOREGROUND, Claimed, Probe, Rest, claim
from freshbrick.worker.insisting import Insisting
from freshbrick.worker.settling import probe_failed, probe_succeeded, settle

STOP_GRACE = 10 * SECOND
"""How long a stop waits for what is inflight, in ms."""

log = structlog.get_logger()


class RefreshWorker:
    """Drains the outbox until it is stopped; any number of them may share a database."""

    def __init__(
        self, database: Database, refresher: Refresher, policy: Policy, clock: Clock, dice: Random, name: str
    ) -> None:
        self.calls: Made = defaultdict(Timings)
        self.ended: Counter[tuple[Resource, str]] = Counter()
        """What became of messages that were worked on: `saved`, a fate, `waits` or `given_back`."""
        self._database = database
        self._insisting = Insisting(database, clock, policy.lease)
        self._refresher = refresher
        self._policy = policy
        self._clock = clock
        self._dice = dice
        self._name = name
        self._wake = asyncio.Event()
        self._inflight: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._claiming = asyncio.Lock()
        database.subscribe(self._notice)

    async def run(self) -> None:
        """Work until `stop`: whatever HIGH or NORMAL is due, as soon as it may be."""
        await self._probe_at_once()
        while not self._stopping:
            self._wake.clear()  # before the claim, so that no wake-up is lost
            until = await self._claim_all_due()
            await self._clock.wait(self._wake, self._rest(until))

    async def stop(self, grace: int = STOP_GRACE) -> None:
        """Claim nothing more, finish what is inflight within `grace` ms, give the rest back."""
        self._stopping = True
        self._wake.set()
        async with self._claiming:  # what is just being claimed is finished or given back too
            pass
        if self._inflight:
            await asyncio.wait(self._inflight, timeout=grace / 1000)
        for task in self._inflight:
            task.cancel()
        await asyncio.gather(*self._inflight, return_exceptions=True)
        try:
            await self._database.write(crons.gone, self._name)
        except DatabaseUnavailableError as error:  # others see it by themselves, ten seconds later
            log.warning("worker.database_unavailable", reason=str(error))

    async def drain_catalog_refresh_outbox(self, limit: int) -> int:
        """Take up to `limit` messages of any priority, LOW too, and see them through; returns how many."""
        taken = 0
        while taken < limit and not self._stopping:
            busy = [*self._inflight]  # of now: what ends during the claim may have made more to do
            step = await self._step(tuple(Priority), limit - taken)
            if not isinstance(step, Rest):
                taken += len(step) if isinstance(step, list) else 0
            elif busy:  # its end may free a seat
                await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
            else:
                break
        while self._inflight:
            await asyncio.wait(self._inflight)
        return taken

    async def process_single_outbox_message(self, claimed: Claimed, paid_at: int) -> None:
        """Refresh one key and end its message; whatever goes wrong is written on it (I3, I4)."""
        lease = claimed.lease
        calls = self._calls(claimed.priority, claimed.paid, paid_at, claimed.leaves_at)
        story = log.bind(resource=lease.resource, key=lease.key, message=lease.message_id)
        story.info("refresh.taken", priority=claimed.priority.word, calls=claimed.paid, left=claimed.left)
        started = self._clock.monotonic()
        try:
            async with self._heartbeat(lease):
                await self._refresher.refresh(lease, calls, self._insisting)
        except UpstreamError as error:
            fate = await self._insisting.write(
                settle, self._policy, lease, calls.take(), error.failure, self._dice
            )
            what = type(fate).__name__.lower()
            self.ended[lease.resource, what] += 1
            story.warning("refresh.failed", code=error.failure.code, reason=error.failure.message, fate=what)
        except NotPaidError:
            await self._insisting.write(_give_back, lease, calls.take())
            self.ended[lease.resource, "waits"] += 1
            story.info("refresh.waits", reason="quota")
        except asyncio.CancelledError:
            await asyncio.shield(self._database.write(_give_back, lease, calls.take()))
            self.ended[lease.resource, "given_back"] += 1
            story.info("refresh.given_back", reason="stopping")
            raise
        else:
            self.ended[lease.resource, "saved"] += 1
            story.info("refresh.saved", ms=self._clock.monotonic() - started)

    async def _probe_at_once(self) -> None:
        """A pause does not outlast a start: whoever started us may have mended what it was about."""
        while not self._stopping:
            self._wake.clear()
            try:
                return await self._database.write(upstreams.probe_now)
            except DatabaseUnavailableError as error:
                log.warning("worker.database_unavailable", reason=str(error))
            await self._clock.wait(self._wake, self._policy.poll)
        return None

    async def _claim_all_due(self) -> int | None:
        """Start all that may be started; when there may be more (ms UTC), None if nobody can say."""
        while not self._stopping:
            step = await self._step(FOREGROUND)
            if isinstance(step, Rest):
                return step.until
        return None

    async def _step(
        self, priorities: Collection[Priority], most: int = AT_ONCE
    ) -> list[Claimed] | Probe | Rest:
        """Claim the next thing to do and start on it."""
        async with self._claiming:
            return Rest(None) if self._stopping else await self._claim(priorities, most)

    async def _claim(self, priorities: Collection[Priority], most: int) -> list[Claimed] | Probe | Rest:
        paid_at = self._clock.monotonic()  # before the transaction: a payment is never older than we think
        try:
            step = await self._database.write(claim, self._policy, priorities, secrets.token_hex(8), most)
        except DatabaseUnavailableError as error:
            log.warning("worker.database_unavailable", reason=str(error))
            return Rest(None)
        except Exception:  # a claim that breaks must not end the worker: it is tried again after a rest
            log.exception("worker.claim_broke")
            return Rest(None)
        if isinstance(step, list):
            for claimed in step:
                self._start(self.process_single_outbox_message(claimed, paid_at))
        elif isinstance(step, Probe):
            self._start(self._probe(step, paid_at))
        return step

    async def _probe(self, probe: Probe, paid_at: int) -> None:
        calls = self._calls(Priority.HIGH, 1, paid_at, probe.leaves_at)
        try:
            colors = await self._refresher.probe(calls)
        except UpstreamError as error:
            await self._insisting.write(probe_failed, probe.token, error.failure)
            log.warning("upstream.still_paused", code=error.failure.code, reason=error.failure.message)
        else:
            await self._insisting.write(probe_succeeded, self._policy, probe.token, colors, self._dice)
            log.info("upstream.resumed")

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_contained(work))
        self._inflight.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._inflight.discard(task)
        self._wake.set()  # a seat is free

    def _calls(self, priority: Priority, paid: int, paid_at: int, leaves_at: int) -> PaidCalls:
        return PaidCalls(
            self._database,
            self._clock,
            self._policy,
            priority,
            paid=paid,
            paid_at=paid_at,
            leaves_at=leaves_at,
            made=self.calls,
        )

    @asynccontextmanager
    async def _heartbeat(self, lease: Lease) -> AsyncIterator[None]:
        """Renew the lease while the work inside goes on."""
        beat = asyncio.create_task(self._renew(lease))
        try:
            yield
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)

    async def _renew(self, lease: Lease) -> None:
        never = asyncio.Event()
        wait = every = self._policy.lease // 3
        while True:
            await self._clock.wait(never, wait)
            try:
                await self._database.write(leases.renew, lease, self._policy.lease)
            except LeaseLostError:  # the fence says so at the end
                return
            except DatabaseUnavailableError:
                wait = min(every, self._policy.poll)
            else:
                wait = every

    def _notice(self, touched: Collection[str]) -> None:
        if keys.DUE in touched or EVERYTHING in touched:
            self._wake.set()

    def _rest(self, until: int | None) -> int:
        if until is None:
            return self._policy.poll
        return max(0, min(self._policy.poll, until - self._clock.now()))


def _give_back(tx: Tx, lease: Lease, work: Work) -> None:
    leases.release(tx, lease, work, tx.now)


async def _contained(work: Coroutine[None, None, None]) -> None:
    """A message that goes wrong in a way nobody thought of keeps its lease, and so is tried again (I5)."""
    try:
        await work
    except LeaseLostError as error:
        log.info("refresh.lease_lost", lost=str(error))
    except DatabaseUnavailableError as error:
        log.warning("refresh.database_unavailable", reason=str(error))
    except Exception:
        log.exception("refresh.broke")
