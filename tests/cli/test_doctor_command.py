"""`doctor`: each thing that may be wrong is found, and its remedy named."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from freshbrick.app.doctor import clock, database_file
from freshbrick.settings import env_file
from freshbrick.simulator import Fault, Simulator
from support.bricklink import KEYS, served
from support.shop import Shop

NOBODY = "http://127.0.0.1:9"


class Behind:
    """By how much this machine's clock is behind BrickLink's."""

    ms = 0


@pytest.fixture
def behind() -> Behind:
    return Behind()


@pytest.fixture
def bricklink(behind: Behind) -> Iterator[Simulator]:
    """Keys in the file, and a BrickLink that accepts them."""
    simulator = Simulator(clock=lambda: time.time_ns() // 1_000_000 + behind.ms)
    with served(simulator) as base_url:
        env_file.write(env_file.place(), KEYS | {"FRESHBRICK_BRICKLINK_URL": base_url})
        yield simulator


@pytest.fixture(autouse=True)
def file(tmp_path: Path, database_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", f"sqlite:///{database_file}")
    monkeypatch.setenv("FRESHBRICK_SERVER", NOBODY)
    return database_file


@pytest.fixture
def look(run: Run) -> Any:
    """Run `doctor --json`; its findings as (area, state): what it said and advised."""

    def look(*words: str) -> dict[tuple[str, str], str]:
        code, out, err = run("doctor", "--json", *words)
        told = json.loads(out)
        assert code == (0 if told["well"] else 1), err
        found: dict[tuple[str, str], str] = {}
        for one in told["findings"]:
            key = (one["area"], one["state"])
            found[key] = f"{found.get(key, '')} {one['said']} {one.get('remedy', '')}"
        return found

    return look


def write(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement, values)


def test_a_person_sees_a_table_with_what_to_do(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 1
    assert "There are no keys, so nothing is refreshed." in out
    assert "→ Run `freshbrick setup`." in out
    assert f"None answers at {NOBODY}." in out
    assert "FRESHBRICK_DATABASE_URL" in out
    assert "There are 2 things to do." in out


def test_accepted_keys_cost_one_call_and_are_well(look: Any, bricklink: Simulator, file: Path) -> None:
    found = look()
    assert "accepts the keys" in found["bricklink", "well"]
    assert "4,999 of 5,000" in found["quota", "well"]
    assert "Within 1 s" in found["clock", "well"]
    assert [call.path for call in bricklink.calls.to("*")] == ["/colors"]
    assert "Nobody works. None was ever seen." in found["worker", "todo"]
    write(file, "INSERT INTO workers (worker, seen_at) VALUES ('w', ?)", time.time_ns() // 1_000_000)
    assert "Alive" in look("--offline")["worker", "well"]


def test_offline_asks_nobody(look: Any, bricklink: Simulator) -> None:
    assert "--offline" in look("--offline")["bricklink", "skipped"]
    assert len(bricklink.calls) == 0


def test_refused_keys_are_told_with_the_address_and_no_secret(run: Run, bricklink: Simulator) -> None:
    bricklink.faults.add(Fault(kind="token_refused"))
    code, out, err = run("doctor")
    assert code == 1
    assert "it saw 203.0.113.7" in out
    assert "FRESHBRICK_BRICKLINK_TOKEN_SECRET" in out
    assert not [value for value in KEYS.values() if value.lower() in (out + err).lower()]


@pytest.mark.usefixtures("bricklink")
def test_a_clock_that_is_far_from_bricklinks_is_found(look: Any, behind: Behind) -> None:
    behind.ms = 300_000
    assert "5.0 min behind BrickLink's" in look()["clock", "todo"]


def test_calls_that_were_paid_for_in_the_future_are_found(look: Any, file: Path) -> None:
    at = time.time_ns() // 1_000_000 + 3 * 3_600_000
    write(file, "INSERT INTO bucket_spent VALUES ('bricklink:global', ?, 1, 5)", at)
    assert "3.0 h ahead of now" in look()["clock", "todo"]


def test_a_wall_clock_that_is_set_meanwhile_is_found() -> None:
    assert clock.steadiness((1_000, 0), (3_000, 2_000)).state == "well"
    assert "set by 5 s" in clock.steadiness((1_000, 0), (8_000, 2_000)).said


def test_a_server_that_is_not_freshbrick_is_told_apart(
    look: Any, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRESHBRICK_SERVER", shop.url)
    assert "Something else than Freshbrick answers" in look()["server", "todo"]


def test_a_pause_and_used_up_calls_are_told(look: Any, bricklink: Simulator, file: Path) -> None:
    later = time.time_ns() // 1_000_000 + 60_000
    write(
        file,
        "UPDATE upstreams SET state = 'paused', code = 'credentials', detail = 'Not you.', until = ?",
        later,
    )
    write(file, "UPDATE buckets SET blocked_until = ? WHERE name = 'bricklink:global'", later)
    found = look()
    assert "Refreshes are paused: Not you. It is asked again at" in found["bricklink", "todo"]
    assert "could not be tried: no BrickLink calls are left until" in found["bricklink", "todo"]
    assert "BrickLink takes no more calls until" in found["quota", "todo"]
    assert len(bricklink.calls) == 0


def test_every_mistake_in_the_settings_is_a_finding_and_the_rest_is_skipped(
    look: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write(env_file.place(), {"FRESHBRICK_POTR": "1", "FRESHBRICK_CURRENCY": "USDD"})
    monkeypatch.setenv("FRESHBRICK_STALE_AFTER", "soon")
    found = look()
    for part in (":1: FRESHBRICK_POTR", ":2: FRESHBRICK_CURRENCY", "FRESHBRICK_STALE_AFTER is 'soon'"):
        assert part in found["settings", "todo"]
    assert ("database", "skipped") in found


def test_where_each_setting_comes_from_is_told_without_secrets(run: Run, bricklink: Simulator) -> None:
    origins = {one["name"]: one for one in json.loads(run("doctor", "--json", "--offline").out)["origins"]}
    assert origins["FRESHBRICK_SERVER"] == {
        "name": "FRESHBRICK_SERVER",
        "source": "environment",
        "value": NOBODY,
    }
    assert origins["FRESHBRICK_BRICKLINK_TOKEN_SECRET"]["source"] == "file"
    assert origins["FRESHBRICK_BRICKLINK_TOKEN_SECRET"]["value"] == "(not shown)"
    assert origins["FRESHBRICK_CURRENCY"] == {
        "name": "FRESHBRICK_CURRENCY",
        "source": "default",
        "value": None,
    }


def test_no_database_yet_is_said_and_none_is_made(look: Any, file: Path) -> None:
    file.unlink()
    assert "freshbrick migrate" in look()["database", "todo"]
    assert not file.exists()


def test_an_old_schema_is_said_and_left_alone(look: Any, file: Path) -> None:
    write(file, "UPDATE alembic_version SET version_num = '0000'")
    assert "is at 0000" in look()["database", "todo"]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)


def test_a_file_that_is_no_database_is_said(look: Any, file: Path) -> None:
    file.write_bytes(b"this is no database, however long it is; " * 100)
    assert "cannot be used: file is not a database" in look()["database", "todo"]


def test_damage_is_found(look: Any, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'crons'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * 64)
    found = look()
    assert "damaged" in found["database", "todo"]
    assert ("quota", "skipped") in found


def test_a_database_that_others_may_read_is_found(look: Any, file: Path) -> None:
    file.chmod(0o644)
    assert f"chmod 600 {file}" in look()["database", "todo"]


def test_a_lock_that_is_never_let_go_is_found(look: Any, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "PATIENCE_S", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "database is locked" in look()["database", "todo"]


def test_a_check_that_takes_too_long_is_cut_short(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_file, "PATIENCE_S", -1.0)
    monkeypatch.setattr(database_file, "STEPS", 1)
    with closing(sqlite3.connect(file)) as connection:
        assert database_file._whole(connection).state == "skipped"
