"""`refresh`, typed against a small real server."""

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from cli.conftest import Run
from cli.test_catalog_commands import started
from freshbrick.cli.batches import _confirm
from support.shop import NOW, STATUS, Shop

REFRESH = "/api/catalog/refresh"
PROGRESS = "/api/outbox/progress"


def batch(**more: Any) -> dict[str, Any]:
    outcomes = dict.fromkeys(
        ("enqueued", "alreadyQueued", "throttled", "notFound", "backingOff", "keysMissing", "calls"), 0
    )
    return {**outcomes, "readyAt": NOW + 12_000, "upTo": 7, "since": NOW, **more}


def progress(left: int, *failures: dict[str, Any], **more: Any) -> dict[str, Any]:
    rest = {"waitingFor": None, "nextAttemptAt": None, **more}
    return {"left": left, "failed": len(failures), "failures": list(failures), **rest}


def failure(key: str) -> dict[str, Any]:
    said = "BrickLink did not answer in time."
    return {
        "messageId": 7,
        "resource": "price_guide",
        "key": key,
        "code": "attempts_exhausted",
        "message": said,
    }


@pytest.fixture
def works(signed_in: Shop) -> Shop:
    """The shop, with a worker and two parts to refresh."""
    signed_in.answers["/api/status"] = STATUS
    signed_in.answers[REFRESH] = batch(enqueued=2, calls=2)
    signed_in.answers[PROGRESS] = progress(2)
    signed_in.later[PROGRESS] = [progress(1), progress(0)]
    return signed_in


def test_the_cost_is_told_first_and_it_ends_when_all_are_done(works: Shop, run: Run) -> None:
    code, out, err = run("refresh", "3001", "3002/11")
    assert (code, out) == (0, "2 refreshed.\n")
    assert err == "2 refreshes · 2 calls · done in about 12 s\n"
    items = [{"resource": "part", "key": "3001"}, {"resource": "price_guide", "key": "3002/11"}]
    assert works.bodies == [{"items": items, "dryRun": True}, {"items": items, "dryRun": False}]
    watched = next(item for item in works.subscriptions if item["query"] == "getProgress")
    assert watched["args"] == {"upTo": 7, "since": NOW}


def test_what_failed_is_told_in_words_and_by_the_exit_code(works: Shop, run: Run) -> None:
    works.later[PROGRESS] = [progress(0, failure("3002/11"))]
    code, out, _ = run("refresh", "3001", "3002/11")
    assert code == 1
    assert out == "1 refreshed, 1 failed.\nprice guide 3002/11: BrickLink did not answer in time.\n"


def test_what_failed_of_others_meanwhile_is_not_blamed_on_the_keys_that_were_named(
    works: Shop, run: Run
) -> None:
    works.answers[REFRESH] = batch(enqueued=2, calls=2, first=6)
    works.later[PROGRESS] = [progress(0, failure("3002/11"), failure("970/1"))]
    code, out, _ = run("refresh", "3001", "3002/11")
    assert code == 1
    assert out == "1 refreshed, 1 failed.\nprice guide 3002/11: BrickLink did not answer in time.\n"
    watched = next(item for item in works.subscriptions if item["query"] == "getProgress")
    assert watched["args"] == {"upTo": 7, "since": NOW, "first": 6}
    works.answers[PROGRESS] = progress(0, failure("970/1"))
    assert run("refresh", "3001", "3002/11")[:2] == (0, "2 refreshed.\n")
    assert run("refresh", "--stale").code == 1


def test_a_rehearsal_asks_for_nothing(works: Shop, run: Run) -> None:
    code, out, _ = run("refresh", "--stale", "--dry-run")
    assert (code, out) == (0, "2 refreshes · 2 calls · done in about 12 s\n")
    assert works.bodies == [{"of": "stale", "dryRun": True}]


def test_who_does_not_wait_is_told_where_to_look(works: Shop, run: Run) -> None:
    code, out, _ = run("refresh", "--inventory", "--no-wait")
    assert code == 0
    assert "up to message 7" in out
    assert works.subscriptions == []


def test_colors_are_asked_for_by_the_number_of_their_part(works: Shop, run: Run) -> None:
    assert run("refresh", "3001", "--colors", "--no-wait").code == 0
    assert works.bodies[0]["items"] == [{"resource": "part_colors", "key": "3001"}]


def test_what_is_left_alone_is_told_and_fails_where_it_was_named(works: Shop, run: Run) -> None:
    works.answers[REFRESH] = batch(throttled=1, notFound=1, upTo=None)
    code, _, err = run("refresh", "3001", "99999x")
    assert code == 1
    assert "Nothing to refresh." in err
    assert "1 refreshed less than a minute ago." in err
    assert "1 unknown to BrickLink" in err
    assert run("refresh", "--stale").code == 0


def test_without_keys_nothing_is_asked_for(works: Shop, run: Run) -> None:
    works.answers[REFRESH] = batch(keysMissing=2, upTo=None)
    code, out, err = run("refresh", "3001", "3002")
    assert (code, out) == (1, "")
    assert "no BrickLink keys" in err
    assert len(works.bodies) == 1


@pytest.mark.parametrize("at_first", [True, False])
def test_a_server_without_a_worker_is_said_also_if_it_had_one(shop: Shop, at_first: bool) -> None:
    alone = {**STATUS, "worker": {"alive": False, "inflight": []}}
    shop.answers |= {REFRESH: batch(enqueued=2, calls=2), PROGRESS: progress(2)}
    shop.answers["/api/status"] = STATUS if at_first else alone
    shop.later["/api/status"] = [alone] if at_first else []
    with started(shop, "refresh", "3001") as process:
        assert process.stderr is not None
        given_up = threading.Timer(20, process.kill)
        given_up.start()
        lines = [process.stderr.readline() for _ in range(2)]
        given_up.cancel()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert lines[1].startswith("No worker runs there")


def test_in_json_it_is_one_object(works: Shop, run: Run) -> None:
    told = json.loads(run("refresh", "3001", "--json").out)
    assert told["asked"]["enqueued"] == 2
    assert told["progress"]["left"] == 0


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A terminal to type into, which is the command's."""
    keyboard, screen = os.openpty()
    with os.fdopen(screen, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keyboard
    os.close(keyboard)


@pytest.mark.parametrize("typed", ["y", "n", ""])
def test_a_person_is_asked_before_many_calls_are_made(
    works: Shop, run: Run, terminal: int, typed: str
) -> None:
    works.answers[REFRESH] = batch(enqueued=2, calls=101)
    os.write(terminal, f"{typed}\n".encode())
    code, _, err = run("refresh", "3001", "--no-wait")
    assert code == (0 if typed == "y" else 1)
    assert "Make 101 calls? [y/N]: " in err
    assert len(works.bodies) == (2 if typed == "y" else 1)
    assert run("refresh", "3001", "--no-wait", "--yes").code == 0


async def test_while_a_person_thinks_all_else_goes_on(terminal: int) -> None:
    given_up = threading.Timer(5, os.write, [terminal, b"n\n"])
    given_up.start()
    asking = asyncio.create_task(_confirm("Make 101 calls?"))
    await asyncio.sleep(0)
    given_up.cancel()
    assert not asking.done()
    os.write(terminal, b"y\n")
    await asking


def test_ctrl_c_ends_the_question(shop: Shop, terminal: int) -> None:
    shop.answers[REFRESH] = batch(enqueued=2, calls=101)
    with started(shop, "refresh", "3001", stdin=sys.stdin.fileno()) as process:
        screen = process.stderr
        assert screen is not None
        assert "?" in iter(lambda: screen.read(1), "")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert len(shop.bodies) == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("3001", "--stale"),
        ("--stale", "--inventory"),
        ("--stale", "--colors"),
        ("no part",),
        ("3001/red",),
    ],
)
def test_what_is_no_batch_is_refused_without_asking_a_server(
    works: Shop, run: Run, words: tuple[str, ...]
) -> None:
    code, out, err = run("refresh", *words)
    assert (code, out) == (2, "")
    assert err
    assert works.requests == []


def test_who_leaves_is_told_that_it_stays_asked_for(shop: Shop) -> None:
    shop.answers |= {"/api/status": STATUS, REFRESH: batch(enqueued=2, calls=2), PROGRESS: progress(2)}
    with started(shop, "refresh", "3001", "3002") as process:
        assert shop.watched.wait(20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert "still asked for: any worker goes on with it" in err
    assert "Traceback" not in err
