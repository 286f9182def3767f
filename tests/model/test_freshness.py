"""What a person is told about the age of a value; the table of cases is read by TypeScript as well."""

import json
from pathlib import Path
from typing import Any

import pytest

from freshbrick.model.clock import DAY, HOUR
from freshbrick.model.freshness import State, believable, changes_at, stale_at, status

TABLE = json.loads(Path(__file__).with_name("freshness_cases.json").read_text())
CASES = [pytest.param(case, id=case["name"]) for case in TABLE["cases"]]


def state_of(case: dict[str, Any]) -> State:
    return State(case["hasData"], case["message"] in ("pending", "inflight"), case["staleAt"])


@pytest.mark.parametrize("case", CASES)
def test_the_status_is_what_the_table_says(case: dict[str, Any]) -> None:
    assert status(state_of(case), case["now"]) == case["status"]


@pytest.mark.parametrize("case", CASES)
def test_it_turns_stale_thirty_days_after_it_was_fetched(case: dict[str, Any]) -> None:
    assert stale_at(case["lastFetched"], TABLE["staleAfter"]) == case["staleAt"]


@pytest.mark.parametrize("case", CASES)
def test_the_moment_at_which_an_open_page_must_look_again_is_known(case: dict[str, Any]) -> None:
    assert changes_at(state_of(case), case["now"]) == case["changesAt"]


@pytest.mark.parametrize("case", [c for c in TABLE["cases"] if c["changesAt"] is not None])
def test_nothing_changes_before_that_moment_and_something_does_at_it(case: dict[str, Any]) -> None:
    state, at = state_of(case), case["changesAt"]
    assert status(state, at - 1) == case["status"]
    assert status(state, at) == "stale"


def test_every_status_and_every_state_of_a_message_is_in_the_table() -> None:
    cases = TABLE["cases"]
    assert {c["status"] for c in cases} == {"fresh", "stale", "refreshing", "missing"}
    assert {c["message"] for c in cases} == {None, "pending", "inflight", "succeeded", "failed"}


def test_a_time_that_a_wrong_clock_wrote_down_is_no_time() -> None:
    now = 1_780_000_000_000
    assert believable(None, now) is None
    assert believable(now - 400 * DAY, now) == now - 400 * DAY
    assert believable(now + HOUR, now) == now + HOUR, "a small correction of the clock is none of that"
    assert believable(now + HOUR + 1, now) is None
