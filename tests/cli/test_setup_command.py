"""`setup` against a BrickLink that accepts the keys, refuses them, or is not there."""

import io
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import Run
from freshbrick.settings import env_file
from freshbrick.simulator import Fault, Quota, Simulator
from support.bricklink import KEYS, served

LINES = "".join(f"  {value}\t\r\n" for value in KEYS.values())


@pytest.fixture
def bricklink() -> Iterator[Simulator]:
    simulator = Simulator()
    with served(simulator) as base_url, pytest.MonkeyPatch.context() as environ:
        environ.setenv("FRESHBRICK_BRICKLINK_URL", base_url)
        yield simulator


@pytest.fixture(autouse=True)
def database(tmp_path: Path, database_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", f"sqlite:///{database_file}")
    monkeypatch.setattr("sys.stdin", io.StringIO(LINES))
    return database_file


def paid(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT coalesce(sum(calls), 0) FROM bucket_spent").fetchone()[0])


def test_accepted_keys_are_written_for_every_command_and_cost_one_call(
    run: Run, bricklink: Simulator, database: Path
) -> None:
    code, out, err = run("setup")
    assert code == 0, err
    assert "BrickLink accepts the keys" in out
    assert "Calls left today: 4,999." in out
    path = env_file.place()
    assert str(path) in out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert env_file.read(path).texts == KEYS
    assert [call.path for call in bricklink.calls.to("*")] == ["/colors"]
    assert paid(database) == 1
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM colors").fetchone()[0] > 10


def test_no_secret_is_printed(run: Run, bricklink: Simulator) -> None:
    bricklink.faults.add(Fault(kind="token_refused"))
    said = "".join(run("setup")[1:])
    assert not [value for value in KEYS.values() if value.lower() in said.lower()]


def test_the_address_that_bricklink_saw_is_told_and_nothing_written(
    run: Run, bricklink: Simulator, database: Path
) -> None:
    bricklink.faults.add(Fault(kind="token_refused"))
    code, out, err = run("setup")
    assert code == 1
    assert "it saw 203.0.113.7" in out
    assert "register_consumer.page" in out
    assert "Nothing is written" in err
    assert not env_file.place().exists()
    assert paid(database) == 1


def test_who_insists_has_refused_keys_written(run: Run, bricklink: Simulator) -> None:
    bricklink.faults.add(Fault(kind="token_refused"))
    assert run("setup", "--insist").code == 0
    assert env_file.read(env_file.place()).texts == KEYS


def test_a_refusal_of_keys_on_trial_does_not_stop_a_server_that_has_others(
    run: Run, bricklink: Simulator, database: Path
) -> None:
    bricklink.faults.add(Fault(kind="token_refused"))
    run("setup")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT state FROM upstreams").fetchone() == ("ok",)


def test_used_up_calls_close_the_bucket_for_everybody(
    run: Run, bricklink: Simulator, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bricklink.quota = Quota(0)
    code, out, _ = run("setup")
    assert code == 1
    assert "no more calls for now" in out
    monkeypatch.setattr("sys.stdin", io.StringIO(LINES))
    assert "no BrickLink calls are left until" in run("setup").out
    assert len(bricklink.calls) == 1
    assert paid(database) == 1


def test_a_bricklink_that_is_away_is_no_refusal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHBRICK_BRICKLINK_URL", "http://127.0.0.1:9/api")
    code, out, _ = run("setup")
    assert code == 1
    assert "No connection to BrickLink" in out
    assert "could not be tried" in out


def test_keys_that_are_there_are_replaced_only_on_demand(
    run: Run, bricklink: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = env_file.place()
    env_file.write(path, dict.fromkeys(KEYS, "old") | {"FRESHBRICK_CURRENCY": "EUR"})
    code, _, err = run("setup")
    assert code == 1
    assert "--replace" in err
    assert len(bricklink.calls) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(LINES))
    assert run("setup", "--replace").code == 0
    assert env_file.read(path).texts == KEYS | {"FRESHBRICK_CURRENCY": "EUR"}


def test_the_environment_that_goes_before_the_file_is_pointed_out(
    run: Run, bricklink: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in KEYS:
        monkeypatch.setenv(name, "of the environment")
    code, _, err = run("setup")
    assert code == 0
    assert err.count("set in the environment, which goes before the file") == 4
    assert len(bricklink.calls) == 1


def test_too_few_lines_are_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("one\n"))
    code, out, err = run("setup")
    assert (code, out) == (2, "")
    assert "Consumer secret is missing. Give four lines" in err


def test_every_command_reads_what_setup_wrote(run: Run, bricklink: Simulator) -> None:
    run("setup")
    env_file.write(env_file.place(), {"FRESHBRICK_PORT": "8765"})
    run("user", "add", "Ada")
    assert run("user", "link", "Ada").out.startswith("http://127.0.0.1:8765/")
