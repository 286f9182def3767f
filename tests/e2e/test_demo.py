"""The demo as a newcomer sees it: what it prints, and that each line to try shows what it says."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.demo import Demo, running_demo
from support.patience import eventually

LOW = re.compile(r"^\S+  ((?!3001|3020|3024|3040)30\d\d) +taken", re.MULTILINE)
"""A line about one of the 14 parts that wait for the drain."""


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with running_demo(tmp_path) as demo:
        yield demo


def low(demo: Demo) -> list[str]:
    """The parts of LOW messages that were taken so far."""
    return LOW.findall(demo.said)


def in_order(lines: list[str], *words: str) -> bool:
    return re.search(".*".join(map(re.escape, words)), "".join(lines), re.DOTALL) is not None


@pytest.mark.long
async def test_the_demo_shows_every_step_of_the_flow(demo: Demo) -> None:
    link = re.search(r"http://127\.0\.0\.1:\d+/#signin=\S{20,}", demo.said)
    assert link
    assert await eventually(lambda: demo.opened.exists() and demo.opened.read_text()) == link[0]
    assert "freshbrick part 3001 --watch" in demo.said

    turning = asyncio.create_task(demo.watch("part", "3020", until="Refreshing"))
    two = await asyncio.gather(*(demo.watch("part", "3001", until="Fresh") for _ in range(2)))
    assert any(in_order(lines, "Stale", "Refreshing", "Fresh") for lines in two), two
    story = demo.story("3001")
    assert sum(line.startswith("taken · 1 call") for line in story) == 1
    assert any(line.startswith("asked HIGH by owner") for line in story)
    assert re.fullmatch(r"[\d,]+ ms · saved · \d pages? told", story[-1])

    assert "Plate 1 x 1" in await demo.run("part", "3024")
    for _ in range(2):
        assert "Unknown" in await demo.run("part", "99999x")
    assert sum(line.startswith("taken") for line in demo.story("99999x")) == 1
    assert "No known colors" in await demo.run("colors", "973")
    assert "average per piece" in await demo.run("price", "3001", "5")
    assert in_order(
        await demo.watch("part", "3040", until="Fresh"), "Stale", "second try", "third try", "Fresh"
    )

    await eventually(lambda: len(low(demo)) >= 10)
    await eventually(lambda: len(low(demo)) == 14)
    drains = demo.said.split("drain_catalog_refresh_outbox")
    assert [len(LOW.findall(after)) for after in drains[1:3]] == [10, 4]
    assert low(demo)[:3] == ["3002", "3006", "3007"]
    assert in_order(await turning, "Fresh", "Stale", "Refreshing")
    assert "turned stale by itself, nothing was written" in demo.story("3020")
