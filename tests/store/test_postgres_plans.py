"""On PostgreSQL too the hot statements find their rows by an index: pages read among a million messages and guides."""

import json
from collections.abc import Iterator
from typing import Any, Final

import asyncpg
import pytest
from sqlalchemy import Executable

from freshbrick.store import lots, outbox, progress, pruning, search
from freshbrick.store.postgres import DIALECT
from freshbrick.store.statements import Statements
from store.test_query_plans import SEEKS
from support.postgres import PostgresServer, migrated

pytestmark = pytest.mark.e2e  # it takes half a minute to fill

MESSAGES: Final = 1_000_000
GUIDES: Final = 500_000
PARTS: Final = 60_000
PAGES: Final = 60
"""What a hot statement may look at, whatever there is: 8 KiB each."""

_FILL = (
    f"""
    INSERT INTO catalog_refresh_outbox
      (resource, key, status, priority, next_attempt_at, processed_at, created_at, requested_by, last_fetched,
       lease_token, lease_expires_at)
    SELECT 'part', 'p' || i,
           CASE WHEN i % 50 = 0 THEN 'pending' WHEN i % 250000 = 1 THEN 'inflight'
                WHEN i % 5 = 4 THEN 'failed' ELSE 'succeeded' END,
           1 + i / 50 % 3, i, CASE WHEN i % 50 > 0 AND i % 250000 <> 1 THEN i END, i, 'ann', i,
           CASE WHEN i % 250000 = 1 THEN i::text END, CASE WHEN i % 250000 = 1 THEN i END
    FROM generate_series(1, {MESSAGES}) i
    """,
    f"""
    INSERT INTO price_quarters
      (part_key, color_id, condition, market, part_number, currency, vat, region, statistics, fetched_at, fetched_by,
       details)
    SELECT 'p' || i / 10, i % 10, condition, market, 'p' || i / 10, 'USD', 'without', '', '{{}}', i, i, '[]'
    FROM generate_series(1, {GUIDES}) i,
         (VALUES ('new'), ('used')) c (condition), (VALUES ('stock'), ('sold')) m (market)
    """,
    f"""
    INSERT INTO sold_averages (part_key, color_id, condition, currency, vat, region, piece_average, fetched_at)
    SELECT 'p' || i / 10, i % 10, condition, 'USD', 'without', '', '0.05', i
    FROM generate_series(1, {GUIDES}) i, (VALUES ('new'), ('used')) c (condition)
    """,
    f"""
    INSERT INTO parts (part_key, part_number, name, source, last_fetched)
    SELECT 'p' || i, 'p' || i, 'Brick ' || i, 'bricklink', i FROM generate_series(1, {PARTS}) i
    """,
    f"""
    INSERT INTO part_search (place, rank, facets, number, "natural", others, part_key, last_fetched)
    SELECT i * 100, i * 100, '#5', 'p' || i, 'p' || i, '', 'p' || i, i FROM generate_series(1, {PARTS}) i
    """,
    f"""
    INSERT INTO part_words (rowid, words)
    SELECT i * 100, '/any /k5 brick w' || i % 500 || ' p' || i FROM generate_series(1, {PARTS}) i
    """,
    "INSERT INTO part_color_lists (part_key, last_fetched) SELECT part_key, last_fetched FROM parts",
    "INSERT INTO part_colors (part_key, color_id, quantity) SELECT part_key, c, c FROM parts, generate_series(1, 3) c",
    "INSERT INTO colors (color_id, name, type) SELECT c, 'Color ' || c, 'Solid' FROM generate_series(1, 200) c",
    "INSERT INTO people (name, role, created_at) SELECT 'person ' || i, 'member', 1 FROM generate_series(1, 100) i",
    f"""
    INSERT INTO lots (person_id, part_number, color_id, condition, quantity, created_at, updated_at)
    SELECT 1 + i % 100, 'P' || i % {PARTS}, i % 10, 'new', 1, i, i FROM generate_series(1, 100000) i
    """,
    """
    INSERT INTO bucket_spent (bucket, slot, priority, calls)
    SELECT 'bricklink:global', i * 300000, 1, 5 FROM generate_series(1, 600) i
    """,
    "VACUUM ANALYZE",
)

LATE: Final = MESSAGES - 20
VALUES: Final[dict[str, object]] = {
    "at": LATE, "after": "p59990", "after_key": "p59990", "after_color": 1, "attempts": 0, "before": 0,
    "bucket": "bricklink:global", "code": "refused", "color_id": 3, "condition": "new", "cron": "prune",
    "currency": "USD", "error": "", "expires": LATE, "far": MESSAGES + 1, "fetched_before": MESSAGES, "first": LATE,
    "id": 7, "ids": "[7]", "keep_claims": 0, "key": "p500000", "limit": 10, "longest": MESSAGES + 1, "lot": 7,
    "made": 0,
    "market": "sold", "message_id": 7, "name": "bricklink:global", "new_streak": 0, "now": 100, "others": 3,
    "part_key": "p5000", "person": 7, "priority": 1, "rank": 5000, "region": "", "requested_by": "ann",
    "resource": "part", "retry_at": 0, "since": LATE, "slot": 600 * 300_000, "to": 1, "token": "", "took": 0,
    "up_to": MESSAGES, "vat": "without",
}  # fmt: skip
OF_NUMBERS: Final = {"a page of lots", "what lots are worth"}
"""Statements whose `after` is a lot's id."""
MORE: Final = {
    "what waits, by resource": 7_000,  # all that wait, 6,667 of each priority
    "what is left of a batch": 400,  # the same in the index alone
    "what of a batch goes next": 400,
    "what lots are worth": 6 * lots.FIGURES_AT_ONCE,
    "count of lots": 1_100,  # all of a person's, in the index alone once it was vacuumed
    "a page of lots": 120,
}
"""Statements that read more than a few rows: the pages that this may take."""


@pytest.fixture(scope="module")
def filled(postgres: PostgresServer) -> Iterator[str]:
    """A million messages, half a million price guides; the URL."""
    url = migrated(postgres, "plans")
    postgres.run(*_FILL, database="plans")
    yield url
    postgres.run("DROP DATABASE plans WITH (FORCE)")


class Plan:
    """What PostgreSQL did for a statement that was rolled back: its nodes, and the pages that it looked at."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.nodes = [*_nodes(found["Plan"])]
        self.pages = found["Plan"]["Shared Hit Blocks"] + found["Plan"]["Shared Read Blocks"]

    def scanned(self) -> set[str]:
        """The tables that were read from their beginning to their end."""
        return {node["Relation Name"] for node in self.nodes if node["Node Type"] == "Seq Scan"}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


async def plan(url: str, statement: Executable, **values: object) -> Plan:
    """Run it as the engine would once it has run it often: with one plan for whatever values."""
    sql = Statements(DIALECT).of(statement)
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url)
    try:
        await connection.execute("BEGIN")
        arguments = sql.arguments({**VALUES, **values})
        await connection.fetch(sql.text, *arguments)  # the catalog's own pages are read once a connection
        await connection.execute("ROLLBACK; BEGIN")
        found = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql.text}", *arguments)
    finally:
        await connection.close()
    return Plan(json.loads(found)[0])


BIG: Final = {
    "catalog_refresh_outbox",
    "price_quarters",
    "sold_averages",
    "parts",
    "part_search",
    "part_words",
    "lots",
}


@pytest.mark.parametrize("name", SEEKS)
async def test_a_hot_statement_looks_at_a_few_pages(filled: str, name: str) -> None:
    statement, _ = SEEKS[name]
    found = await plan(filled, statement, **({"after": 7} if name in OF_NUMBERS else {}))
    assert not found.scanned() & BIG
    assert found.pages <= MORE.get(name, PAGES)


@pytest.mark.parametrize("status", [None, "pending", "inflight", "succeeded", "failed"])
async def test_a_page_of_the_activity_list_ends_with_its_last_row(filled: str, status: Any) -> None:
    for statement in (outbox._NEWEST[status], outbox._NEWEST_OF_KEY[status]):
        found = await plan(filled, statement, limit=100)
        assert not found.scanned()
        assert found.pages <= 600


async def test_an_ask_for_a_key_that_is_live_already_looks_at_a_few_pages(filled: str) -> None:
    found = await plan(filled, outbox._INSERT, key="P500000", last_fetched=None)
    assert found.pages <= PAGES


async def test_the_inflight_are_found_among_the_inflight(filled: str) -> None:
    for statement in (outbox._INFLIGHT, outbox._INFLIGHT_BY_PRIORITY, progress._COUNT_INFLIGHT):
        found = await plan(filled, statement)
        assert not found.scanned()
        assert found.pages <= PAGES


async def test_pruning_walks_the_oldest_finished_messages(filled: str) -> None:
    found = await plan(
        filled, pruning._PRUNE, succeeded_before=MESSAGES // 2, failed_before=MESSAGES // 4, now=MESSAGES
    )
    assert not found.scanned()
    assert found.pages <= 40 * pruning.CHUNK


async def test_a_page_of_a_rare_word_reads_what_it_shows(filled: str) -> None:
    asked = {"number": "~", "behind_number": "~", "as_other": "~", "move": 0, "place": -1, "limit": 20}
    found = await plan(filled, search._PLAIN.worded, match="('w7')", **asked)
    assert not found.scanned() & BIG
    assert found.pages <= 20 * PAGES
