import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bricklink.answers import PART, RECORDINGS, as_json, data_of, recorded
from bricklink.readers import JSON, only_refused, refusal
from freshbrick.bricklink import wire
from freshbrick.model.parts import Category, Color, KnownColor, Part, Size


def part(**changes: Any) -> Part:
    return wire.part(as_json(PART | changes), "4276a")


def test_a_part_is_read_in_full() -> None:
    assert part() == Part(
        part_number="4276a",
        name="Hinge Plate 1 x 2 (2 Fingers)",
        category_id=22,
        year_released=1981,
        weight=Decimal("0.42"),
        size=Size(Decimal("1.00"), Decimal("2.00"), None),
        image_url="https://img.bricklink.com/PL/4276a.jpg",
        thumbnail_url="https://img.bricklink.com/P/9/4276a.jpg",
        is_obsolete=False,
        source="bricklink",
    )


def test_a_part_with_nothing_but_its_name_has_no_made_up_facts() -> None:
    bare = wire.part(as_json({"no": "4276a", "type": "PART", "name": "Hinge"}), "4276A")
    assert bare == Part(part_number="4276a", name="Hinge", source="bricklink")


def test_zero_and_nonsense_mean_unknown() -> None:
    nonsense = part(
        weight="0.00",
        dim_x="-1",
        dim_y="NaN",
        dim_z="Infinity",
        year_released=0,
        category_id=0,
        is_obsolete="maybe",
    )
    assert (nonsense.weight, nonsense.size, nonsense.year_released) == (None, None, None)
    assert (nonsense.category_id, nonsense.is_obsolete) == (None, None)
    assert part(weight="1e400", year_released=10**15).weight is None


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"category_id": "22"}, "category_id", 22),
        ({"category_id": None, "categoryID": 23}, "category_id", 23),
        ({"year_released": "1981"}, "year_released", 1981),
        ({"weight": 0.42}, "weight", Decimal("0.42")),
        ({"weight": "1E+2"}, "weight", Decimal("100.0000")),
        ({"is_obsolete": "true"}, "is_obsolete", True),
        ({"is_obsolete": "N"}, "is_obsolete", False),
        ({"name": "Sticker &amp;#40;Unsorted&amp;#41;"}, "name", "Sticker (Unsorted)"),
        ({"name": " Baby&#39;s\r\n Brick\x00 "}, "name", "Baby's Brick"),
        ({"name": "x" * 10_000}, "name", "x" * 500),
        ({"alternate_no": "3001old, 4276A,../x 3001old"}, "alternate_numbers", ("3001old",)),
        (
            {"description": "<p />Old &amp; <a href='//x'>new</a>.\r\n<P>More"},
            "description",
            "Old & new.\nMore",
        ),
        ({"description": " <br> "}, "description", None),
        ({"description": "&#" + "9" * 5000 + ";"}, "description", None),
    ],
)
def test_loose_spellings_are_understood(changes: dict[str, Any], field: str, value: object) -> None:
    assert getattr(part(**changes), field) == value


@pytest.mark.parametrize(
    "address",
    [
        "http://img.bricklink.com/PL/1.jpg",
        "//img.bricklink.com.evil.test/1.jpg",
        "//user@img.bricklink.com/1.jpg",
        "https://img.bricklink.com:8443/1.jpg",
        "//evil.test/img.bricklink.com/1.jpg",
        '//img.bricklink.com/1.jpg" onload="x',
        "//img.bricklink.com/1.jpg\n",
        "javascript:alert(1)",
        "/PL/1.jpg",
        "",
    ],
)
def test_pictures_come_from_the_picture_host_only(address: str) -> None:
    assert part(image_url=address).image_url is None


@pytest.mark.parametrize(
    "changes",
    [{"no": "4276b"}, {"no": "4276a "}, {"type": "SET"}, {"type": "part"}, {"no": ""}, {"no": "4276\u0430"}],
)
def test_another_item_is_not_taken_for_the_one_asked_for(changes: dict[str, Any]) -> None:
    assert refusal(lambda: part(**changes)) == "wrong_item"


def test_a_letter_that_only_looks_alike_in_lower_case_is_another_item() -> None:
    assert refusal(lambda: wire.part(as_json(PART | {"no": "\u212a1"}), "k1")) == "wrong_item"


@pytest.mark.parametrize(
    "changes", [{"name": None}, {"name": " &#32; "}, {"no": 4276}, {"category_id": -1}, {"weight": []}]
)
def test_a_part_of_another_shape_is_unreadable(changes: dict[str, Any]) -> None:
    assert refusal(lambda: part(**changes)) == "unreadable"


def test_known_colors_come_largest_first_whatever_their_spelling() -> None:
    colors = [
        {"color_id": "1", "quantity": "12"},
        {"color_id": 11, "quantity": 99},
        {"color_id": 1, "quantity": 10},
    ]
    assert wire.part_colors(as_json(colors)) == (KnownColor(11, 99), KnownColor(1, 12))
    assert wire.part_colors(b"[]") == ()


@pytest.mark.parametrize(
    "color",
    [
        {"color_id": -1, "quantity": 1},
        {"color_id": 1, "quantity": -1},
        {"color_id": 10**6, "quantity": 1},
        {},
    ],
)
def test_impossible_known_colors_are_unreadable(color: dict[str, Any]) -> None:
    assert refusal(lambda: wire.part_colors(as_json([color]))) == "unreadable"


def test_the_color_that_bricklink_leaves_out_is_supplied() -> None:
    listed = [{"color_id": 5, "color_name": "Red", "color_code": "B40000", "color_type": "Solid"}]
    assert wire.colors(as_json(listed)) == (
        Color(0, "(Not Applicable)", None, "N/A"),
        Color(5, "Red", "b40000", "Solid"),
    )
    own = [{"color_id": 0, "color_name": "None", "color_code": "", "color_type": "N/A"}]
    assert wire.colors(as_json(own)) == (Color(0, "None", None, "N/A"),)


def test_root_categories_have_no_parent() -> None:
    listed = [
        {"category_id": 22, "category_name": "Hinge &amp; Co", "parent_id": 0},
        {"categoryID": "5", "category_name": "Brick", "parent_id": "22"},
    ]
    assert wire.categories(as_json(listed)) == (Category(5, "Brick", 22), Category(22, "Hinge & Co", None))
    assert refusal(lambda: wire.categories(as_json([{"category_name": "Brick"}]))) == "unreadable"


READERS: list[Callable[[bytes], object]] = [
    lambda data: wire.part(data, "4276a"),
    wire.part_colors,
    wire.colors,
    wire.categories,
]


@given(
    JSON | st.dictionaries(st.sampled_from(sorted(PART)), JSON).map(lambda changes: PART | changes), st.data()
)
def test_arbitrary_json_is_read_or_refused(value: object, data: st.DataObject) -> None:
    only_refused(data.draw(st.sampled_from(READERS)), json.dumps(value).encode())


@given(st.binary(), st.sampled_from(READERS))
def test_arbitrary_bytes_are_read_or_refused(data: bytes, read: Callable[[bytes], object]) -> None:
    only_refused(read, data)


@pytest.mark.parametrize(
    "data", [b'{"x":' + b"[" * 100_000, b'{"no":"\xff"}', b'{"no":"\\ud800"}', b'{"no":"\\udc00"}']
)
def test_hostile_json_is_unreadable(data: bytes) -> None:
    assert refusal(lambda: wire.part(data, "4276a")) == "unreadable"


@recorded
def test_the_recorded_part_is_read() -> None:
    read = wire.part(data_of("item-PART-4276a.json"), "4276A")
    assert (read.part_number, read.category_id, read.weight, read.size) == (
        "4276a",
        22,
        Decimal("0.42"),
        None,
    )
    assert read.image_url == "https://img.bricklink.com/PL/4276a.jpg"


@recorded
def test_the_recorded_set_is_no_part() -> None:
    assert refusal(lambda: wire.part(data_of("item-SET-10030-1.json"), "10030-1")) == "wrong_item"


@recorded
def test_the_recorded_colors_are_read() -> None:
    colors = {color.color_id: color for color in wire.colors(data_of("colors-list-2019.json"))}
    assert colors[11] == Color(11, "Black", "212121", "Solid")
    assert colors[0].name == "(Not Applicable)"
    assert len(colors) > 180


@recorded
def test_the_manuals_known_color_is_read() -> None:
    colors = as_json([json.loads((RECORDINGS / "doc-known-color.json").read_text())])
    assert wire.part_colors(colors) == (KnownColor(1, 10),)
