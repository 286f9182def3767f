"""What a supervisor learns."""

import pytest

from api.site import Site


async def test_a_process_that_answers_is_alive_whatever_else_is_wrong(site: Site) -> None:
    site.migrated = site.worker_alive = False
    answer = await site.anybody.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


async def test_it_is_ready_when_nothing_is_missing(site: Site) -> None:
    answer = await site.anybody.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": []})


@pytest.mark.parametrize(("missing", "word"), [("migrated", "migrate"), ("worker_alive", "worker")])
async def test_what_is_missing_is_said(site: Site, missing: str, word: str) -> None:
    setattr(site, missing, False)
    answer = await site.anybody.get("/readyz")
    (reason,) = answer.json()["reasons"]
    assert answer.status_code == 503
    assert word in reason


async def test_a_database_that_does_not_answer_is_a_reason_without_its_details(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: object) -> None:
        raise OSError("/home/ana/secret.db is gone")

    monkeypatch.setattr(site.database, "read", broken)
    answer = await site.anybody.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["The database does not answer."]
