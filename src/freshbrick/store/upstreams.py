"""Whether BrickLink may be asked at all: a pause is a row, its probe is taken by compare-and-set."""

import msgspec
from sqlalchemy import bindparam, select, update

from freshbrick.model.clock import MINUTE, SECOND
from freshbrick.model.outbox import Failure
from freshbrick.store import keys
from freshbrick.store.database import Tx
from freshbrick.store.tables import upstreams

BRICKLINK = "bricklink"
FAILURES_IN_A_ROW = 5
PROBE_FIRST = 30 * SECOND
PROBE_MAX = 10 * MINUTE
PROBE_LEASE = MINUTE
"""How long a probe may take before another worker takes it over."""


class Upstream(msgspec.Struct, frozen=True):
    """`until` is when the next probe may leave; `cause` the message that brought the pause about."""

    state: str
    code: str | None
    detail: str | None
    since: int | None
    until: int | None
    probes: int
    probe_token: str | None
    cause: int | None
    failures: int

    @property
    def paused(self) -> bool:
        return self.state == "paused"


_ROW = upstreams.c.name == BRICKLINK
_READ = select(*(upstreams.c[name] for name in Upstream.__struct_fields__)).where(_ROW)
_PAUSE = (
    update(upstreams)
    .where(_ROW, upstreams.c.state == "ok")
    .values(
        state="paused",
        code=bindparam("why"),
        detail=bindparam("message"),
        since=bindparam("now"),
        until=bindparam("at"),
        probes=0,
        probe_token=None,
        cause=bindparam("message_id"),
        failures=0,
    )
)
_TAKE = (
    update(upstreams)
    .where(_ROW, upstreams.c.state == "paused", upstreams.c.until.is_not_distinct_from(bindparam("seen")))
    .values(probe_token=bindparam("token"), until=bindparam("at"))
)
_OURS = upstreams.c.probe_token == bindparam("token")
_RESUME = (
    update(upstreams)
    .where(_ROW, _OURS)
    .values(
        state="ok",
        code=None,
        detail=None,
        since=None,
        until=None,
        probes=0,
        probe_token=None,
        cause=None,
        failures=0,
    )
)
_STAY = (
    update(upstreams)
    .where(_ROW, _OURS)
    .values(
        probes=upstreams.c.probes + 1,
        probe_token=None,
        until=bindparam("at"),
        code=bindparam("why"),
        detail=bindparam("message"),
    )
)
_PROBE_NOW = (
    update(upstreams)
    .where(_ROW, upstreams.c.state == "paused")
    .values(until=bindparam("now"), probe_token=None)
)
_FAILED = update(upstreams).where(_ROW).values(failures=upstreams.c.failures + 1)
_ANSWERED = update(upstreams).where(_ROW, upstreams.c.failures > 0).values(failures=0)


def read(tx: Tx) -> Upstream:
    """The state of BrickLink as far as we are concerned."""
    tx.depends(keys.GATE)
    row = tx.one(_READ)
    if row is None:
        raise LookupError("the upstream's row is missing: this database was not made by `freshbrick migrate`")
    return Upstream(*row)


def pause(tx: Tx, failure: Failure, *, cause: int | None) -> None:
    """Ask BrickLink nothing until a probe has succeeded; a pause that is there already stays as it is."""
    if tx.run(
        _PAUSE,
        why=failure.code,
        message=failure.message,
        now=tx.now,
        at=tx.now + PROBE_FIRST,
        message_id=cause,
    ):
        tx.touch(keys.GATE, keys.UPSTREAM)


def probe_due(upstream: Upstream, now: int) -> bool:
    """Whether the pause may be probed; a time further ahead than any that could be set is due."""
    return upstream.until is None or upstream.until <= now or upstream.until > now + PROBE_MAX + PROBE_LEASE


def take_probe(tx: Tx, seen: Upstream, token: str) -> bool:
    """Be the one that probes; False if another was faster."""
    if not tx.run(_TAKE, seen=seen.until, token=token, at=tx.now + PROBE_LEASE):
        return False
    tx.touch(keys.UPSTREAM)
    return True


def resume(tx: Tx, token: str) -> bool:
    """The probe succeeded; False if it was no longer ours."""
    if not tx.run(_RESUME, token=token):
        return False
    tx.touch(keys.GATE, keys.UPSTREAM, keys.DUE)
    return True


def stay_paused(tx: Tx, token: str, failure: Failure) -> None:
    """The probe failed: the next one is due twice as late."""
    wait = min(PROBE_MAX, PROBE_FIRST << min(read(tx).probes + 1, 10))
    if tx.run(_STAY, token=token, at=tx.now + wait, why=failure.code, message=failure.message):
        tx.touch(keys.GATE, keys.UPSTREAM)


def probe_now(tx: Tx) -> None:
    """A worker has just started: whatever was wrong may have been mended meanwhile."""
    if tx.run(_PROBE_NOW, now=tx.now):
        tx.touch(keys.GATE, keys.UPSTREAM, keys.DUE)


def count_failure(tx: Tx, failure: Failure) -> None:
    """One more temporary failure in a row over all messages; the fifth pauses."""
    tx.run(_FAILED)
    if read(tx).failures >= FAILURES_IN_A_ROW:
        pause(tx, failure, cause=None)


def answered(tx: Tx) -> None:
    """BrickLink gave a proper answer: the row of failures is broken."""
    tx.run(_ANSWERED)
