"""What a watch shows on the screen, drawn at a fixed size."""

import json
from typing import Any

import pytest
from rich.console import Console

from freshbrick.cli import subjects
from freshbrick.cli.board import STEPS, Board
from freshbrick.cli.steps import Steps
from freshbrick.cli.subjects import Subject
from freshbrick.client.events import Answered, Event, Offline, Updated
from freshbrick.client.wire import Asked
from support.shop import BRICK, NOW, answer, error, refresh


def shown(subject: Subject[Any], *events: Event, height: int = 40) -> list[str]:
    """The screen after the events, a second between them."""
    board, steps = Board(subject, lambda: NOW), Steps(subject)
    held = None
    for second, event in enumerate(events):
        held = event.answer if isinstance(event, Updated) else held
        board.show(held, steps.note(event, NOW + 1000 * second))
    console = Console(width=100, height=height)
    with console.capture() as captured:
        console.print(board)
    return captured.get().splitlines()


def told(subject: Subject[Any], data: object, status: str, **more: Any) -> Updated:
    raw = json.dumps(answer(data, status, **more)).encode()
    return Updated(subject.query.decoder.decode(raw), raw)


PART = subjects.part("3001")


def test_each_step_stands_under_the_value_with_its_time() -> None:
    lines = shown(
        PART,
        told(PART, None, "missing"),
        told(PART, None, "refreshing", refresh=refresh("pending", waitingFor="turn")),
        told(PART, None, "refreshing", refresh=refresh()),
        told(PART, BRICK, "fresh"),
    )
    assert "3001 · Brick 2 x 4" in lines[0]
    steps = [line.split()[2] for line in lines if line[:1].isdigit()]
    assert steps == ["Missing", "Queued", "Refreshing", "Fresh"]
    assert lines[-1].strip() == "Ctrl-C ends the watch"


def test_a_failure_is_told_in_the_line_in_which_it_is_new() -> None:
    first, second = (error("upstream_error", at=at, retryAt=None) for at in (NOW, NOW + 5_000))
    waits = refresh("pending", waitingFor="retry", attempt=1)
    lines = shown(
        PART,
        told(PART, BRICK, "refreshing", refresh=waits, error=first),
        told(PART, BRICK, "refreshing", refresh=refresh(attempt=1), error=first),
        told(PART, BRICK, "refreshing", refresh={**waits, "attempt": 2}, error=second),
    )
    steps = [line.split()[2] for line in lines if line[:1].isdigit()]
    assert steps == ["Queued", "Refreshing", "Queued"]
    assert " ".join(lines).count("▲ Failed") == 3, "twice in the steps, once under the value"


def test_a_value_that_changes_nothing_worth_a_line_is_no_step() -> None:
    twice = told(PART, BRICK, "fresh")
    assert len([line for line in shown(PART, twice, twice) if line[:1].isdigit()]) == 1


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Offline(100), "✕ Offline     the connection was lost · back by itself"),
        (
            Answered(Asked("throttled", None, 42_000)),
            "Not asked   BrickLink was asked a moment ago; ask again in 42 s.",
        ),
    ],
)
def test_what_holds_a_value_up_is_said_and_the_value_stays(event: Event, words: str) -> None:
    lines = shown(PART, told(PART, BRICK, "stale"), event)
    assert "3001 · Brick 2 x 4" in lines[0]
    assert words in lines[-2]


def test_a_long_list_leaves_room_for_the_steps() -> None:
    subject = subjects.colors("3001")
    colors = [
        {"colorId": n, "name": "Red", "hexCode": None, "type": "Solid", "quantity": 1} for n in range(60)
    ]
    lines = shown(subject, told(subject, colors, "fresh"), height=30)
    assert len(lines) <= 30
    assert any("more" in line for line in lines)


def test_only_the_last_steps_stay() -> None:
    events = [told(PART, None, "refreshing", refresh=refresh(callsDone=done)) for done in range(STEPS + 5)]
    assert len([line for line in shown(PART, *events) if line[:1].isdigit()]) == STEPS
