"""The world is large enough, always the same, and can be that of a real catalog."""

import gzip
import time
from pathlib import Path

import pytest

from freshbrick.simulator import World

REAL = Path(__file__).parents[3] / "shared/data/rebrickable-parts.csv.gz"
CATALOG = """part_num,name,part_cat_id,part_material
0901,"Plate 2 x 4, with ""Hole"" in it",14,Plastic
3001,Other name,11,Plastic
X1,Odd thing,5,
"""


def test_some_hundred_parts_with_their_real_names() -> None:
    world = World()
    assert len(world) > 300
    assert world.part("3001").name == "Brick 2 x 4"
    assert world.part("3040").name == "Slope 45 2 x 1"
    assert world.part("99999x") is None
    assert not world.part("973").colors


def test_what_the_demo_shows_can_be_shown() -> None:
    world = World()
    for no in ("3001", "3020", "3024", "3040"):
        assert len(world.part(no).colors) > 20


def test_the_same_seed_makes_the_same_world() -> None:
    assert [World(7).part(no) for no in World(7).part_numbers()] == [
        World(7).part(no) for no in World(7).part_numbers()
    ]
    assert World(7).part("3001").colors != World(8).part("3001").colors


@pytest.mark.parametrize("name", ["parts.csv", "parts.csv.gz"])
def test_a_rebrickable_catalog_adds_its_parts(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(CATALOG.encode()) if name.endswith("gz") else CATALOG.encode())
    world = World(catalog=file)
    added = world.part("0901")
    assert (added.name, added.size) == ('Plate 2 x 4, with "Hole" in it', ("2.00", "4.00", "0.33"))
    assert added.category_id == world.part("3020").category_id
    assert world.part("901") is None
    assert world.part("x1").no == "X1"
    assert world.part("3001").name == "Brick 2 x 4"


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "colors.csv").write_text("id,name,rgb\n0,Black,05131D\n")
    with pytest.raises(ValueError, match="part_num"):
        World(catalog=tmp_path / "colors.csv")


@pytest.mark.skipif(not REAL.exists(), reason="the full catalog lies beside the checkout, if at all")
def test_a_full_catalog_loads_in_no_time() -> None:
    started = time.perf_counter()
    world = World(catalog=REAL)
    assert time.perf_counter() - started < 2
    assert len(world) > 61_000
    assert world.part("99999x") is None
    assert all(world.part(no).no == no for no in list(world.part_numbers())[::1000])
