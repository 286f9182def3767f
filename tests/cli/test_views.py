"""Real answers, drawn at a fixed width."""

import json
from datetime import UTC
from typing import Any

from rich.console import Console, RenderableType

from freshbrick.cli import subjects, views
from freshbrick.cli.board import panel
from support.shop import BRICK, NOW, answer


def drawn(shown: RenderableType, width: int = 100) -> list[str]:
    console = Console(width=width)
    with console.capture() as captured:
        console.print(shown)
    return [line.rstrip() for line in captured.get().splitlines()]


def market(**more: Any) -> dict[str, Any]:
    prices = {"min": "0.02", "average": "0.0833", "pieceAverage": "0.0525", "median": "0.05", "max": "1.5"}
    return {"lots": 1204, "pieces": 18_230, **prices, "fetchedAt": NOW, "steps": [], **more}


NOTHING = market(lots=0, pieces=0, min=None, average=None, pieceAverage=None, median=None, max=None)


def guide(**more: Any) -> bytes:
    terms = {"currency": "USD", "vat": "without", "region": None}
    markets = {"newStock": market(), "newSold": NOTHING, "usedStock": market(), "usedSold": None}
    return json.dumps(
        answer({"partNumber": "3001", "colorId": 11, **terms, **markets, **more}, "fresh")
    ).encode()


def test_a_part_shows_its_facts_with_units_and_how_fresh_they_are() -> None:
    subject = subjects.part("3001")
    told = subject.query.decoder.decode(json.dumps(answer(BRICK, "fresh")))
    text = "\n".join(drawn(panel(subject, told, NOW, UTC)))
    for words in (
        "3001 · Brick 2 x 4",
        "Category     Brick",
        "2.32 g",
        "2 × 4 × 1 studs",
        "1958",
        "3001old",
        "✓ Fresh  fetched 3 days ago · stale in 27 days",
    ):
        assert words in text


def test_what_is_unknown_is_left_out() -> None:
    bare = {**BRICK, "weight": None, "size": {"x": None, "y": None, "z": None}, "yearReleased": None}
    subject = subjects.part("3001")
    told = subject.query.decoder.decode(json.dumps(answer(bare, "fresh")))
    text = "\n".join(drawn(panel(subject, told, NOW)))
    assert not [word for word in ("Weight", "Size", "Since", "Obsolete", "None") if word in text]


def test_a_part_without_data_says_so_in_one_box() -> None:
    subject = subjects.part("3024")
    told = subject.query.decoder.decode(json.dumps(answer(None, "missing")))
    text = "\n".join(drawn(panel(subject, told, NOW)))
    assert "part 3024" in text
    assert "□ Missing  nothing known yet" in text


def test_a_name_from_outside_is_no_markup() -> None:
    subject = subjects.part("3001")
    told = subject.query.decoder.decode(
        json.dumps(answer({**BRICK, "name": "[red]Brick[/] \x1b[31m"}, "fresh"))
    )
    assert "[red]Brick[/]  [31m" in "\n".join(drawn(panel(subject, told, NOW)))


def test_the_four_markets_stand_side_by_side_with_figures_in_line() -> None:
    subject = subjects.price("3001", 11)
    told = subject.query.decoder.decode(guide())
    assert told.data is not None
    assert drawn(views.price_table(told.data), 72) == [
        "                        New         New      Used           Used",
        "                   For sale  Sold, last  For sale     Sold, last",
        "                        now    6 months       now       6 months",
        "lots                  1,204        none     1,204  not known yet",
        "pieces               18,230                18,230",
        "lowest               0.0200                0.0200",
        "average              0.0833                0.0833",
        "average per piece    0.0525                0.0525",
        "median               0.0500                0.0500",
        "highest              1.50                  1.50",
        "",
        "USD · without VAT · worldwide",
    ]


def test_colors_have_a_swatch_in_their_own_color() -> None:
    colors = [
        {"colorId": 5, "name": "Red", "hexCode": "b40000", "type": "Solid", "quantity": 1204},
        {"colorId": 0, "name": "(Not Applicable)", "hexCode": None, "type": "N/A", "quantity": 1},
    ]
    subject = subjects.colors("3001")
    told = subject.query.decoder.decode(json.dumps(answer(colors, "fresh")))
    assert told.data is not None
    console = Console(width=60, force_terminal=True, color_system="truecolor")
    with console.capture() as captured:
        console.print(views.color_table(told.data))
    red, none = captured.get().splitlines()[1:3]
    assert "\x1b[38;2;180;0;0m██" in red
    assert "1,204" in red
    assert "██" not in none


def test_colors_beyond_the_screen_are_counted() -> None:
    colors = [
        {"colorId": n, "name": "Red", "hexCode": None, "type": "Solid", "quantity": 1} for n in range(60)
    ]
    subject = subjects.colors("3001")
    told = subject.query.decoder.decode(json.dumps(answer(colors, "fresh")))
    assert told.data is not None
    lines = drawn(views.color_table(told.data, 12))
    assert len(lines) == 12
    assert lines[-1] == "and 50 more"


def test_a_part_without_known_colors_says_so() -> None:
    assert drawn(views.color_table([])) == ["No known colors"]
