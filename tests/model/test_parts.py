from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from freshbrick.model.errors import RequestError
from freshbrick.model.parts import Part, PartColor, Size, parse_color_id, parse_part_number, part_key


@pytest.mark.parametrize("text", ["3001", "0901", "3001old", "973pb0001c01", "3068b.1", "a-B.9", "x" * 32])
def test_part_numbers_are_text_and_stay_as_written(text: str) -> None:
    assert parse_part_number(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 3001",
        "3001\n",
        "x" * 33,
        "../3001",
        ".3001",
        "-1",
        "30/01",
        "30%2F",
        "\uff13001",
        "\u212a1",
        "\ud800",
    ],
)
def test_what_is_no_part_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(RequestError, match="such as 3001") as error:
        parse_part_number(text)
    assert error.value.code == "bad_request"
    error.value.message.encode()


@given(st.text())
def test_only_plain_ascii_passes_as_a_part_number(text: str) -> None:
    try:
        number = parse_part_number(text)
    except RequestError:
        return
    assert number.isascii()
    assert number.isprintable()
    assert not set(number) & set("/ %?#&\\'\"")


def test_numbers_are_looked_up_whatever_their_case() -> None:
    assert part_key("3001OLD") == part_key("3001old")


@pytest.mark.parametrize(
    ("value", "color_id"), [("0", 0), ("11", 11), (11, 11), (999_999, 999_999), ("999999", 999_999)]
)
def test_color_ids_come_as_text_and_as_numbers(value: str | int, color_id: int) -> None:
    assert parse_color_id(value) == color_id


@pytest.mark.parametrize(
    "value", ["", " 1", "1.0", "-1", "+1", "1_0", "1000000", "\uff11", "²", -1, 1_000_000, 10**40, True]
)
def test_what_is_no_color_id_is_refused_with_an_example(value: str | int) -> None:
    with pytest.raises(RequestError, match="such as 11 for Black"):
        parse_color_id(value)


def test_a_part_on_the_wire_has_exact_decimals_and_null_for_unknown() -> None:
    part = Part(
        part_number="3001", name="Brick 2 x 4", weight=Decimal("2.320"), size=Size(Decimal(2), None, None)
    )
    assert msgspec.json.decode(msgspec.json.encode(part)) == {
        "partNumber": "3001",
        "name": "Brick 2 x 4",
        "categoryId": None,
        "categoryName": None,
        "alternateNumbers": [],
        "yearReleased": None,
        "weight": "2.320",
        "size": {"x": "2", "y": None, "z": None},
        "description": None,
        "imageUrl": None,
        "thumbnailUrl": None,
        "isObsolete": None,
        "source": "bricklink",
    }


def test_a_part_color_on_the_wire() -> None:
    wire = msgspec.json.decode(msgspec.json.encode(PartColor(5, "Red", "b40000", "Solid", 7)))
    assert wire == {"colorId": 5, "name": "Red", "hexCode": "b40000", "type": "Solid", "quantity": 7}
