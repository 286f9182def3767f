"""What the README and the quick start tell people to type does what they say."""

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from e2e.house import PATIENCE, House

ROOT = Path(__file__).parents[2]


def block(language: str, beginning: str, page: str = "README.md") -> str:
    """The code block in that language that begins so."""
    text = (ROOT / page).read_text()
    blocks = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (found,) = (text for text in blocks if text.startswith(beginning))
    return found


def reach(house: House) -> dict[str, str]:
    mine = {"FRESHBRICK_SERVER": house.url, "FRESHBRICK_TOKEN": house.token, "PYTHONUNBUFFERED": "1"}
    return {name: value for name, value in os.environ.items() if not name.startswith("FRESHBRICK_")} | mine


async def test_the_script_tells_every_change_of_a_part(house: House) -> None:
    script = block("python", "import asyncio\n")
    assert sum(map(bool, script.splitlines())) <= 10
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, env=reach(house), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    said = []
    async with asyncio.timeout(PATIENCE):
        while not said or not said[-1].startswith("fresh"):
            said.append((await process.stdout.readline()).decode().strip())
    process.kill()
    await process.wait()
    assert said[0] == "missing nothing known yet"
    assert said[-1] == "fresh Brick 2 x 4"


@pytest.mark.skipif(
    shutil.which("curl") is None, reason="CURL IS MISSING: the README's first line is not tried"
)
async def test_the_line_for_curl_answers_as_it_is_shown(house: House) -> None:
    await house.post("/api/catalog/parts/3001/refresh?wait=20s")
    command, shown, *rest = block("console", "$ curl").splitlines()
    assert rest == []
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", command.removeprefix("$ "), env=reach(house),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    out, _ = await process.communicate()
    answer = json.loads(out)
    assert re.findall(r'"(\w+)":', shown) == ["data", "partNumber", "name", *list(answer)[1:]]
    beginning, _, _ = shown.partition(",…")
    assert out.decode().startswith(beginning)
    assert answer["status"] == "fresh"


async def test_the_quick_starts_lot_is_kept_and_valued(house: House) -> None:
    script = block("python", "import asyncio\nfrom decimal", "docs/quickstart-developer.md")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, env=reach(house), stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    assert out.decode() == "3 pieces, 0.1500 USD\n"
    lots = await house.http.get(f"{house.url}/api/inventory/lots")
    assert lots.json()["items"] == []


async def test_a_file_fills_the_catalog_beside_the_server_and_its_parts_are_found(
    house: House, tmp_path: Path
) -> None:
    readme = (ROOT / "README.md").read_text()
    assert "`freshbrick import FILE …`" in readme
    assert "`freshbrick search brick 2x4 red`" in readme
    file = tmp_path / "parts.csv"
    file.write_text("part_num,name,part_cat_id,part_material\n3001,Brick 2 x 4,11,Plastic\n")
    code, told, _ = await house.run("import", str(file))
    assert (code, told.rstrip()) == (0, "parts.csv: Rebrickable's parts, 1 row: 1 new.")
    code, found, _ = await house.run("search", "brick", "2x4")
    assert code == 0
    assert re.search(r"3001\s+Brick 2 x 4", found)
