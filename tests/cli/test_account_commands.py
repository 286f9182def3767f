"""`user` and `token`, on a database file of their own."""

import io
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from cli.conftest import Run


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "freshbrick.db"
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", f"sqlite:///{path}")
    return path


def kept(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


def test_the_last_line_of_a_new_token_is_the_token_that_the_server_knows(file: Path, run: Run) -> None:
    code, out, err = run("token", "create", "laptop")
    token = out.splitlines()[-1]
    assert code == 0
    assert token.startswith("fbk_")
    assert token not in err
    assert kept(file, "SELECT hash FROM tokens") == [(sha256(token.encode()).hexdigest(),)]


def test_a_token_belongs_to_the_person_it_is_made_for_and_can_be_revoked(run: Run) -> None:
    run("user", "add", "Ada")
    run("token", "create", "laptop", "--person", "ada")
    assert run("token", "list").out.splitlines()[1].split()[:2] == ["laptop", "Ada"]
    assert run("token", "revoke", "laptop").code == 0
    assert run("token", "list").out == "None yet.\n"


def test_a_name_that_two_people_gave_their_tokens_is_not_guessed(run: Run) -> None:
    run("user", "add", "Ada")
    run("token", "create", "laptop")
    run("token", "create", "laptop", "--person", "Ada")
    code, _, err = run("token", "revoke", "laptop")
    assert code == 1
    assert "owner, Ada" in err
    assert run("token", "revoke", "laptop", "--person", "Ada").code == 0
    assert run("token", "list").out.splitlines()[1].split()[:2] == ["laptop", "owner"]


def test_a_link_signs_in_at_the_server_that_the_settings_name(
    file: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRESHBRICK_PORT", "8765")
    run("user", "add", "Ada")
    link = run("user", "link", "Ada").out.strip()
    base, _, secret = link.partition("/#signin=")
    assert base == "http://127.0.0.1:8765"
    assert kept(file, "SELECT hash FROM sign_in_links") == [(sha256(secret.encode()).hexdigest(),)]
    monkeypatch.setenv("FRESHBRICK_PUBLIC_URL", "https://bricks.example.org")
    assert run("user", "link", "Ada").out.startswith("https://bricks.example.org/#signin=")


def test_a_password_is_read_from_standard_input(
    file: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("user", "add", "Ada", "--owner")
    monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
    assert run("user", "password", "Ada").code == 0
    assert "yes" in run("user", "list").out.splitlines()[-1]
    ((hashed,),) = kept(file, "SELECT password_hash FROM people WHERE name = 'Ada'")
    assert str(hashed).startswith("$argon2id$")


def test_a_short_password_is_refused_with_the_rule(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("user", "add", "Ada")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    code, _, err = run("user", "password", "Ada")
    assert code == 2
    assert "8 to" in err


def test_removing_a_person_is_said_and_the_only_owner_stays(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    run("user", "add", "Ada")
    assert run("user", "remove", "Ada").out == "Removed Ada.\n"
    code, _, err = run("user", "remove", "owner")
    assert code == 1
    assert "only owner" in err


def test_nobody_of_that_name_is_one_sentence(run: Run) -> None:
    assert run("user", "link", "Nobody") == (1, "", "There is nobody of that name.\n")


def test_a_database_that_cannot_be_used_is_one_sentence(file: Path, run: Run) -> None:
    file.write_bytes(b"this is no database, however long it is; " * 100)
    code, out, err = run("user", "list")
    assert (code, out) == (1, "")
    assert err.startswith("The database cannot be used: ")
    assert "Traceback" not in err
