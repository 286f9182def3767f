"""What a file is, and whether it can be trusted, is found out before anything of it is written."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from catalog.importers.lists import (
    CATEGORIES_CSV,
    CODES_XML,
    ELEMENTS_CSV,
    EVERY,
    PARTS_CSV,
    PARTS_TAB,
    PARTS_XML,
    unheard,
)
from freshbrick.catalog.importers.checking import CheckedFile, Step, check
from freshbrick.catalog.importers.importing import checked_files
from freshbrick.catalog.importers.refusals import FileRefusedError

BOMB = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
TALE = PARTS_XML.encode().replace(b"<CATALOG>", b"%s<CATALOG>" % BOMB.encode()).replace(b"Brick", b"&b;")


def checked(tmp_path: Path, content: str | bytes, *, packed: bool = False) -> CheckedFile:
    data = content if isinstance(content, bytes) else content.encode()
    path = tmp_path / "download"
    path.write_bytes(gzip.compress(data) if packed else data)
    return check(path, unheard)


def refusal(tmp_path: Path, content: str | bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        checked(tmp_path, content)
    return str(refused.value)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("what", "content"), [(what, text) for what, texts in EVERY.items() for text in texts]
)
def test_a_file_is_known_by_its_content(tmp_path: Path, what: str, content: str, packed: bool) -> None:
    assert checked(tmp_path, content, packed=packed).report.what == what
    assert checked(tmp_path, "\ufeff" + content.replace("\n", "\r\n"), packed=packed).report.what == what


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it holds no rows"),
        ("part_num,name,part_cat_id\n", "it holds no rows"),
        ("id,name,parent_id\n1,Technic,\n", "columns (id, name, parent_id) are those of no list"),
        (PARTS_CSV.replace(",11,", ","), "line 2: has 3 columns, the header has 4"),
        (PARTS_CSV + "3002,Brick", "line 5: has 2 columns"),
        (PARTS_CSV.replace('Print"', "Print"), "line 4: is no row of comma-separated values"),
        (PARTS_TAB + "5\tBrick\t3002\n", "line 5: has 3 columns, the header has 7"),
        (PARTS_CSV.encode().replace(b"Sheet", b"Sh\xe9et"), "line 4: byte 17 is not UTF-8 text"),
        (PARTS_CSV.encode("utf-16"), "line 1: byte 1 is not UTF-8 text"),
        (PARTS_CSV.replace("Sheet", "Sh\0eet"), "line 4: holds a control character (0x00)"),
        (PARTS_CSV.replace("Sheet", "\x1b[2J"), "line 4: holds a control character (0x1b)"),
        (PARTS_CSV + "9," + "x" * 70_000, "line 5: is longer than 65,536 bytes"),
        (gzip.compress(PARTS_CSV.encode())[:-20], "the gzip file is cut off or damaged"),
        (gzip.compress(PARTS_CSV.encode())[:-8] + b"12345678", "the gzip file is cut off or damaged"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "it is a web page"),
        (PARTS_XML[:-30], "line 10: is no XML (unclosed token): the file is damaged or cut off"),
        (PARTS_XML.replace("</ITEMTYPE>", "</ITEM>", 1), "line 4: is no XML (mismatched tag)"),
        (PARTS_XML.replace("CATALOG", "INVENTORY"), "line 2: <INVENTORY> is not BrickLink's"),
        (PARTS_XML.replace("3001", "<b>3001</b>"), "line 4: <b> stands inside an element that holds text"),
        (PARTS_XML.replace("UTF-8", "EBCDIC"), "line 1:"),
        (TALE, "line 2: declares a document type or entities"),
        (PARTS_XML.replace("3001", "&b;"), "line 4: is no XML (undefined entity"),
        (f"<CATALOG><ITEM><ITEMNAME>{'x' * 70_000}", "a text is longer than 65,536 letters"),
        (f"<CATALOG><ITEM {'x' * 200_000}", "a tag is longer than 65,536 bytes"),
        (
            PARTS_XML.replace(">P<", ">S<"),
            "none of its 2 rows can be used: no part, such as line 3: 'item type S'",
        ),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_the_line(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    assert words in refusal(tmp_path, content)


def test_a_file_that_unpacks_to_more_than_any_list_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("freshbrick.catalog.importers.source.BYTES_MAX", 0)
    assert "unpacks to more than 0 MiB" in refusal(tmp_path, gzip.compress(PARTS_CSV.encode()))


def test_an_endless_line_is_refused_without_filling_memory(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * 50 * 1024**2)
    tracemalloc.start()
    try:
        assert "line 1: is longer than 65,536 bytes" in refusal(tmp_path, bomb)
        assert tracemalloc.get_traced_memory()[1] < 2 * 1024**2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "rows",
    ["part_num,name,part_cat_id" + "\n" * 2_000, PARTS_XML.replace("</ITEM>", "</ITEM>" + "<ITEM/>" * 999)],
)
def test_more_rows_than_any_list_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    monkeypatch.setattr("freshbrick.catalog.importers.source.ROWS_MAX", 1_000)
    assert "it has more than 1,000 rows" in refusal(tmp_path, rows)


def test_odd_rows_among_good_ones_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = [
        "=1+1,Formula,11,Plastic",
        "a b,Space,11,Plastic",
        f"{'9' * 40},Long,11,Plastic",
        "3003,,11,Plastic",
    ]
    report = checked(
        tmp_path, PARTS_CSV + "\n".join(rows) + "\n3001,Brick 2 x 4,11,Metal\n3001,Other,11,x\n"
    ).report
    assert report.rows == 9
    assert report.repeated == 1, "the material is not kept, so the row says the same again"
    assert [(one.reason, one.rows) for one in report.left_out] == [
        ("no part number", 3),
        ("no name", 1),
        ("says something else than an earlier row of the same number", 1),
    ]
    assert report.left_out[0].examples[0] == "line 5: '=1+1'"


def test_absurd_numbers_are_no_ids(tmp_path: Path) -> None:
    report = checked(
        tmp_path, f"{ELEMENTS_CSV}1,3001,{'9' * 5000},\n2,3001,-7,\n3,3001,1e3,\n4,3001,,\n"
    ).report
    assert [(one.reason, one.rows) for one in report.left_out] == [("no color id", 4)]


def test_an_item_without_what_it_needs_is_left_out(tmp_path: Path) -> None:
    report = checked(tmp_path, CODES_XML.replace("<COLOR>Black</COLOR>", "")).report
    assert [(one.reason, one.rows) for one in report.left_out] == [("no color", 1)]


def test_every_refused_file_is_named_and_none_is_given_out(tmp_path: Path) -> None:
    good, cut, missing = tmp_path / "good", tmp_path / "cut", tmp_path / "missing"
    good.write_text(CATEGORIES_CSV)
    cut.write_text(PARTS_CSV + "x")
    with pytest.raises(FileRefusedError) as refused, checked_files([good, cut, missing, tmp_path], unheard):
        pytest.fail("nothing can be imported")
    first, second, third, last = str(refused.value).splitlines()
    assert first == f"{cut}: line 5: has 1 columns, the header has 4: the file is damaged or cut off."
    assert second == f"{missing}: No such file or directory."
    assert third.startswith(f"{tmp_path}: ")
    assert last == "Nothing was imported."


def test_the_check_says_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,name\n" + "".join(f"{n},Category {n}\n" for n in range(2_500)))
    steps: list[Step] = []
    check(path, steps.append)
    assert [step.rows for step in steps] == [1_000, 2_000, 2_500]
    assert all(0 < step.done <= step.total == path.stat().st_size for step in steps)
    assert steps[-1].done == steps[-1].total
