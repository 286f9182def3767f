"""Live queries: an answer is read once for everybody, kept, and read again when what it depends on was touched."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from typing import Any

import structlog
from msgspec import Struct

from freshbrick.live.agenda import Agenda
from freshbrick.live.entry import Callback, Entry, Key, Look, Outcome, Somebody, ttl
from freshbrick.live.query import Answer, Args, Query, Snapshot
from freshbrick.model.clock import MINUTE, SECOND, Clock
from freshbrick.model.errors import RequestError
from freshbrick.model.timings import Timings
from freshbrick.store.database import EVERYTHING, Database, DatabaseUnavailableError, NotNowError

PACE = 50
HEAVY_PACE = SECOND
"""The time between evaluations that touches cause, in ms, where they never pause."""
BURST = 8
"""So many may follow at once before that: every step of a refresh is seen, however fast it goes."""
RUNS = 3
"""How many in a row may be spoilt by touches. Where writes never pause, an answer that is overtaken already is
better than none: it is told, but not kept."""
RERUNS_AT_ONCE = 8
IDLE_BYTES = 64 * 2**20
"""What answers that nobody watches may take together; a search with its facets has hundreds of kilobytes."""
BACKOFF_MAX = MINUTE

log = structlog.get_logger(__name__)


class Watch:
    """Somebody who is told every answer of a query, until `close`."""

    __slots__ = ("_entry", "_hub")

    def __init__(self, hub: "Hub", entry: Entry) -> None:
        self._hub = hub
        self._entry = entry

    def close(self) -> None:
        """Tell nothing more."""
        self._hub.leave(self._entry, self)


class Hub:
    """Serves single reads and subscriptions alike. Lives on one event loop, between `start` and `stop`."""

    def __init__(
        self, database: Database, clock: Clock, queries: Mapping[str, Query], *, capacity: int = 2_000
    ) -> None:
        self.evaluations = 0
        self.hits = 0
        self.pushes = Timings()
        """From the commit's return to the frame that tells of it being handed to a socket; connections add."""
        self.cause: int | None = None
        """While watchers are told: when the commit returned that brought it about (monotonic ms), if one did."""
        self._database = database
        self._clock = clock
        self._queries = queries
        self._capacity = capacity
        self._entries: dict[Key, Entry] = {}
        self._idle_bytes = 0
        self._idle: OrderedDict[Entry, int] = (
            OrderedDict()
        )  # kept but not watched, longest unasked first; bytes
        self._running: set[Entry] = set()
        self._dependants: dict[str, set[Entry]] = {}
        self._agenda: Agenda[Entry] = Agenda(clock)  # of those that are watched
        self._reruns = asyncio.Semaphore(RERUNS_AT_ONCE)
        self._timer: asyncio.Task[None] | None = None
        database.subscribe(self.publish)

    def start(self) -> None:
        """Begin to run again what is touched or expires while it is watched."""
        self._timer = asyncio.create_task(self._keep_fresh())

    async def stop(self) -> None:
        """End everything that is under way."""
        tasks = [task for task in (self._timer, *(e.task for e in self._entries.values())) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def get(self, name: str, args: Args, person: Somebody) -> Snapshot:
        """What the query answers now. Raises `RequestError`."""
        entry = self._entry(*self._parse(name, args), person)
        outcome = self._kept(entry) or self._at_once(entry)
        if outcome is None:
            begun, outcome = entry.task is not None, await self._evaluated(entry)
            if begun and not outcome.clean:  # it may have begun before we asked: the next one will not have
                entry = self._entry(*self._parse(name, args), person)
                outcome = self._kept(entry) or self._at_once(entry) or await self._evaluated(entry)
        return _value(outcome.answer)

    async def until(
        self, name: str, args: Args, person: Somebody, done: Callable[[Any], bool], timeout_ms: int
    ) -> Snapshot:
        """The first answer whose value is `done`, or the last one after `timeout_ms`. Raises `RequestError`."""
        end = self._clock.monotonic() + timeout_ms
        changed = asyncio.Event()
        with closing(self.watch(name, args, person, lambda _: changed.set())):
            while True:
                changed.clear()
                snapshot = await self.get(name, args, person)
                left = end - self._clock.monotonic()
                if done(snapshot.value) or left <= 0:
                    return snapshot
                await self._clock.wait(changed, left)

    def watch(self, name: str, args: Args, person: Somebody, callback: Callback) -> Watch:
        """Tell `callback` every answer from now on, the one that is kept at once. Raises `RequestError`."""
        entry = self._entry(*self._parse(name, args), person)
        watch = Watch(self, entry)
        entry.callbacks[watch] = callback
        self._wake(entry)
        kept = entry.kept(self._clock.monotonic())
        if kept is not None:
            self.hits += 1
            self._agenda.set(entry, kept.due)
            callback(kept.answer)
        elif entry.task is None:
            self._start(entry)
        return watch

    def leave(self, entry: Entry, watch: Watch) -> None:
        """End a watch; ending it twice changes nothing."""
        if entry.callbacks.pop(watch, None) and not entry.callbacks and entry.task is None:
            self._agenda.set(entry, None)
            self._rest(entry)

    def watchers(self, key: str) -> int:
        """How many watch something that depends on `key`."""
        return sum(len(entry.callbacks) for entry in self._dependants.get(key, ()))

    def publish(self, keys: Collection[str]) -> None:
        """Take note of what a commit touched."""
        for entry in self._running:
            entry.collected.update(keys)
        spoilt = self._dependants_of(keys)
        for entry in spoilt:
            entry.cause = self._database.commits.returned_at if entry.cause is None else entry.cause
            if entry.task is None:
                self._spoil(entry)
        if len(spoilt) <= RERUNS_AT_ONCE:  # more take turns, so that whoever wrote need not wait for them
            for entry in spoilt:
                self._rerun_at_once(entry)

    def watches(self) -> int:
        """How many watches there are."""
        return sum(len(entry.callbacks) for entry in self._entries.values())

    # --- asking ---

    def _parse(self, name: str, args: Args) -> tuple[Query, Struct]:
        query = self._queries.get(name)
        if query is None:
            raise RequestError("unknown_query", f"There is no query {name[:40]!r}.")
        return query, query.parse(args)

    def _entry(self, query: Query, args: Struct, person: Somebody) -> Entry:
        key = (query.name, args, person.id if query.personal else None)
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = Entry(key, query, args, person if query.personal else None)
        return entry

    def _kept(self, entry: Entry) -> Outcome | None:
        kept = entry.outcome and entry.kept(self._clock.monotonic())
        if kept is not None:
            self.hits += 1
            if entry in self._idle:
                self._idle.move_to_end(entry)
        return kept

    async def _evaluated(self, entry: Entry) -> Outcome:
        return await asyncio.shield(entry.task or self._start(entry))

    # --- evaluating ---

    def _at_once(self, entry: Entry) -> Outcome | None:
        """Evaluate before this returns, so that nothing can be touched meanwhile; None where that is not possible."""
        if entry.query.heavy or entry.task is not None:
            return None
        found: Look | Exception
        try:
            found = self._database.read_now(entry.look, self.evaluations + 1)
        except NotNowError:
            return None
        except Exception as error:  # noqa: BLE001 - as in `_run`
            found = error
        self._agenda.set(entry, None)
        self._wake(entry)
        self._begin(entry)
        outcome = self._failure(entry, found) if isinstance(found, Exception) else self._found(entry, found)
        self._settle(entry, outcome)
        return outcome

    def _start(self, entry: Entry) -> asyncio.Task[Outcome]:
        self._agenda.set(entry, None)
        self._wake(entry)
        entry.outcome = None
        entry.task = asyncio.create_task(self._evaluate(entry))
        return entry.task

    async def _evaluate(self, entry: Entry) -> Outcome:
        outcome = await self._run(entry)
        for _ in range(RUNS - 1):
            if not outcome.clean:
                outcome = await self._run(entry)
        self._settle(entry, outcome)
        return outcome

    def _begin(self, entry: Entry) -> None:
        entry.collected.clear()
        every, burst = (HEAVY_PACE, 1) if entry.query.heavy else (PACE, BURST)
        entry.tire(self._clock.monotonic(), every, burst)
        self.evaluations += 1

    async def _run(self, entry: Entry) -> Outcome:
        self._begin(entry)
        # Whatever is published from here on is collected; the snapshot is taken later, so nothing falls between.
        self._running.add(entry)
        try:
            return await self._look(entry)
        except Exception as error:  # noqa: BLE001 - a query's bug must reach its watchers, not end the hub
            return self._failure(entry, error)
        finally:
            self._running.discard(entry)

    async def _look(self, entry: Entry) -> Outcome:
        run = self._database.scan if entry.query.heavy else self._database.read
        return self._found(entry, await run(entry.look, self.evaluations))

    def _found(self, entry: Entry, look: Look) -> Outcome:
        answer, depended, now = look
        entry.failures = 0
        if entry.collected and (EVERYTHING in entry.collected or depended & entry.collected):
            return Outcome(answer, depended, clean=False, due=entry.rested)
        left = ttl(answer, now)
        due = None if left is None else self._clock.monotonic() + left
        return Outcome(answer, depended, clean=True, due=due)

    def _failure(self, entry: Entry, error: Exception) -> Outcome:
        wait = min(BACKOFF_MAX, SECOND << min(entry.failures, 10))
        entry.failures += 1
        if isinstance(error, DatabaseUnavailableError):
            log.warning("query.unavailable", query=entry.query.name, retry_ms=wait, reason=str(error))
            told = RequestError("unavailable", "The database does not answer now.", wait)
        else:
            log.error("query.failed", query=entry.query.name, retry_ms=wait, exc_info=error)
            told = RequestError("internal", "Something went wrong here.", wait)
        return Outcome(told, entry.depended, clean=True, due=self._clock.monotonic() + wait)

    def _settle(self, entry: Entry, outcome: Outcome) -> None:
        """Keep what is good and tell it; nothing awaits between the evaluation's end and this."""
        entry.task = None
        entry.outcome = outcome if outcome.clean and isinstance(outcome.answer, Snapshot) else None
        cause, entry.cause = entry.cause, None
        self._depend(entry, outcome.depended)
        if not entry.callbacks:
            self._rest(entry)
            return
        if outcome.due is not None:
            self._agenda.set(entry, max(outcome.due, entry.rested))
        self.cause = cause
        for callback in list(entry.callbacks.values()):
            callback(outcome.answer)
        self.cause = None

    async def _keep_fresh(self) -> None:
        while True:
            entry = await self._agenda.next()
            if not self._is_overdue(entry):
                continue
            if self._at_once(entry) is not None:
                await asyncio.sleep(0)  # let those go on who were told
                continue
            await self._reruns.acquire()
            if self._is_overdue(entry):
                self._start(entry).add_done_callback(lambda _: self._reruns.release())
            else:
                self._reruns.release()

    def _rerun_at_once(self, entry: Entry) -> None:
        """Tell those who watch it what it says now, if it was not read too often lately."""
        if entry.callbacks and entry.rested <= self._clock.monotonic():
            self._at_once(entry)

    def _is_overdue(self, entry: Entry) -> bool:
        """Whether somebody watches it, nobody reads it, and what is kept holds no more."""
        return bool(entry.callbacks) and entry.task is None and not entry.kept(self._clock.monotonic())

    # --- keeping ---

    def _dependants_of(self, keys: Collection[str]) -> list[Entry]:
        if EVERYTHING in keys:
            return list(self._entries.values())
        return list({entry for key in keys for entry in self._dependants.get(key, ())})

    def _depend(self, entry: Entry, keys: frozenset[str]) -> None:
        if keys == entry.depended:
            return
        for key in entry.depended - keys:
            self._dependants[key].discard(entry)
            if not self._dependants[key]:
                del self._dependants[key]
        for key in keys - entry.depended:
            self._dependants.setdefault(key, set()).add(entry)
        entry.depended = keys

    def _spoil(self, entry: Entry) -> None:
        entry.outcome = None
        if entry.callbacks:
            self._agenda.set(entry, max(entry.rested, self._clock.monotonic()))
        else:
            self._forget(entry)

    def _rest(self, entry: Entry) -> None:
        """Nobody watches it: keep it for those who ask, as long as there is room."""
        if entry.outcome is None:
            self._forget(entry)
            return
        self._idle[entry] = entry.size
        self._idle_bytes += entry.size
        while len(self._idle) > self._capacity or self._idle_bytes > IDLE_BYTES:
            self._forget(next(iter(self._idle)))

    def _wake(self, entry: Entry) -> None:
        """It is not idle any more."""
        self._idle_bytes -= self._idle.pop(entry, 0)

    def _forget(self, entry: Entry) -> None:
        self._wake(entry)
        self._depend(entry, frozenset())
        del self._entries[entry.key]


def _value(answer: Answer) -> Snapshot:
    if isinstance(answer, RequestError):
        raise RequestError(answer.code, answer.message, answer.retry_after_ms)  # a copy: many askers share it
    return answer
