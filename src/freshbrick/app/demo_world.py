"""What the demo begins with: a shop some weeks old, in which each step of the flow can be seen."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from random import Random

import httpx2
from sqlalchemy import bindparam, insert

from freshbrick.accounts.people import add_person, ensure_owner
from freshbrick.bricklink.catalog_client import CatalogClient
from freshbrick.bricklink.oauth import Signer
from freshbrick.catalog.policy import MONTH, Policy
from freshbrick.inventory.lots import add_lot
from freshbrick.model.clock import DAY, HOUR, MINUTE, Clock
from freshbrick.model.lots import NewLot
from freshbrick.model.outbox import Priority
from freshbrick.model.parts import Part
from freshbrick.simulator import Simulator, World
from freshbrick.store import outbox, part_colors, parts, price_guides, reference
from freshbrick.store.buckets import GLOBAL
from freshbrick.store.database import Database, Tx
from freshbrick.store.tables import bucket_spent

ABSENT = "3024"
"""Not in the catalog when the demo begins, so that it can be looked up."""

TURNS_STALE = "3020"

AGES = {"3001": 41 * DAY, "3040": 35 * DAY, TURNS_STALE: MONTH - MINUTE}
"""How long ago these were fetched: the first two are stale, 3020 will be in a minute. The rest is up to 29 days old."""

WAITING = (
    "3002",
    "3006",
    "3007",
    "3008",
    "3009",
    "3010",
    "3021",
    "3022",
    "3023",
    "3031",
    "3032",
    "3034",
    "3035",
    "3039",
)
"""Stale parts for which LOW messages wait for the drain."""

SPENT_TODAY = {Priority.HIGH: 301, Priority.NORMAL: 208, Priority.LOW: 280}
LOTS = (
    NewLot(part_number="3003", color_id=11, condition="new", quantity=40, price="0.0550"),
    NewLot(part_number="3004", color_id=5, condition="used", quantity=120, price="0.0310"),
    NewLot(part_number="3005", color_id=1, condition="new", quantity=25, price="0.0480"),
)

_SPEND = insert(bucket_spent).values(
    bucket=GLOBAL, slot=bindparam("slot"), priority=bindparam("priority"), calls=bindparam("calls")
)


async def fill(database: Database, clock: Clock, policy: Policy, signer: Signer, world: World) -> None:
    """Fill an empty database from the world, asked through the real client but without a network or a wait."""
    transport = httpx2.ASGITransport(app=Simulator(world, clock=clock.now))
    async with httpx2.AsyncClient(transport=transport) as http:
        client = CatalogClient(http, "http://127.0.0.1/api/store/v1", signer, policy.terms)
        shop = _Shop(database, client, clock, policy)
        await shop.fill(number for number in world.part_numbers() if number != ABSENT)
    await database.write(_people_and_lots, policy)
    await database.write(_spend_a_day, policy)
    await database.write(queue)


class _Shop:
    """Asks BrickLink for what the demo's owner would have looked at in the last weeks."""

    def __init__(self, database: Database, client: CatalogClient, clock: Clock, policy: Policy) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._policy = policy

    async def fill(self, numbers: Iterable[str]) -> None:
        await self._database.write(
            reference.save_colors, await self._client.get_refreshed_colors(self._permit)
        )
        categories = await self._client.get_refreshed_categories(self._permit)
        await self._database.write(reference.save_categories, categories)
        found = [await self._client.get_refreshed_part(number, self._permit) for number in numbers]
        await self._database.write(self._save_parts, found)
        known = await self._client.get_refreshed_part_colors("3001", self._permit)
        await self._database.write(part_colors.save, "3001", known, last_fetched=self._clock.now() - 2 * DAY)
        for lot in LOTS:
            await self._fill_guide(lot.part_number, lot.color_id)

    async def _fill_guide(self, number: str, color_id: int) -> None:
        async for quarter, report in self._client.get_refreshed_price_guide(number, color_id, self._permit):
            terms = self._policy.terms
            await self._database.write(price_guides.save, number, color_id, quarter, report, terms, None)

    @asynccontextmanager
    async def _permit(self) -> AsyncIterator[int]:
        """Nothing is counted: these calls were made in the weeks before."""
        yield self._clock.now()

    @staticmethod
    def _save_parts(tx: Tx, found: Iterable[Part]) -> None:
        dice = Random(1)
        waiting = dict.fromkeys(WAITING, MONTH + 2 * DAY)
        for part in found:
            age = {**waiting, **AGES}.get(part.part_number, dice.randrange(2 * HOUR, 28 * DAY))
            parts.save(tx, part, last_fetched=tx.now - age)


def _people_and_lots(tx: Tx, policy: Policy) -> None:
    owner = ensure_owner(tx)
    add_person(tx, "Ben")
    for lot in LOTS:
        add_lot(tx, policy.terms, owner.id, lot)


def _spend_a_day(tx: Tx, policy: Policy) -> None:
    """Calls over the last day: most in the evening, none at this very moment."""
    dice = Random(2)
    spent: Counter[tuple[int, Priority]] = Counter()
    for priority, calls in SPENT_TODAY.items():
        for _ in range(calls):
            at = tx.now - round(dice.triangular(5 * MINUTE, 23 * HOUR, 4 * HOUR))
            spent[policy.allowance.slot_of(at), priority] += 1
    tx.run_many(_SPEND, [{"slot": s, "priority": p, "calls": calls} for (s, p), calls in spent.items()])


def queue(tx: Tx) -> None:
    """Let stale parts wait for the drain."""
    for number in WAITING:
        outbox.enqueue(tx, "part", number, Priority.LOW, requested_by="sweep")
