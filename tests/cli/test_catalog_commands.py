"""`part`, `colors` and `price`, typed against a small real server."""

import json
import os
import signal
import subprocess
import sys

import pytest

from cli.conftest import Run
from support.commands import INTERRUPTIBLE
from support.shop import BRICK, NOW, TOKEN, Shop, answer, error, refresh

PART = "/api/catalog/parts/3001"


def test_a_fresh_part_is_one_read_and_no_ask(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PART] = answer(BRICK, "fresh")
    code, out, err = run("part", "3001")
    assert code == 0
    assert "3001 · Brick 2 x 4" in out
    assert "✓ Fresh" in out
    assert err == ""
    assert signed_in.requests == [f"GET {PART}"]
    assert signed_in.subscriptions == []


def test_a_missing_part_is_asked_for_and_waited_for(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PART] = answer(None, "missing")
    signed_in.after_ask = [answer(None, "refreshing", refresh=refresh()), answer(BRICK, "fresh")]
    code, out, err = run("part", "3001")
    assert (code, err) == (0, "")
    assert "Brick 2 x 4" in out
    assert [ask["args"] for ask in signed_in.asks] == [{"partNumber": "3001", "auto": True}]


def test_who_only_reads_asks_for_nothing(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PART] = answer(BRICK, "stale")
    code, out, _ = run("part", "3001", "--no-refresh")
    assert code == 0
    assert "◔ Stale" in out
    assert signed_in.asks == []


def test_an_unknown_part_costs_no_ask_until_it_is_forced(signed_in: Shop, run: Run) -> None:
    unknown = answer(None, "missing", error=error("not_found", retryAt=NOW + 604_800_000))
    signed_in.answers[PART] = unknown
    code, out, _ = run("part", "3001")
    assert code == 1
    assert "☒ Unknown" in out
    assert signed_in.asks == []
    signed_in.after_ask = [answer(BRICK, "fresh")]
    assert run("part", "3001", "--force").code == 0
    assert signed_in.asks[0]["args"] == {"partNumber": "3001", "auto": False, "force": True}


def test_a_refresh_that_failed_keeps_the_old_figures_and_the_exit_code_says_so(
    signed_in: Shop, run: Run
) -> None:
    signed_in.answers[PART] = answer(BRICK, "stale")
    signed_in.after_ask = [answer(BRICK, "stale", error=error("attempts_exhausted", retryAt=NOW + 900_000))]
    code, out, _ = run("part", "3001")
    assert code == 1
    assert "Brick 2 x 4" in out
    assert "▲ Failed" in out
    assert "old figures kept" in out


def test_who_waits_for_quota_gets_what_is_there_and_why(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PART] = answer(BRICK, "stale")
    waits = refresh("pending", waitingFor="quota", nextAttemptAt=NOW + 3_600_000)
    signed_in.after_ask = [answer(BRICK, "refreshing", refresh=waits)]
    code, out, _ = run("part", "3001")
    assert code == 0
    assert "◌ Queued" in out
    assert "today's calls are used up, next at" in out


def test_a_person_who_waits_goes_before_the_sweeper(signed_in: Shop, run: Run) -> None:
    low = refresh("pending", priority="low", waitingFor="turn")
    signed_in.answers[PART] = answer(BRICK, "refreshing", refresh=low)
    signed_in.after_ask = [answer(BRICK, "fresh")]
    assert run("part", "3001").code == 0
    assert len(signed_in.asks) == 1


def test_without_keys_the_reason_stands_on_standard_error(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PART] = answer(None, "missing")
    signed_in.outcome = {"outcome": "keys_missing", "messageId": None, "retryAfterMs": None}
    code, out, err = run("part", "3001")
    assert code == 1
    assert "Missing" in out
    assert "no BrickLink keys" in err


def test_json_is_the_servers_answer_and_nothing_else(signed_in: Shop, run: Run) -> None:
    signed_in.answers[PART] = answer(None, "missing")
    signed_in.after_ask = [answer(BRICK, "fresh", later="field")]
    assert json.loads(run("part", "3001", "--json").out) == signed_in.after_ask[0]


def test_colors_and_prices_are_read_where_they_are(signed_in: Shop, run: Run) -> None:
    signed_in.answers[f"{PART}/colors"] = answer([], "fresh")
    assert "No known colors" in run("colors", "3001").out
    guide = {"partNumber": "3001", "colorId": 11, "currency": "EUR", "vat": "with", "region": "north_america"}
    markets = dict.fromkeys(("newStock", "newSold", "usedStock", "usedSold"))
    signed_in.answers[f"{PART}/colors/11/price-guide"] = answer(guide | markets, "fresh")
    assert "EUR · with VAT · North America" in run("price", "3001", "11").out


def test_a_wrong_token_says_what_to_do_and_is_not_repeated(shop: Shop, run: Run) -> None:
    code, out, err = run("part", "3001", "--server", shop.url, "--token", "fbk_wrong")
    assert (code, out) == (3, "")
    assert "Set FRESHBRICK_TOKEN to a token from `freshbrick token create NAME`" in err
    assert "fbk_wrong" not in err


def test_a_token_that_cannot_be_one_is_not_repeated(shop: Shop, run: Run) -> None:
    code, _, err = run("part", "3001", "--server", shop.url, "--token", "fbk_gehëim")
    assert code == 3
    assert "copy it again" in err
    assert "gehëim" not in err


def test_no_server_says_how_to_start_one(run: Run) -> None:
    code, out, err = run("part", "3001", "--server", "http://127.0.0.1:9")
    assert (code, out) == (3, "")
    assert err.startswith("No server answers at http://127.0.0.1:9. Start one with `freshbrick demo`")
    assert run("part", "3001", "--watch", "--server", "http://127.0.0.1:9").code == 3


@pytest.mark.parametrize(
    "words",
    [
        ("part", "no/part"),
        ("price", "3001", "red"),
        ("part", "3001", "--force", "--no-refresh"),
        ("part", "3001", "--server", "ftp://bricks"),
        ("parts",),
    ],
)
def test_what_is_typed_wrong_is_told_without_asking_a_server(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def started(shop: Shop, *words: str, stdin: int | None = None) -> "subprocess.Popen[str]":
    """The command as a process of its own, which can be interrupted."""
    environ = {**os.environ, "FRESHBRICK_SERVER": shop.url, "FRESHBRICK_TOKEN": TOKEN, "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, *words],
        env=environ,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_a_watch_tells_each_step_in_a_line_and_ctrl_c_ends_it_well(shop: Shop) -> None:
    shop.answers[PART] = answer(None, "missing")
    shop.after_ask = [
        answer(None, "refreshing", refresh=refresh("pending", waitingFor="turn")),
        answer(None, "refreshing", refresh=refresh()),
        answer(BRICK, "fresh"),
    ]
    with started(shop, "part", "3001", "--watch") as process:
        assert process.stdout is not None
        words = [process.stdout.readline().split()[2] for _ in range(4)]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert words == ["Missing", "Queued", "Refreshing", "Fresh"]
    assert (process.returncode, out, err) == (0, "", "")


def test_a_watch_in_json_is_a_line_an_update(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "stale")
    shop.after_ask = [answer(BRICK, "refreshing", refresh=refresh()), answer(BRICK, "fresh")]
    with started(shop, "part", "3001", "--watch", "--json") as process:
        assert process.stdout is not None
        lines = [json.loads(process.stdout.readline()) for _ in range(3)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert [line["status"] for line in lines] == ["stale", "refreshing", "fresh"]
    assert process.returncode == 0


def test_who_gives_up_waiting_leaves_without_a_traceback(shop: Shop) -> None:
    shop.answers[PART] = answer(None, "missing")
    with started(shop, "part", "3001") as process:
        assert shop.asked.wait(20)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
