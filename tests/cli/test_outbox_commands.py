"""`outbox`, typed against a small real server."""

import json
from typing import Any

from cli.conftest import Run
from support.shop import NOW, Shop

LIST = "/api/outbox"


def message(**more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "resource": "price_guide",
        "key": "3001/11",
        "status": "pending",
        "priority": "high",
        "attempt": 1,
        "claims": 0,
        "maxAttempts": 8,
        "nextAttemptAt": NOW + 3_600_000,
        "waitingFor": "retry",
        "lastError": None,
        "failureCode": None,
        "failedAt": None,
        "retryAt": None,
        "requestedBy": "Ada",
        "createdAt": NOW,
        "claimedAt": None,
        "processedAt": None,
        "calls": 0,
        "upstreamMs": 0,
        **more,
    }


FAILED = message(
    status="failed", waitingFor=None, lastError="BrickLink did not answer in time.", processedAt=NOW, calls=8
)


def test_the_list_says_what_is_going_on_with_each_message(signed_in: Shop, run: Run) -> None:
    inflight = message(status="inflight", waitingFor=None)
    saved = message(status="succeeded", waitingFor=None, processedAt=NOW)
    signed_in.answers[LIST] = {"items": [message(), inflight, saved, FAILED]}
    code, out, _ = run("outbox", "list")
    assert code == 0
    assert "price guide 3001/11" in out
    for words in ("second try in", "asking BrickLink", "saved", "BrickLink did not answer in time ·"):
        assert words in out


def test_an_empty_outbox_is_said_in_words(signed_in: Shop, run: Run) -> None:
    signed_in.answers[LIST] = {"items": []}
    assert run("outbox", "list", "--status", "failed").out == "No messages.\n"


def test_the_list_in_json_is_the_servers(signed_in: Shop, run: Run) -> None:
    signed_in.answers[LIST] = {"items": [FAILED]}
    assert json.loads(run("outbox", "list", "--json").out) == {"items": [FAILED]}


def test_one_message_is_shown_in_full(signed_in: Shop, run: Run) -> None:
    signed_in.answers[f"{LIST}/7"] = FAILED
    out = run("outbox", "show", "7").out
    assert "by Ada" in out
    assert "8 calls" in out


def test_a_retry_names_the_new_message(signed_in: Shop, run: Run) -> None:
    signed_in.answers[f"{LIST}/7/retry"] = {"outcome": "enqueued", "messageId": 8, "retryAfterMs": None}
    code, out, _ = run("outbox", "retry", "7")
    assert (code, out) == (0, "Asked again, as message 8.\n")
    assert signed_in.requests == [f"POST {LIST}/7/retry"]


def test_a_retry_that_is_not_taken_says_why(signed_in: Shop, run: Run) -> None:
    signed_in.answers[f"{LIST}/7/retry"] = {"outcome": "keys_missing"}
    code, _, err = run("outbox", "retry", "7")
    assert code == 1
    assert "no BrickLink keys" in err


def test_a_message_that_is_not_there_is_told_in_the_servers_words(signed_in: Shop, run: Run) -> None:
    code, out, err = run("outbox", "discard", "99")
    assert (code, out, err) == (1, "", "There is no such thing.\n")


def test_a_discarded_message_is_gone(signed_in: Shop, run: Run) -> None:
    signed_in.answers[f"{LIST}/7/discard"] = {}
    assert run("outbox", "discard", "7").out == "Message 7 is discarded.\n"
