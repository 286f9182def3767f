"""Commands where no server is named: they work on the database themselves."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import Run
from freshbrick import Client
from freshbrick.app.clock import SystemClock
from freshbrick.app.commands import keys_of_simulator
from freshbrick.app.direct import direct
from freshbrick.cli.options import settings


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch, database_file: Path) -> None:
    for name in ("SERVER", "TOKEN"):
        monkeypatch.delenv(f"FRESHBRICK_{name}", raising=False)
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", f"sqlite:///{database_file}")


def rows(database_file: Path, table: str) -> int:
    with closing(sqlite3.connect(database_file)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_what_is_in_the_database_is_answered_and_where_it_was_read_is_said_beside_it(
    run: Run, database_file: Path
) -> None:
    code, out, err = run("part", "3001", "--json", "--no-refresh")
    assert code == 1
    assert json.loads(out)["status"] == "missing"
    assert err == f"No server is named: working on {database_file} directly.\n"


def test_nothing_that_lets_anybody_in_is_left_behind(run: Run, database_file: Path) -> None:
    assert run("outbox", "list").code == 0
    assert [rows(database_file, table) for table in ("tokens", "sessions", "sign_in_links", "workers")] == [
        0
    ] * 4
    assert rows(database_file, "people") == 1, "the owner whom any first start makes"


async def test_the_work_of_a_worker_that_went_away_is_taken_over(
    database_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("freshbrick.app.direct.LOOK", 20)
    for name, value in {**keys_of_simulator(), "BRICKLINK_URL": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(f"FRESHBRICK_{name}", value)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as db:
        db.execute("INSERT INTO workers VALUES ('another', ?)", [SystemClock().now()])
        async with direct(settings()) as here, Client(here.url, here.secret.reveal()) as client:
            watch = client.watch_part("3001")
            seen = [await anext(watch), await anext(watch)]
            assert [answer.refresh and answer.refresh.state for answer in seen] == [None, "pending"]
            db.execute("DELETE FROM workers")
            async with asyncio.timeout(20):
                while seen[-1].error is None:
                    seen.append(await anext(watch))
        assert seen[-1].error.code == "unreachable"
    assert rows(database_file, "workers") == 0


def test_a_command_that_only_owners_may_give_is_allowed(run: Run) -> None:
    code, _, err = run("outbox", "discard", "7")
    assert code == 1
    assert err.endswith("There is no message 7 in the outbox.\n")


def test_a_database_that_is_none_is_one_sentence(run: Run, database_file: Path) -> None:
    database_file.write_text("no database")
    code, _, err = run("part", "3001")
    assert code == 1
    assert err.startswith("The database cannot be used: ")
    assert "Traceback" not in err


def test_a_token_alone_names_the_server_of_this_machine(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHBRICK_PORT", "9")
    code, _, err = run("part", "3001", "--token", "fbk_x")
    assert code == 3
    assert err.startswith("No server answers at http://127.0.0.1:9.")
