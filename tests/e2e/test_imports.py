"""Imports beside a running server, and imports that are killed."""

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from catalog.importers.lists import CATEGORIES_CSV, ELEMENTS_CSV, PARTS_CSV
from e2e.conftest import Open
from e2e.house import House, eventually
from freshbrick.store.migrations.sqlite import migrate

MANY = 3_000


@pytest.fixture
def lists(tmp_path: Path) -> list[str]:
    """Parts, known colors and categories of a middling collection."""
    parts = "".join(f"p{n},Part {n},11,Plastic\n" for n in range(MANY))
    elements = "".join(f"{n},p{n},{n % 10},\n" for n in range(MANY))
    contents = {"parts": PARTS_CSV + parts, "elements": ELEMENTS_CSV + elements, "categories": CATEGORIES_CSV}
    for name, content in contents.items():
        (tmp_path / f"{name}.csv").write_text(content)
    return [str(tmp_path / f"{name}.csv") for name in contents]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path, timeout=10)) as database:
        return database.execute(sql).fetchall()


def everything(path: Path) -> list[list[tuple[object, ...]]]:
    tables = ("parts", "part_color_lists", "part_colors", "rebrickable_names")
    return [rows(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


async def started(path: Path, lists: list[str]) -> asyncio.subprocess.Process:
    migrate(path)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "freshbrick", "import", "--json", *lists,
        env={"FRESHBRICK_DATABASE_URL": f"sqlite:///{path}"}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.alone
async def test_an_import_that_is_killed_is_completed_by_doing_it_again(
    tmp_path: Path, lists: list[str]
) -> None:
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    for table in ("part_colors", "parts"):
        process = await started(killed, lists)
        await eventually(lambda table=table: rows(killed, f"SELECT 1 FROM {table} LIMIT 1"))
        process.kill()
        await process.wait()
        left = rows(killed, f"SELECT count(*) FROM {table}")[0][0]
        assert isinstance(left, int)
        assert 0 < left < MANY, "killed in the middle"
        assert rows(killed, "PRAGMA integrity_check") == [("ok",)]
    for path in (killed, whole):
        out, _ = await (await started(path, lists)).communicate()
    assert everything(killed) == everything(whole)
    assert json.loads(out)[2]["new"] == MANY + 3
    out, _ = await (await started(killed, lists)).communicate()
    assert [(report["new"], report["changed"]) for report in json.loads(out)] == [(0, 0)] * 3


async def test_whoever_watches_a_part_sees_it_come_and_the_server_goes_on(
    house: House, lists: list[str]
) -> None:
    async with house.live() as live:
        await live.subscribe("getPart", partNumber="3001")
        assert (await live.value())["data"] is None
        importing = asyncio.create_task(house.run("import", "--json", *lists))
        part = await live.value()
        assert (part["data"]["name"], part["data"]["source"], part["status"]) == (
            "Brick 2 x 4",
            "import",
            "stale",
        )
        while not importing.done():
            asked = await house.post("/api/catalog/parts/4276a/refresh")
            assert asked.status_code in (200, 202)
            await asyncio.sleep(0)
    code, out, _ = await importing
    assert code == 0
    assert json.loads(out)[2]["new"] == MANY + 3
    assert (await house.get("/api/status"))["catalog"]["neverFetched"] >= MANY


async def test_a_part_that_was_fetched_keeps_its_data_and_age(open_house: Open, lists: list[str]) -> None:
    house = await open_house()
    await house.post("/api/catalog/parts/3001/refresh?wait=10s")
    before = await house.get("/api/catalog/parts/3001")
    await house.run("import", *lists)
    after = await house.get("/api/catalog/parts/3001")
    assert (after["status"], after["lastFetched"]) == ("fresh", before["lastFetched"])
    assert after["data"]["source"] == "bricklink"
    assert after["data"]["yearReleased"] == before["data"]["yearReleased"] is not None
