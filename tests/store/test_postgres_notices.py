"""What processes on one PostgreSQL hear of each other: every commit, whatever happens to their connections."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import asyncpg
import pytest

from freshbrick.store.database import EVERYTHING, Tx
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_clock import BELIEVED, ServerClock
from freshbrick.store.postgres_notices import LONGEST, MOST, statement
from store.holding import Heard, name_of, paint
from support.clock import VirtualClock
from support.postgres import VirtualServerClock


@pytest.fixture
async def two(
    postgres_url: str, clock: VirtualServerClock, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[PostgresDatabase, PostgresDatabase]]:
    poll: int | None = getattr(request, "param", None)
    databases = [PostgresDatabase(postgres_url, clock, Random(n), poll=poll) for n in range(2)]
    for database in databases:
        await database.start()
    yield databases[0], databases[1]
    for database in databases:
        await database.close()


async def test_another_process_hears_the_keys_after_they_are_there_to_be_read(
    two: tuple[PostgresDatabase, PostgresDatabase],
) -> None:
    here, there = two
    heard = Heard(there)
    await here.write(paint, 7, "Blue")
    await asyncio.wait_for(heard.until("color:7"), 10)
    assert await there.read(name_of, 7) == "Blue"
    assert heard.story == [{"color:7"}]


async def test_a_process_hears_its_own_commit_once(two: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    here, there = two
    heard = Heard(here)
    await here.write(paint, 1)
    await there.write(paint, 2)
    await asyncio.wait_for(heard.until("color:2"), 10)
    assert heard.story == [{"color:1"}, {"color:2"}]


async def test_what_was_rolled_back_is_not_heard(two: tuple[PostgresDatabase, PostgresDatabase]) -> None:
    here, there = two
    heard = Heard(there)

    def fails(tx: Tx) -> None:
        paint(tx, 1)
        raise ValueError("no such color")

    with pytest.raises(ValueError, match="no such color"):
        await here.write(fails)
    await here.write(paint, 2)
    await asyncio.wait_for(heard.until("color:2"), 10)
    assert heard.keys == {"color:2"}


async def test_whoever_lost_the_connection_listens_again_and_looks_at_everything(
    two: tuple[PostgresDatabase, PostgresDatabase], postgres_url: str, clock: VirtualServerClock
) -> None:
    here, there = two
    heard = Heard(there)
    stranger = await asyncpg.connect(postgres_url)
    await stranger.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()"
    )
    await stranger.close()
    async with asyncio.timeout(10):
        while EVERYTHING not in heard.keys:
            clock.advance(1_000)
            await asyncio.sleep(0.01)  # it connects to a real server
    await here.write(paint, 7)
    await asyncio.wait_for(heard.until("color:7"), 10)


@pytest.mark.parametrize("two", [500], indirect=True)
async def test_where_notices_do_not_get_through_a_commit_is_seen_at_the_next_look(
    two: tuple[PostgresDatabase, PostgresDatabase], clock: VirtualServerClock
) -> None:
    here, there = two
    heard = Heard(there)
    await here.write(paint, 7)
    async with asyncio.timeout(10):
        while EVERYTHING not in heard.keys:
            clock.advance(500)
            await asyncio.sleep(0.01)
    assert await there.read(name_of, 7) == "Red"


class TestStatements:
    def test_a_commit_that_touched_nothing_says_nothing(self) -> None:
        assert statement("a", 1, []) == ""

    def test_many_keys_go_in_several_notices_each_of_which_postgresql_takes(self) -> None:
        said = statement("a" * 8, 1, [f"price_guide:{n:020}'/11" for n in range(500)])
        notices = said.split("; ")[:-1]
        assert 1 < len(notices) <= MOST
        assert all(len(notice.replace("''", "'").encode()) < LONGEST + 100 for notice in notices)
        assert said.count("''/11") == 500

    def test_more_keys_than_that_are_everything(self) -> None:
        said = statement("a", 1, [f"{n:0100}" for n in range(10_000)])
        assert said.count("NOTIFY") == 1
        assert '["*"]' in said


class _Server:
    """A connection to a server whose clock is where the test says."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.asked = 0

    async def fetchval(self, _query: str, *_args: object) -> int:
        self.asked += 1
        return self.now


class TestClock:
    def of(self, host: VirtualClock) -> ServerClock:
        return ServerClock(host)

    async def test_it_goes_by_the_server_whatever_the_host_says(self) -> None:
        host = VirtualClock(1_000_000)
        clock = self.of(host)
        assert await clock.ask(_Server(50_000)) == 50_000  # type: ignore[arg-type]
        host.step(3_600_000)
        host.advance(20)
        assert clock.now() == 50_020

    async def test_an_answer_is_carried_on_for_a_moment_only(self) -> None:
        host, server = VirtualClock(), _Server(50_000)
        clock = self.of(host)
        await clock.ask(server)  # type: ignore[arg-type]
        await clock.ask(server)  # type: ignore[arg-type]
        assert server.asked == 1
        host.advance(BELIEVED)
        server.now = 60_000
        assert await clock.ask(server) == 60_000  # type: ignore[arg-type]

    async def test_no_transaction_is_earlier_than_one_that_was_heard_of(self) -> None:
        clock = self.of(VirtualClock())
        await clock.ask(_Server(50_000))  # type: ignore[arg-type]
        clock.heard(50_003)
        assert await clock.ask(_Server(50_000)) == 50_003  # type: ignore[arg-type]

    async def test_a_wrong_time_that_was_heard_of_is_not_believed(self) -> None:
        clock = self.of(VirtualClock())
        await clock.ask(_Server(50_000))  # type: ignore[arg-type]
        clock.heard(50_000 + 3_600_000)
        assert clock.now() == 50_000

    async def test_a_server_that_sets_its_clock_back_is_followed(self) -> None:
        host, server = VirtualClock(), _Server(50_000_000)
        clock = self.of(host)
        await clock.ask(server)  # type: ignore[arg-type]
        host.advance(BELIEVED)
        server.now = 40_000_000
        assert await clock.ask(server) == 40_000_000  # type: ignore[arg-type]
