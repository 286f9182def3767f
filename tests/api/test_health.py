"""What a supervisor learns."""

import pytest
from sqlalchemy import text

from api.site import Site


async def test_a_process_that_answers_is_alive_whatever_else_is_wrong(site: Site) -> None:
    site.worker_alive = False
    answer = await site.anybody.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


async def test_it_is_ready_when_nothing_is_missing(site: Site) -> None:
    answer = await site.anybody.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})


async def test_a_worker_that_has_stopped_is_said(site: Site) -> None:
    site.worker_alive = False
    answer = await site.anybody.get("/readyz")
    (reason,) = answer.json()["reasons"]
    assert answer.status_code == 503
    assert "worker" in reason


async def test_a_schema_that_is_not_ours_is_said(site: Site) -> None:
    await site.database.write(lambda tx: tx.run(text("UPDATE alembic_version SET version_num = '0001'")))
    answer = await site.anybody.get("/readyz")
    (reason,) = answer.json()["reasons"]
    assert answer.status_code == 503
    assert "freshbrick migrate" in reason


async def test_a_database_that_does_not_answer_is_a_reason_without_its_details(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: object) -> None:
        raise OSError("/home/ana/secret.db is gone")

    monkeypatch.setattr(site.database, "read", broken)
    answer = await site.anybody.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["The database does not answer."]
