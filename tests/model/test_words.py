"""Names and typed searches become the same words."""

import pytest

from freshbrick.model.words import natural, squeezed, typed_words, with_parts_of_sizes, words


@pytest.mark.parametrize("size", ["2 x 4", "2x4", "2X4", "2 X4", "2 × 4", " 2  x  4 "])
def test_a_size_is_one_word_however_it_is_written(size: str) -> None:
    assert words(f"Brick {size}") == ("brick", "2x4")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Slope 45° 2 x 2", ("slope", "45", "2x2")),
        ("BRICK, Round (Ünïque)", ("brick", "round", "unique")),
        ("Pilot's Map", ("pilots", "map")),
        ("Tile 1 x 1 x 2/3", ("tile", "1x1x2/3")),
        ("Wheel 30.4mm D. x 20mm", ("wheel", "30.4x20", "mm")),
        ("Wheel 30.4", ("wheel", "30.4")),
        ("End. New", ("end", "new")),
        ("½ Pin", ("1/2", "pin")),
        ("кирпич", ("кирпич",)),
        ("\"*'()-:^\0", ()),
    ],
)
def test_words_have_no_case_accents_or_punctuation(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


def test_a_size_that_is_still_being_typed_is_its_beginning() -> None:
    assert typed_words("brick 2 x") == ("brick", "2x")
    assert typed_words("brick 2 x 4 x ") == ("brick", "2x4x")


def test_a_size_is_found_by_its_beginning_and_by_its_figures() -> None:
    assert with_parts_of_sizes(("window", "1x2x3", "window")) == ["window", "1x2x3", "1", "2", "3", "1x2"]


def test_numbers_are_the_same_without_their_punctuation() -> None:
    assert squeezed("3068b-PB 01") == squeezed("3068bPB01") == "3068bpb01"


def test_numbers_sort_naturally() -> None:
    numbers = ["3", "30", "300", "3001", "3001a", "3001pb2", "3001pb10", "3002", "30010", "bb1", "bb12"]
    assert sorted(sorted(numbers), key=natural) == numbers
