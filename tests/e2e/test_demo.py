"""The demo as a newcomer sees it: what it prints, and that each line to try shows what it says."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from e2e.house import PATIENCE, eventually

LOW = re.compile(r"^\S+  ((?!3001|3020|3024|3040)30\d\d) +taken", re.MULTILINE)
"""A line about one of the 14 parts that wait for the drain."""


class Demo:
    """The running demo, and a second terminal."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.opened = out.with_name("opened.txt")
        self.environ = {n: v for n, v in os.environ.items() if not n.startswith("FRESHBRICK_")}

    @property
    def said(self) -> str:
        return self.out.read_text()

    def story(self, subject: str) -> list[str]:
        """The lines of the terminal about one subject, without their times."""
        lines = re.findall(rf"^\d\d:\d\d:\d\d  {re.escape(subject)}  +(.*)$", self.said, re.MULTILINE)
        return [line.strip() for line in lines]

    def low(self) -> list[str]:
        """The parts of LOW messages that were taken so far."""
        return LOW.findall(self.said)

    async def start(self) -> asyncio.subprocess.Process:
        with self.out.open("w") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "freshbrick", "demo", "--open",
                env=self.environ | {"FRESHBRICK_PORT": "0", "BROWSER": self._browser()}, stdout=out, stderr=out,
            )  # fmt: skip
        await eventually(lambda: "Ctrl-C" in self.said)
        settings = await eventually(
            lambda: re.search(r"export (FRESHBRICK_SERVER=\S+) (FRESHBRICK_TOKEN=\S+)", self.said)
        )
        self.environ |= dict(setting.split("=", 1) for setting in settings.groups())
        return process

    def _browser(self) -> str:
        """One that only writes down what it was to open."""
        program = self.out.with_name("browser.sh")
        program.write_text(f'#!/bin/sh\nprintf %s "$1" > {self.opened}\n')
        program.chmod(0o755)
        return f"{program} %s"

    async def run(self, *command: str) -> str:
        """What a command prints."""
        process = await self._begin(*command)
        async with asyncio.timeout(PATIENCE):
            out, _ = await process.communicate()
        return out.decode()

    async def watch(self, *command: str, until: str) -> list[str]:
        """The lines of a watch up to the one that says `until`; then Ctrl-C."""
        process = await self._begin(*command, "--watch")
        assert process.stdout is not None
        lines: list[str] = []
        async with asyncio.timeout(4 * PATIENCE):
            while not lines or until not in lines[-1]:
                lines.append((await process.stdout.readline()).decode())
                assert lines[-1], lines
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0
        return lines

    async def _begin(self, *command: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "freshbrick", *command,
            env=self.environ, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    demo = Demo(tmp_path / "demo.txt")
    process = await demo.start()
    yield demo
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE):
        assert await process.wait() == 0


def in_order(lines: list[str], *words: str) -> bool:
    return re.search(".*".join(map(re.escape, words)), "".join(lines), re.DOTALL) is not None


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

    await eventually(lambda: len(demo.low()) >= 10)
    await eventually(lambda: len(demo.low()) == 14)
    drains = demo.said.split("drain_catalog_refresh_outbox")
    assert [len(LOW.findall(after)) for after in drains[1:3]] == [10, 4]
    assert demo.low()[:3] == ["3002", "3006", "3007"]
    assert in_order(await turning, "Fresh", "Stale", "Refreshing")
    assert "turned stale by itself, nothing was written" in demo.story("3020")
