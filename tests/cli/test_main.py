"""The console entry point."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import Run
from freshbrick import __version__
from freshbrick.catalog import actions, answers, batch, outbox_list, progress, search, status
from freshbrick.client import wire
from freshbrick.inventory import lot_list, lots, valuation
from freshbrick.model.lots import Suggestion
from freshbrick.store.migrations import HEAD
from support.postgres import PostgresServer
from support.shop import Shop

HEAVY = ("sqlalchemy", "httpx2", "websockets", "pydantic_settings", "litestar", "freshbrick.app")


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    script = "import sys; from freshbrick.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", script, "--help"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    for command in (
        "demo",
        "serve",
        "worker",
        "simulate",
        "migrate",
        "setup",
        "doctor",
        "schema",
        "part",
        "colors",
        "price",
        "import",
        "outbox",
        "user",
        "token",
    ):
        assert f" {command} " in ran.stdout
    assert not set(HEAVY) & set(ran.stderr.split())


def test_it_runs_as_a_module_too() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "freshbrick", "--version"], capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"freshbrick {__version__}\n"


def test_every_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHBRICK_POTR", "8000")
    monkeypatch.setenv("FRESHBRICK_STALE_AFTER", "soon")
    for command in (("migrate",), ("serve",), ("part", "3001"), ("token", "list")):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert "FRESHBRICK_PORT" in err
        assert "FRESHBRICK_STALE_AFTER" in err


def test_migrating_says_whether_there_was_anything_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert run("migrate").out == "The database is upgraded.\n"
    assert run("migrate").out == "The database is up to date.\n"


def test_a_database_of_a_newer_release_is_refused_in_words(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    database_file: Path,
    postgres: PostgresServer,
    postgres_url: str,
) -> None:
    newer = "UPDATE alembic_version SET version_num = '{}'"
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute(newer.format("9999"))
    postgres.run(newer.format("9999"), database="shared")
    try:
        for url in (f"sqlite:///{database_file}", postgres_url):
            monkeypatch.setenv("FRESHBRICK_DATABASE_URL", url)
            for command in (("migrate",), ("serve", "--port", "0")):
                code, out, err = run(*command)
                assert (code, out) == (1, "")
                assert "of a newer Freshbrick (its schema is at 9999, this one's is" in err
                assert err.count("\n") == 1
    finally:
        postgres.run(newer.format(HEAD), database="shared")


def test_a_database_that_does_not_answer_at_the_start_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", "postgresql://ann:no-log-holds-this@127.0.0.1:9/bricks")
    for command in (("serve", "--port", "0"), ("migrate",)):
        code, _, err = run(*command)
        assert code == 1
        assert err.startswith(
            "The database cannot be used: PostgreSQL at 127.0.0.1:9, database bricks: Connection refused."
        )
        assert "no-log-holds-this" not in err
        assert err.count("\n") == 1


def test_migrating_tells_a_script(run: Run, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", postgres_url)
    told = json.loads(run("migrate", "--json").out)
    assert (told["changed"], told["revision"]) == (False, HEAD)


def test_a_backup_of_a_server_is_left_to_its_own_tool(
    run: Run, monkeypatch: pytest.MonkeyPatch, postgres_url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", postgres_url)
    code, _, err = run("backup", str(tmp_path / "copy.db"))
    assert (code, "pg_dump" in err) == (2, True)


def test_a_catalog_that_is_none_is_one_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    file.write_text("who,knows\n")
    code, _, err = run("simulate", "--port", "0", "--catalog", str(file))
    assert code == 2
    assert "is not Rebrickable's parts.csv" in err
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_one_sentence(run: Run, shop: Shop) -> None:
    port = shop.url.rpartition(":")[2]
    code, _, err = run("simulate", "--port", port)
    assert code == 1
    assert err.startswith("It cannot run here: ")


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (wire.Answer, answers.Answer),
        (wire.Refresh, answers.Refresh),
        (wire.Failure, answers.RefreshError),
        (wire.Asked, actions.Asked),
        (wire.OutboxMessage, outbox_list.OutboxMessage),
        (wire.OutboxList, outbox_list.OutboxList),
        (wire.SearchResult, search.SearchResult),
        (wire.FoundPart, search.PartHit),
        (wire.LotList, lot_list.LotList),
        (wire.LotPage, lot_list.LotList),
        (wire.LotDetail, lots.LotDetail),
        (wire.Suggestion, Suggestion),
        (wire.Totals, valuation.Totals),
        (wire.Batch, batch.BatchResult),
        (wire.Progress, progress.Progress),
        (wire.FailedRefresh, progress.FailedRefresh),
        (wire.Status, status.StatusReport),
        (wire.Quota, status.Quota),
        (wire.Upstream, status.UpstreamHealth),
        (wire.Drain, status.Drain),
        (wire.Inflight, status.Inflight),
        (wire.SettingsInForce, status.SettingsInForce),
    ],
)
def test_the_commands_read_only_what_the_server_writes(read: type, written: type) -> None:
    assert set(read.__struct_encode_fields__) <= set(written.__struct_encode_fields__)  # type: ignore[attr-defined]  # msgspec's own
