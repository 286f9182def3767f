"""Colors of others as BrickLink's."""

import pytest

from freshbrick.catalog.importers.color_names import ColorNames, bricklink_name
from freshbrick.model.parts import Color

LISTED = [Color(5, "Red", None, "Solid"), Color(777, "Light Nougat (new)", None, "Solid")]


@pytest.fixture
def names() -> ColorNames:
    return ColorNames(LISTED, {1001: "Medium Violet", 5000: "light nougat (NEW)", 5001: "Nowhere"})


def test_a_name_is_found_in_the_list_and_in_the_packages_table(names: ColorNames) -> None:
    assert names.of_bricklink("red") == 5
    assert names.of_bricklink("Light Nougat (new)") == 777
    assert names.of_bricklink("Mx Teal Blue") == 146
    assert names.of_bricklink("86") == 86
    assert names.of_bricklink("Nowhere") is None
    assert names.of_bricklink("²") is None
    assert names.of_bricklink("9" * 50) is None


def test_an_equal_name_that_means_another_color_is_no_match(names: ColorNames) -> None:
    assert names.of_rebrickable(1001) == 245
    assert bricklink_name(245) == "Lilac"
    assert bricklink_name(73) == "Medium Violet"


def test_a_color_newer_than_the_table_is_matched_by_equal_name(names: ColorNames) -> None:
    assert names.of_rebrickable(5000) == 777
    assert names.of_rebrickable(5001) is None
    assert names.of_rebrickable(5002) is None
