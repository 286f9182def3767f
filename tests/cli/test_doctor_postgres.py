"""`doctor` on PostgreSQL: what may be wrong with a server is found, and its remedy named."""

import json

import pytest

from cli.conftest import Run
from support.postgres import PostgresServer

PASSWORD = "no-terminal-may-show-this"


class Doctor:
    """`doctor --json --offline`, and what it finds of the database."""

    def __init__(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run = run
        self._monkeypatch = monkeypatch

    def look(self, url: str, **settings: str) -> tuple[str, str]:
        """All that is well and all that is to do, in one text each."""
        self._monkeypatch.setenv(
            "FRESHBRICK_DATABASE_URL", url.replace("postgres:@", f"postgres:{PASSWORD}@")
        )
        for name, value in settings.items():
            self._monkeypatch.setenv(f"FRESHBRICK_{name}", value)
        _, out, err = self._run("doctor", "--json", "--offline")
        assert PASSWORD not in out + err
        found = [one for one in json.loads(out)["findings"] if one["area"] in ("database", "clock")]
        todo = " ".join(f"{one['said']} {one['remedy']}" for one in found if one["state"] == "todo")
        return " ".join(one["said"] for one in found if one["state"] != "todo"), todo


@pytest.fixture
def doctor(run: Run, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    return Doctor(run, monkeypatch)


def test_a_database_that_is_as_it_should_be(doctor: Doctor, postgres_url: str) -> None:
    well, todo = doctor.look(postgres_url)
    assert todo == ""
    for said in (
        "UTF8",
        "schema is current",
        "can be written",
        "round trip",
        "Notices get through",
        "connections",
    ):
        assert said in well
    assert "The database's clock is 0." in well
    assert "as FRESHBRICK_NOTICES says" in doctor.look(postgres_url, NOTICES="poll")[0]


def test_one_that_is_empty_of_another_release_or_another_encoding(
    doctor: Doctor, postgres: PostgresServer, postgres_url: str
) -> None:
    postgres.run(
        "DROP DATABASE IF EXISTS latin",
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0",
    )
    _, todo = doctor.look(postgres.url("latin"))
    assert "LATIN1" in todo
    assert "ENCODING 'UTF8'" in todo
    assert "freshbrick migrate" in todo
    at = "UPDATE alembic_version SET version_num = '{}'"
    postgres.run(at.format("9999"), database="shared")
    try:
        assert "Use the newer Freshbrick" in doctor.look(postgres_url)[1]
    finally:
        postgres.run(at.format("0004"), database="shared")


def test_one_that_may_not_be_written(doctor: Doctor, postgres: PostgresServer, postgres_url: str) -> None:
    postgres.run("ALTER DATABASE shared SET default_transaction_read_only = on")
    try:
        assert "read-only" in doctor.look(postgres_url)[1]
    finally:
        postgres.run("ALTER DATABASE shared RESET default_transaction_read_only")
    postgres.run(
        "DROP ROLE IF EXISTS guest",
        "CREATE ROLE guest LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest",
        database="shared",
    )
    try:
        said = doctor.look(postgres_url.replace("postgres:@", "guest:@"))[1]
        assert "Not ours to write: alembic_version, bucket_spent" in said
    finally:
        postgres.run("DROP OWNED BY guest", "DROP ROLE guest", database="shared")


def test_one_that_does_not_answer(doctor: Doctor) -> None:
    _, todo = doctor.look("postgresql://postgres:@127.0.0.1:9/nowhere")
    assert "It does not answer: PostgreSQL at 127.0.0.1:9, database nowhere" in todo
    assert "See that PostgreSQL runs there" in todo
