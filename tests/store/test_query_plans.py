"""The statements that run at every read, claim and ask find their rows by an index, however many rows there are."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Executable

from freshbrick.model.outbox import State
from freshbrick.store import (
    buckets,
    crons,
    leases,
    lots,
    outbox,
    part_colors,
    parts,
    price_guides,
    progress,
    pruning,
    reference,
    search,
    search_index,
    upstreams,
)
from freshbrick.store.migrations.sqlite import migrate
from freshbrick.store.sqlite import DIALECT
from freshbrick.store.statements import Statements

ROWS = 20_000

_FILL = """
INSERT INTO catalog_refresh_outbox (resource, key, status, priority, next_attempt_at, processed_at, created_at)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
SELECT 'part', 'p' || i, CASE WHEN i % 5 < 2 THEN 'succeeded' WHEN i % 5 < 4 THEN 'failed' ELSE 'pending' END,
       1 + i % 3, i, CASE WHEN i % 5 < 4 THEN i END, i FROM n
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Twenty thousand messages, and no statistics about them."""
    path: Path = tmp_path_factory.mktemp("plans") / "filled.db"
    migrate(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(_FILL, [ROWS])
        db.commit()
        yield db


def plan(db: sqlite3.Connection, statement: Executable) -> str:
    """How SQLite will run the statement, in one line."""
    sql = Statements(DIALECT).of(statement).text
    params = dict.fromkeys(re.findall(r":(\w+)", sql))
    return " / ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", params))


BY_KEY = r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_key \(resource=\? AND <expr>=\?\)"
BY_ID = r"SEARCH catalog_refresh_outbox USING INTEGER PRIMARY KEY \(rowid=\?\)"
DUE = (
    r"SEARCH catalog_refresh_outbox USING (COVERING )?INDEX ix_outbox_pending"
    r" \(priority=\? AND next_attempt_at[<>]\?\)"
)
LEASED = r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_lease \(lease_expires_at[<>]\?\)"

ASKED = (
    r" / SCALAR SUBQUERY 1 / SEARCH catalog_refresh_outbox USING (COVERING )?INDEX ix_outbox_key"
    r" \(resource=\? AND <expr>=\?\)"
)
OWN_LOTS = r"SEARCH lots USING INDEX ix_lots_person_id_id \(person_id=\?"

SEEKS: dict[str, tuple[Executable, str]] = {
    "claim": (leases._DUE, DUE),
    "claim what a wrong clock put off": (leases._DUE_BY_A_WRONG_CLOCK, DUE),
    "next due time": (leases._NEXT_DUE, DUE),
    "expired leases": (leases._EXPIRED, LEASED),
    "leases of a wrong clock": (leases._LEASED_BY_A_WRONG_CLOCK, LEASED),
    "seats taken": (leases._LEASED, LEASED),
    "make inflight": (
        leases._CLAIM,
        BY_ID + r" / LIST SUBQUERY \d+ / SCAN json_each VIRTUAL TABLE INDEX \S+( / .*)?",
    ),
    "renew": (leases._RENEW, BY_ID),
    "progress": (leases._PROGRESS, BY_ID),
    "succeed": (leases._SUCCEED, BY_ID),
    "fail": (leases._FAIL, BY_ID),
    "release": (leases._RELEASE, BY_ID),
    "note an error": (leases._NOTE_ERROR, BY_ID),
    "count a failure": (leases._COUNT, BY_ID),
    "give up": (leases._GIVE_UP, BY_ID),
    "history of a key": (outbox._NEWEST_TWO, BY_KEY),
    "live message of a key": (
        outbox._LIVE,
        r"SEARCH catalog_refresh_outbox USING INDEX uq_outbox_live \(resource=\? AND <expr>=\?\)",
    ),
    "one message": (outbox._BY_ID, BY_ID),
    "raise": (outbox._RAISE, BY_ID),
    "discard": (outbox._DELETE_UNLESS_INFLIGHT, BY_ID),
    "unknown keys a person asked for": (
        outbox._ASKED,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_asked \(requested_by=\? AND created_at>\?\)",
    ),
    "what waits, by resource": (
        outbox._PENDING_BY_RESOURCE,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_pending \(priority=\?\).*",
    ),
    "ended lately": (
        outbox._COUNT_DONE,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_done \(processed_at>\?\)",
    ),
    "what is left of a batch": (
        progress._COUNT_PENDING,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_pending \(priority=\?\)",
    ),
    "what of a batch goes next": (
        progress._NEXT,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_pending \(priority=\?\)",
    ),
    "what of a batch failed": (
        progress._COUNT_FAILED,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_done \(processed_at>\?\)",
    ),
    "the last of a batch that failed": (
        progress._LAST_FAILED,
        r"SEARCH catalog_refresh_outbox USING INDEX ix_outbox_done \(processed_at>\?\)",
    ),
    "part": (
        parts._FIND,
        r"SEARCH parts USING INDEX sqlite_autoindex_parts_1 \(part_key=\?\) / SEARCH categories [^/]*"
        + ASKED,
    ),
    "stale parts": (
        parts._STALE,
        r"SEARCH parts USING INDEX sqlite_autoindex_parts_1 \(part_key>\?\)",
    ),
    "color list": (
        part_colors._LIST,
        r"SEARCH part_color_lists USING INDEX [^/]* \(part_key=\?\)" + ASKED,
    ),
    "colors of a part": (
        part_colors._COLORS,
        r"SEARCH part_colors USING INDEX .* \(part_key=\?\) / SEARCH colors .* / USE TEMP B-TREE FOR ORDER BY",
    ),
    "price guide": (
        price_guides._QUARTERS,
        r"SEARCH price_quarters USING INDEX .* \(part_key=\? AND color_id=\?\)",
    ),
    "quarters of a message": (
        price_guides._SAVED_BY,
        r"SEARCH price_quarters USING INDEX .* \(part_key=\? AND color_id=\?\)",
    ),
    "rows behind a quarter": (
        price_guides._DETAILS,
        r"SEARCH price_quarters USING INDEX .* \(part_key=\? AND color_id=\? AND condition=\? AND market=\?\)",
    ),
    "stale guides": (
        price_guides._STALE,
        r"SEARCH price_quarters USING INDEX .* \(\(part_key,color_id\)>\(\?,\?\)\)",
    ),
    "a lot": (lots._HELD, r"SEARCH lots USING INTEGER PRIMARY KEY \(rowid=\?\)"),
    "a page of lots": (
        lots._PAGE,
        rf"{OWN_LOTS} AND id>\?\) / SEARCH parts .* / SEARCH colors .* / SEARCH sold_averages USING PRIMARY KEY .*",
    ),
    "what lots are worth": (
        lots._FIGURES,
        rf"{OWN_LOTS} AND id>\?\) / SEARCH sold_averages USING PRIMARY KEY .*",
    ),
    "count of lots": (lots._COUNT, r"SEARCH lots USING COVERING INDEX .* \(person_id=\?\)"),
    "part to index": (
        search_index._PART,
        r"SEARCH parts USING INDEX .* \(part_key=\?\) .* SEARCH part_colors USING COVERING INDEX .* \(part_key=\?\)",
    ),
    "part in the index": (
        search_index._INDEXED,
        r"SEARCH part_search USING INDEX uq_part_search_part_key \(part_key=\?\)",
    ),
    "free place": (
        search_index._NEXT_FREE,
        r"SEARCH part_search USING INTEGER PRIMARY KEY \(rowid>\?\) .* SEARCH next USING INTEGER PRIMARY KEY .*",
    ),
    "reference list": (reference._FETCHED, r"SEARCH reference_lists USING INDEX .* \(resource=\?\)"),
    "bucket": (buckets._LOCK, r"SEARCH buckets USING INDEX .* \(name=\?\)"),
    "calls spent": (buckets._SPENT, r"SEARCH bucket_spent USING INDEX .* \(bucket=\? AND slot>\?\)"),
    "what a look at the bucket reads": (
        buckets._STANDING,
        (
            r"SEARCH \w+ USING INDEX [^/]* / SEARCH \w+ USING INDEX [^/]*"
            r" / SCALAR SUBQUERY 1 / SEARCH bucket_spent [^/]* \(bucket=\? AND slot>\?\)"
        ),
    ),
    "slots ahead": (buckets._AHEAD, r"SEARCH bucket_spent USING INDEX .* \(bucket=\? AND slot>\?\).*"),
    "ledger": (buckets._LEDGER, r"SEARCH bucket_spent USING INDEX .* \(bucket=\? AND slot>\?\)"),
    "forget": (buckets._FORGET, r"SEARCH bucket_spent USING (COVERING )?INDEX .* \(bucket=\? AND slot<\?\)"),
    "pause": (upstreams._READ, r"SEARCH upstreams USING INDEX .* \(name=\?\)"),
    "cron": (crons._ONE, r"SEARCH crons USING INDEX .* \(name=\?\)"),
}


@pytest.mark.parametrize(("statement", "expected"), SEEKS.values(), ids=SEEKS)
def test_a_hot_statement_seeks_its_rows(
    filled: sqlite3.Connection, statement: Executable, expected: str
) -> None:
    assert re.fullmatch(expected, plan(filled, statement))


@pytest.mark.parametrize("status", [None, "pending", "succeeded"])
def test_a_page_of_the_activity_list_is_read_in_its_order_and_ends_with_its_last_row(
    filled: sqlite3.Connection, status: State | None
) -> None:
    assert plan(filled, outbox._NEWEST[status]) == "SCAN catalog_refresh_outbox"


@pytest.mark.parametrize("status", [None, "pending", "inflight", "succeeded", "failed"])
def test_the_messages_of_a_key_are_sought_by_it(filled: sqlite3.Connection, status: State | None) -> None:
    assert re.fullmatch(
        r"SEARCH catalog_refresh_outbox USING INDEX \w+ \(resource=\? AND <expr>=\?\)( / USE TEMP .*)?",
        plan(filled, outbox._NEWEST_OF_KEY[status]),
    )


def test_a_page_of_what_failed_or_is_under_way_reads_nothing_else(filled: sqlite3.Connection) -> None:
    assert (
        plan(filled, outbox._NEWEST["failed"]) == "SCAN catalog_refresh_outbox USING INDEX ix_outbox_failed"
    )
    assert plan(filled, outbox._NEWEST["inflight"]).startswith(
        "SCAN catalog_refresh_outbox USING INDEX ix_outbox_lease"
    )


def test_pruning_walks_the_oldest_finished_messages_and_seeks_what_came_after_them(
    filled: sqlite3.Connection,
) -> None:
    how = plan(filled, pruning._PRUNE)
    assert "SEARCH catalog_refresh_outbox USING INTEGER PRIMARY KEY" in how
    assert "SEARCH catalog_refresh_outbox USING INDEX ix_outbox_done (processed_at<?)" in how
    assert "SEARCH later USING INDEX ix_outbox_key (resource=? AND <expr>=? AND id>?)" in how
    assert "SCAN" not in how


def test_the_oldest_waiting_is_found_among_the_waiting(filled: sqlite3.Connection) -> None:
    assert re.fullmatch(
        r"SCAN catalog_refresh_outbox USING INDEX ix_outbox_pending", plan(filled, outbox._COUNT_PENDING)
    )


def test_a_scrape_counts_what_is_live_among_the_live_and_seeks_the_oldest(filled: sqlite3.Connection) -> None:
    seek = "SEARCH catalog_refresh_outbox USING INTEGER PRIMARY KEY (rowid=?)"
    for statement, index in (
        (outbox._PENDING_BY_PRIORITY, "ix_outbox_pending"),
        (outbox._INFLIGHT_BY_PRIORITY, "ix_outbox_lease"),
    ):
        how = plan(filled, statement)
        assert f"SCAN catalog_refresh_outbox USING INDEX {index}" in how
        assert how.endswith(seek)


def test_inflight_messages_are_found_among_the_inflight(filled: sqlite3.Connection) -> None:
    for statement in (outbox._INFLIGHT, progress._COUNT_INFLIGHT):
        assert plan(filled, statement).startswith("SCAN catalog_refresh_outbox USING INDEX ix_outbox_lease")


def test_what_people_keep_is_walked_in_the_order_of_its_index(filled: sqlite3.Connection) -> None:
    how = plan(filled, lots._KEPT)
    assert re.search(r"(SEARCH|SCAN) lots USING INDEX ix_lots_kept", how)
    assert "GROUP BY" not in how
    assert "SEARCH price_quarters USING INDEX" in how


def test_parts_are_counted_from_an_index_alone(filled: sqlite3.Connection) -> None:
    assert plan(filled, parts._COUNTS) == "SCAN parts USING COVERING INDEX ix_parts_last_fetched"


WORDS = r"SCAN part_words VIRTUAL TABLE INDEX \d+:\S*M1\S*"
PLACES = "SEARCH part_search USING INTEGER PRIMARY KEY (rowid=?)"
REFRESHING = "SCAN catalog_refresh_outbox USING INDEX uq_outbox_live / SEARCH part_search USING INDEX"


def test_a_search_counts_what_its_words_find_and_seeks_the_rest(filled: sqlite3.Connection) -> None:
    how = plan(filled, search._PLAIN.tally)
    assert re.match(WORDS, how)
    assert PLACES in how
    assert REFRESHING in how
    assert "B-TREE" not in how


def test_a_page_of_words_is_read_in_its_order_and_ends_with_its_last_row(filled: sqlite3.Connection) -> None:
    how = plan(filled, search._PLAIN.worded)
    found, _, shown = how.partition("SCAN page")
    assert re.search(WORDS, found)
    assert PLACES in found
    assert "B-TREE" not in found
    assert "SEARCH parts USING INDEX" in shown
    assert re.search(r"SEARCH catalog_refresh_outbox USING INDEX \w+ \(resource=\? AND <expr>=\?\)", shown)


def test_all_parts_are_counted_by_one_walk_of_their_table(filled: sqlite3.Connection) -> None:
    assert plan(filled, search._PLAIN.tally_of_all).startswith("SCAN part_search / LIST SUBQUERY")


def steps(db: sqlite3.Connection, statement: Executable, **params: object) -> int:
    """How many steps of its machine SQLite takes for a statement that finds nothing."""
    sql, _, own = Statements(DIALECT).of(statement)
    every = dict.fromkeys(re.findall(r":(\w+)", sql)) | dict(own) | params
    taken: list[None] = []
    db.set_progress_handler(lambda: taken.append(None), 1)
    answer = db.execute(sql, every).fetchone()
    db.set_progress_handler(None, 0)
    assert answer is None
    return len(taken)


def test_an_ask_for_a_key_that_is_live_already_does_not_scan(filled: sqlite3.Connection) -> None:
    """SQLite finds the conflict by the unique index itself: counted in steps, among 20,000 rows."""
    assert steps(filled, outbox._INSERT, resource="part", key="P4", priority=1, now=1) < 200


def test_a_move_looks_at_no_more_than_the_oldest_moves(filled: sqlite3.Connection) -> None:
    filled.execute(
        "INSERT INTO part_moves (place, moved_at)"
        " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, i FROM n",
        [ROWS],
    )
    assert steps(filled, search_index._LEFT, since=0, now=ROWS) < 200
