"""The console entry point."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Run
from freshbrick import __version__
from freshbrick.catalog import actions, answers, batch, outbox_list, progress, search, status
from freshbrick.client import wire
from freshbrick.inventory import lot_list, lots, valuation
from freshbrick.model.lots import Suggestion
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
