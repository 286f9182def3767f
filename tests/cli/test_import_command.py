"""`import`, on files and a database of its own."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from catalog.importers.lists import COLORS_CSV, ELEMENTS_CSV, PARTS_CSV
from cli.conftest import Run


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "freshbrick.db"
    monkeypatch.setenv("FRESHBRICK_DATABASE_URL", f"sqlite:///{path}")
    return path


@pytest.fixture
def lists(tmp_path: Path) -> list[str]:
    files = {"a.csv": ELEMENTS_CSV, "b.csv": PARTS_CSV + "=1,Sum,1,x\n", "c.csv": COLORS_CSV}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    return [str(tmp_path / name) for name in files]


def test_it_says_of_each_file_what_became_of_its_rows(run: Run, lists: list[str]) -> None:
    code, out, err = run("import", *lists)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "c.csv: Rebrickable's colors, 5 rows: 3 new, 2 left out.",
        "  left out, no BrickLink color is called so: 2 rows: [Unknown], Sky Grape",
        "a.csv: Rebrickable's elements, 4 rows: 2 new, 1 said before, 1 left out.",
        "  left out, in a color that BrickLink's list does not name: 1 row: Sky Grape",
        "b.csv: Rebrickable's parts, 4 rows: 3 new, 1 left out.",
        "  left out, no part number: 1 row: line 5: '=1'",
    ]
    assert "b.csv: Rebrickable's parts, 4 rows: 3 unchanged, 1 left out." in run("import", *lists).out


def test_programs_get_the_same_as_json(run: Run, lists: list[str]) -> None:
    code, out, _ = run("import", "--json", lists[1])
    assert code == 0
    assert json.loads(out) == [
        {
            "file": "b.csv",
            "what": "Rebrickable's parts",
            "rows": 4,
            "new": 3,
            "changed": 0,
            "unchanged": 0,
            "kept": 0,
            "repeated": 0,
            "leftOut": [{"reason": "no part number", "rows": 1, "examples": ["line 5: '=1'"]}],
        }
    ]


def test_one_refused_file_keeps_all_of_them_out(run: Run, lists: list[str], database: Path) -> None:
    Path(lists[0]).write_text(ELEMENTS_CSV + "1,3001\n")
    code, out, err = run("import", *lists)
    assert (code, out) == (1, "")
    assert f"{lists[0]}: line 6: has 2 columns, the header has 4" in err
    assert err.splitlines()[-1] == "Nothing was imported."
    assert not database.exists()


def test_a_file_that_is_no_database_is_said_so(run: Run, lists: list[str], database: Path) -> None:
    database.write_text("shopping list" * 100)
    code, _, err = run("import", *lists)
    assert (code, err) == (1, "The database cannot be used: file is not a database.\n")


def test_what_is_written_is_there_for_the_server(run: Run, lists: list[str], database: Path) -> None:
    run("import", *lists)
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "SELECT part_number, source, last_fetched FROM parts ORDER BY 1"
        ).fetchall()
    assert found == [(number, "import", None) for number in ("3001", "3001pr0001", "stk01")]
