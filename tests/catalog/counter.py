"""Where people ask, and where the test plays BrickLink and the worker."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from freshbrick.catalog.actions import Ask, Asked, enqueue_refresh
from freshbrick.catalog.answers import Answer, answer
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.reading import Reading
from freshbrick.model.clock import DAY, MINUTE
from freshbrick.model.outbox import Fail, Failure, FailureKind, Priority, RefreshCode, Resource
from freshbrick.model.parts import KnownColor, Part
from freshbrick.model.prices import QUARTERS, MarketReport, PriceTerms, Quarter, StockMarket
from freshbrick.store import buckets, leases, outbox, part_colors, parts, price_guides, upstreams
from freshbrick.store.database import Tx
from freshbrick.store.leases import Lease, Work
from freshbrick.store.outbox import Message
from freshbrick.store.sqlite import SqliteDatabase
from store.holding import Heard
from support.clock import VirtualClock

LEASE = MINUTE
BRICK = Part(
    part_number="3001",
    name="Brick 2 x 4",
    category_id=5,
    category_name=None,
    alternate_numbers=(),
    year_released=1978,
    weight=Decimal("2.32"),
    size=None,
    description=None,
    image_url=None,
    thumbnail_url=None,
    is_obsolete=False,
    source="bricklink",
)


class Counter:
    """One catalog under one policy, which a test may change."""

    def __init__(self, database: SqliteDatabase, clock: VirtualClock) -> None:
        self.database = database
        self.clock = clock
        self.policy = Policy()
        self.heard = Heard(database)

    def under(self, **changes: Any) -> None:
        """Go on under other settings."""
        self.policy = replace(self.policy, **changes)

    async def ask(self, resource: Resource = "part", key: str = "3001", **how: Any) -> Asked:
        ask = Ask(resource, key, how.pop("requested_by", "ann"), **how)
        return await self.database.write(enqueue_refresh, self.policy, ask)

    async def reading(self, resource: Resource = "part", key: str = "3001") -> Reading:
        return await self.database.read(answer, self.policy, resource, key)

    async def answer(self, resource: Resource = "part", key: str = "3001") -> Answer[Any]:
        value = (await self.reading(resource, key)).value
        assert isinstance(value, Answer)
        return value

    async def depended(self, query: Callable[..., object], *args: object) -> set[str]:
        """The keys whose changes make whoever watches this look again."""

        def look(tx: Tx) -> set[str]:
            query(tx, self.policy, *args)
            return tx.depended

        return await self.database.read(look)

    async def message(self, message_id: int | None) -> Message:
        found = await self.database.read(outbox.get, message_id or 0)
        assert found is not None
        return found

    async def save_part(self, part: Part = BRICK, *, fetched: bool = True) -> None:
        now = self.clock.now()
        await self.database.write(lambda tx: parts.save(tx, part, last_fetched=now if fetched else None))

    async def take(self, message_id: int | None) -> Lease:
        found = await self.message(message_id)
        token = f"token-{found.id}-{found.claims}"
        (lease,) = await self.database.write(leases.claim, [found], token, LEASE)
        return lease

    async def succeed(self, message_id: int | None) -> None:
        """The worker fetched the part, or the colors."""

        def end(tx: Tx) -> None:
            if lease.resource == "part":
                parts.save(tx, BRICK, last_fetched=tx.now)
            elif lease.resource == "part_colors":
                part_colors.save(tx, lease.key, [KnownColor(11, 40)], last_fetched=tx.now)
            leases.succeed(tx, lease, Work(1, 800))

        lease = await self.take(message_id)
        await self.database.write(end)

    async def fail(
        self, message_id: int | None, code: RefreshCode = "not_found", lasts: int = 7 * DAY
    ) -> None:
        await self.refuse(await self.take(message_id), code, lasts)

    async def refuse(self, lease: Lease, code: RefreshCode = "not_found", lasts: int = 7 * DAY) -> None:
        """The end of a message that a worker has."""
        fate, failure = Fail(code, self.clock.now() + lasts), failure_of(code)
        await self.database.write(lambda tx: leases.fail(tx, lease, Work(1, 800), fate, failure, streak=1))

    async def put_back(self, message_id: int | None, wait: int, code: RefreshCode = "unreachable") -> None:
        """A temporary failure."""
        lease = await self.take(message_id)
        at, failure = self.clock.now() + wait, failure_of(code)
        await self.database.write(
            lambda tx: leases.release(tx, lease, Work(1, 20_000), at, failure=failure, attempts=1)
        )

    async def save_quarters(
        self,
        *quarters: Quarter,
        terms: PriceTerms | None = None,
        message_id: int | None = None,
        key: tuple[str, int] = ("3001", 11),
    ) -> None:
        report = MarketReport(self.clock.now(), market(self.clock.now()), ())

        def save(tx: Tx) -> None:
            for quarter in quarters or QUARTERS:
                price_guides.save(tx, *key, quarter, report, terms or self.policy.terms, message_id)

        await self.database.write(save)

    async def pay(self, calls: int, priority: Priority = Priority.HIGH) -> None:
        denied = await self.database.write(buckets.pay, self.policy.allowance, priority, calls)
        assert denied is None

    async def pause(self, cause: int | None = None) -> None:
        failure = failure_of("credentials", "ours")
        await self.database.write(lambda tx: upstreams.pause(tx, failure, cause=cause))


def failure_of(code: RefreshCode, kind: FailureKind = "temporary") -> Failure:
    return Failure(kind, code, f"It is {code}.")


def market(now: int) -> StockMarket:
    price = Decimal("0.0525")
    return StockMarket(
        lots=3,
        pieces=900,
        min=price,
        average=price,
        piece_average=price,
        median=price,
        max=price,
        fetched_at=now,
        steps=(),
    )
