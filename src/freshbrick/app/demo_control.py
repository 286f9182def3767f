"""What the demo's pages may do to it: rows as they would be after some weeks, a BrickLink that fails by script."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import structlog
from sqlalchemy import bindparam, delete, func, or_, update

from freshbrick.api.demo import Aged, Ageing, Breakage
from freshbrick.app.demo_world import WAITING, queue
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.resources import NOTHING, find, guide_key, parse_key
from freshbrick.model.clock import DAY
from freshbrick.model.errors import RequestError
from freshbrick.model.parts import parse_part_number, part_key
from freshbrick.simulator import Fault, Faults
from freshbrick.store import buckets, keys, outbox, search_index, upstreams
from freshbrick.store.database import EVERYTHING, Database, Tx
from freshbrick.store.outbox import DONE, SAME_KEY
from freshbrick.store.tables import (
    catalog_refresh_outbox,
    part_color_lists,
    part_colors,
    parts,
    price_quarters,
    sold_averages,
)

OLD: Final = 41 * DAY

SCRIPT: Final = (Fault(kind="5xx", status=503, match="/items/part/3040$", times=2),)
"""What goes wrong from the beginning: part 3040 fails twice."""

BREAKAGES: Final[Mapping[Breakage, Fault]] = MappingProxyType(
    {
        "outage": Fault(kind="5xx", status=503),
        "limit": Fault(kind="429", retry_after=20),
        "refuse": Fault(kind="token_refused"),
    }
)

_AGE_PART = update(parts).where(parts.c.part_key == bindparam("number")).values(last_fetched=bindparam("at"))
_AGE_COLORS = (
    update(part_color_lists)
    .where(part_color_lists.c.part_key == bindparam("number"))
    .values(last_fetched=bindparam("at"))
)
_AGE_GUIDE = [
    update(table)
    .where(table.c.part_key == bindparam("number"), table.c.color_id == bindparam("color"))
    .values(fetched_at=bindparam("at"))
    for table in (price_quarters, sold_averages)
]
_messages = catalog_refresh_outbox
_TIMES = [_messages.c[f"{what}_at"] for what in ("created", "claimed", "processed", "failed", "retry")]
_AGE_MESSAGES = (
    update(_messages)
    .where(SAME_KEY, DONE, _messages.c.processed_at > bindparam("at"))  # those before are old enough
    .values({time.name: time - bindparam("by") for time in _TIMES})
)
_FORGET = [
    *(
        delete(table).where(table.c.part_key == bindparam("number"))
        for table in (parts, part_color_lists, part_colors, price_quarters, sold_averages)
    ),
    delete(_messages).where(
        DONE,
        or_(
            func.lower(_messages.c.key) == bindparam("number"),
            func.lower(_messages.c.key).startswith(bindparam("number") + "/"),
        ),
    ),
]

log = structlog.get_logger()


class Control:
    """The demo's switches; `faults` are its simulator's, and are left to it; `since` is when it began, ms UTC."""

    def __init__(self, database: Database, policy: Policy, faults: Faults, since: int) -> None:
        self.broken: Breakage | None = None
        self.since = since
        self._database = database
        self._policy = policy
        self._faults = faults
        self._play(*SCRIPT)

    async def age(self, ageing: Ageing) -> None:
        """Make a value old, and what was asked of it too, so that no refresh of a moment ago is in the way."""
        await self._database.write(_age, self._policy, ageing)
        log.info("demo.aged", resource=ageing.resource, key=ageing.key)

    async def forget(self, part_number: str) -> None:
        """As if the part had never been looked up; who keeps some of it keeps them."""
        await self._database.write(_forget, parse_part_number(part_number))
        log.info("demo.forgotten", resource="part", key=part_number)

    async def wait(self) -> None:
        """As in the beginning: 14 parts are old, and each has a LOW message."""
        await self._database.write(_let_wait, self._policy)
        log.info("demo.waiting", parts=len(WAITING))

    def break_bricklink(self, how: Breakage) -> None:
        """From now on each call goes wrong in this way."""
        self.broken = how
        self._play(BREAKAGES[how])
        log.info("demo.broken", how=how)

    async def heal(self) -> None:
        """Only what went wrong from the beginning does so, 3040 twice again; what waits for BrickLink tries it now."""
        self.broken = None
        self._play(*SCRIPT)
        await self._database.write(_try_now)
        log.info("demo.healed")

    def _play(self, *script: Fault) -> None:
        self._faults.clear()
        self._faults.add(*script)


def _age(tx: Tx, policy: Policy, ageing: Ageing) -> None:
    resource, key = ageing.resource, parse_key(ageing.resource, ageing.key)
    if find(tx, policy, resource, key) is NOTHING:
        raise RequestError("not_found", f"There is no {resource} {key} that could be old.")
    age = OLD if ageing.stale_in_ms is None else policy.stale_after[resource] - ageing.stale_in_ms
    _set_fetched(tx, resource, key, tx.now - age)
    tx.run(_AGE_MESSAGES, resource=resource, key=key.lower(), by=age, at=tx.now - age)
    outbox.changed(tx, resource, key)
    tx.touch(keys.data(resource, key))


def _let_wait(tx: Tx, policy: Policy) -> None:
    for number in WAITING:
        _age(tx, policy, Ageing(number))
    queue(tx)


def _set_fetched(tx: Tx, resource: Aged, key: str, at: int) -> None:
    match resource:
        case "part":
            tx.run(_AGE_PART, number=part_key(key), at=at)
            search_index.index(tx, [part_key(key)])
        case "part_colors":
            tx.run(_AGE_COLORS, number=part_key(key), at=at)
        case "price_guide":
            guide = guide_key(key)
            for statement in _AGE_GUIDE:
                tx.run(statement, number=part_key(guide.part_number), color=guide.color_id, at=at)
            tx.touch(keys.PRICE_GUIDES)


def _forget(tx: Tx, part_number: str) -> None:
    key = part_key(part_number)
    for statement in _FORGET:
        tx.run(statement, number=key)
    search_index.index(tx, [key])
    tx.touch(EVERYTHING)  # which colors its guides were of is forgotten with them


def _try_now(tx: Tx) -> None:
    buckets.unblock(tx)
    upstreams.probe_now(tx)
