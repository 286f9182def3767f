"""Writes to PostgreSQL: together or alone each has its own outcome, is told before it is answered."""

import asyncio
from collections.abc import AsyncIterator
from random import Random

import asyncpg
import pytest
from sqlalchemy import bindparam, update

from freshbrick.store.database import DatabaseUnavailableError, Tx
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.postgres_writer import begin
from freshbrick.store.tables import colors
from store.holding import Heard, count, name_of, paint
from support.postgres import VirtualServerClock

_RENAME = update(colors).where(colors.c.color_id == bindparam("id")).values(name=bindparam("new"))
_MUST = _RENAME.returning(colors.c.color_id)


_DIES_AT_COMMIT = """
CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER die AFTER INSERT ON colors DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION die()
"""


class OddError(Exception):
    pass


@pytest.fixture
async def postgres_database(postgres_url: str, clock: VirtualServerClock) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(postgres_url, clock, Random(0))
    await database.start()
    yield database
    await database.close()


def fail(tx: Tx, color_id: int, error: BaseException) -> None:
    paint(tx, color_id)
    raise error


def rename(tx: Tx, color_id: int, new: str) -> None:
    tx.must(_MUST, OddError(f"no color {color_id}"), id=color_id, new=new)
    tx.touch(f"color:{color_id}")


async def test_a_hundred_writes_at_once_cost_a_few_commits(postgres_database: PostgresDatabase) -> None:
    before = postgres_database.commits.times.count
    assert await asyncio.gather(*(postgres_database.write(paint, n) for n in range(100))) == list(range(100))
    assert postgres_database.commits.times.count - before <= 4
    assert await postgres_database.read(count) == 100


async def test_one_that_fails_does_not_hurt_its_neighbours_and_is_not_told(
    postgres_database: PostgresDatabase,
) -> None:
    heard = Heard(postgres_database)
    outcomes = await asyncio.gather(
        postgres_database.write(paint, 1),
        postgres_database.write(fail, 2, ValueError("no such color")),
        postgres_database.write(paint, 3),
        postgres_database.write(paint, 3),
        postgres_database.write(paint, 4),
        return_exceptions=True,
    )
    assert [outcomes[0], outcomes[2], outcomes[4]] == [1, 3, 4]
    assert str(outcomes[1]) == "no such color"
    assert isinstance(outcomes[3], asyncpg.UniqueViolationError)
    assert await postgres_database.read(count) == 3
    assert heard.keys == {"color:1", "color:3", "color:4"}


@pytest.mark.parametrize(
    "error", [StopIteration(), asyncio.CancelledError(), GeneratorExit(), ZeroDivisionError()], ids=repr
)
async def test_no_exception_whatever_stops_the_writer(
    postgres_database: PostgresDatabase, error: BaseException
) -> None:
    bad = asyncio.ensure_future(postgres_database.write(fail, 1, error))
    good = asyncio.ensure_future(postgres_database.write(paint, 2))
    done, _ = await asyncio.wait({bad, good}, timeout=10)
    assert done == {bad, good}
    assert good.result() == 2
    assert bad.cancelled() or bad.exception() is not None
    assert await postgres_database.read(name_of, 1) is None


async def test_writes_that_must_change_a_row_share_a_round_trip_and_each_hears_of_its_own(
    postgres_database: PostgresDatabase,
) -> None:
    await asyncio.gather(*(postgres_database.write(paint, n) for n in range(5)))
    outcomes = await asyncio.gather(
        *(postgres_database.write(rename, n, f"new {n}") for n in (0, 1, 77, 3)), return_exceptions=True
    )
    assert [str(outcome) for outcome in outcomes] == ["None", "None", "no color 77", "None"]
    assert await postgres_database.read(name_of, 3) == "new 3"


async def test_whoever_watches_is_told_before_whoever_wrote_is_answered(
    postgres_database: PostgresDatabase,
) -> None:
    heard = Heard(postgres_database)
    seen: list[asyncio.Task[str | None]] = []
    postgres_database.subscribe(
        lambda _: seen.append(asyncio.ensure_future(postgres_database.read(name_of, 1)))
    )
    write = asyncio.ensure_future(postgres_database.write(paint, 1, "Blue"))
    write.add_done_callback(lambda _: heard.story.append("answered"))
    await write
    await asyncio.sleep(0)
    assert heard.story == [{"color:1"}, "answered"]
    assert [await task for task in seen] == ["Blue"], "what was told is there to be read"


async def test_a_write_in_company_does_not_wait_for_the_lock_that_another_of_them_waits_for(
    postgres_database: PostgresDatabase, postgres_url: str
) -> None:
    """One of a batch needs a row that somebody holds: the others are done meanwhile, it is when the row is free."""
    await postgres_database.write(paint, 1)
    stranger = await asyncpg.connect(postgres_url)
    async with stranger.transaction():
        await stranger.execute("UPDATE colors SET name = 'Blue' WHERE color_id = 1")
        others = [asyncio.ensure_future(postgres_database.write(paint, n)) for n in (2, 3)]
        held = asyncio.ensure_future(postgres_database.write(rename, 1, "Green"))
        await asyncio.wait_for(asyncio.gather(*others), 10)
        assert not held.done()
    await held
    await stranger.close()
    assert await postgres_database.read(name_of, 1) == "Green"


async def test_two_that_wait_for_each_other_are_both_done(
    postgres_database: PostgresDatabase, postgres_url: str
) -> None:
    """PostgreSQL breaks a deadlock by an error; whoever gets it begins again."""
    await asyncio.gather(postgres_database.write(paint, 1), postgres_database.write(paint, 2))

    def both(tx: Tx) -> None:
        tx.run(_RENAME, id=2, new="ours")
        tx.run(_RENAME, id=1, new="ours")

    stranger = await asyncpg.connect(postgres_url)
    await stranger.execute("SET deadlock_timeout = '10s'")
    await stranger.execute("BEGIN; UPDATE colors SET name = 'theirs' WHERE color_id = 1")
    ours = asyncio.ensure_future(postgres_database.write(both))
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    while not await stranger.fetchval(waits):  # noqa: ASYNC110 - a lock that is waited for tells nobody
        await asyncio.sleep(0)  # its own question was a round trip
    await stranger.execute("UPDATE colors SET name = 'theirs' WHERE color_id = 2; COMMIT")
    await ours
    await stranger.close()
    assert [await postgres_database.read(name_of, n) for n in (1, 2)] == ["ours", "ours"]


async def test_a_commit_that_nobody_answers_is_told_all_the_same(
    postgres_database: PostgresDatabase, postgres_url: str
) -> None:
    """The session ends while it commits: whoever wrote cannot know, so whoever watches has to look."""
    stranger = await asyncpg.connect(postgres_url)
    await stranger.execute(_DIES_AT_COMMIT)
    try:
        heard = Heard(postgres_database)
        with pytest.raises(DatabaseUnavailableError, match="COMMIT"):
            await postgres_database.write(paint, 1)
    finally:
        await stranger.execute("DROP FUNCTION die CASCADE")
        await stranger.close()
    assert heard.keys == {"color:1"}


async def test_a_server_that_has_gone_is_unavailable_and_one_that_is_back_answers(
    postgres_database: PostgresDatabase, postgres_url: str
) -> None:
    stranger = await asyncpg.connect(postgres_url)
    await stranger.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await stranger.close()
    outcomes = [
        await asyncio.gather(postgres_database.write(paint, n), return_exceptions=True) for n in range(5)
    ]
    told = [outcome for (outcome,) in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(outcome, DatabaseUnavailableError) for outcome in told)
    assert len(told) < 5
    assert await postgres_database.read(count) == 5 - len(told)


async def test_a_mistake_in_an_argument_is_no_outage(postgres_database: PostgresDatabase) -> None:
    for run in (postgres_database.write, postgres_database.read):
        with pytest.raises(asyncpg.DataError, match="integer"):
            await run(name_of, "red")  # type: ignore[arg-type]
    assert await postgres_database.read(count) == 0


def test_every_transaction_has_its_limits() -> None:
    said = begin("ISOLATION LEVEL READ COMMITTED", 50)
    for limit in ("statement_timeout", "lock_timeout = 50", "idle_in_transaction_session_timeout"):
        assert limit in said
