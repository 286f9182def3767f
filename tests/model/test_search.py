"""What a search means, and in which order parts are listed."""

from freshbrick.model.search import Term, Wanted, palette, rank, wanted

COLORS = palette([(5, "Red"), (59, "Dark Red"), (12, "Trans-Clear"), (13, "Trans Clear")])


def test_the_last_word_is_a_beginning() -> None:
    assert wanted("Brick 2 x 4 ro", {}) == Wanted(
        (Term(("brick",)), Term(("2x4",)), Term(("ro",), prefix=True))
    )


def test_a_color_is_a_word_or_that_color() -> None:
    assert wanted("red brick", COLORS).terms == (Term(("red",), colors=(5,)), Term(("brick",), prefix=True))


def test_of_the_names_of_colors_the_longest_is_meant() -> None:
    assert wanted("brick dark red", COLORS).terms[1] == Term(("dark", "red"), prefix=True, colors=(59,))
    assert wanted("trans-clear", COLORS).terms == (Term(("trans", "clear"), prefix=True, colors=(12, 13)),)


def test_a_single_word_with_a_digit_may_be_a_number() -> None:
    assert wanted("3068b-PB01", {}).number == "3068bpb01"
    assert [wanted(text, {}).number for text in ("brick", "brick 3001", "!", "")] == [None] * 4


def ranked(*parts: tuple[str, str, bool]) -> list[str]:
    return [n for n, _, _ in sorted(parts, key=lambda part: rank(part[0], part[1], imported=part[2]))]


def test_parts_of_bricklink_come_first_then_short_names_then_small_numbers() -> None:
    assert ranked(
        ("2", "Brick", True),
        ("1", "Brick", True),
        ("3001pb10", "Brick with Print", False),
        ("3001pb2", "Brick with Print", False),
        ("bb12", "Brick", False),
        ("3001", "Brick", False),
        ("303", "Brick", False),
    ) == ["303", "3001", "bb12", "3001pb2", "3001pb10", "1", "2"]


def test_every_rank_fits_into_a_row_id() -> None:
    worst = rank("9" * 32, "word " * 1_000, imported=True)
    assert 0 <= worst < 2**63
    assert rank("zz" + "9" * 30, "", imported=True) < 2**63
