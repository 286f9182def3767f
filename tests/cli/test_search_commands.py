"""`search`, typed against a small real server."""

import json
from typing import Any

from cli.conftest import Run
from support.shop import NOW, Shop

PARTS = "/api/catalog/parts"
FACETS: dict[str, Any] = {"category": [], "color": [], "status": {}}


def found(number: str = "3001", **more: Any) -> dict[str, Any]:
    card = {"partNumber": number, "name": "Brick 2 x 4", "categoryId": 5, "categoryName": "Brick"}
    return {**card, "source": "bricklink", "status": "fresh", "lastFetched": NOW, "staleAt": NOW, **more}


def result(*items: dict[str, Any], total: int) -> dict[str, Any]:
    return {"items": list(items), "total": total, "facets": FACETS, "nextCursor": None}


def test_what_is_found_is_listed_with_how_fresh_it_is(signed_in: Shop, run: Run) -> None:
    imported = found("3001b", status="stale", lastFetched=None, name="Brick\x1b[31m")
    signed_in.answers[PARTS] = result(found(), imported, total=1_204)
    code, out, _ = run("search", "brick", "2x4", "--limit", "2")
    assert code == 0
    assert "3001    Brick 2 x 4" in out
    assert "not checked yet" in out
    assert "2 of 1,204 parts" in out
    assert "\x1b" not in out


def test_what_is_not_found_is_said_in_words(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PARTS] = result(total=0)
    assert run("search", "zzz").out == "No parts found.\n"


def test_a_search_in_json_is_the_servers(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PARTS] = result(found(), total=1)
    assert json.loads(run("search", "brick", "--color", "5", "--json").out) == signed_in.answers[PARTS]
