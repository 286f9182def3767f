"""The running demo, and a second terminal."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from .commands import INTERRUPTIBLE
from .patience import PATIENCE, eventually


class Demo:
    """`freshbrick demo` as a process of its own, on any free port; what it says goes to `out`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.opened = out.with_name("opened.txt")
        self.environ = {n: v for n, v in os.environ.items() if not n.startswith("FRESHBRICK_")}

    @property
    def said(self) -> str:
        return self.out.read_text()

    @property
    def url(self) -> str:
        return self.environ["FRESHBRICK_SERVER"]

    def story(self, subject: str) -> list[str]:
        """The lines of the terminal about one subject, without their times."""
        lines = re.findall(rf"^\d\d:\d\d:\d\d  {re.escape(subject)}  +(.*)$", self.said, re.MULTILINE)
        return [line.strip() for line in lines]

    async def link(self, name: str = "owner") -> str:
        """The secret of the one sign-in link, which is the owner's and good once."""
        assert name == "owner", "the demo prints a link for its owner only"
        found = re.search(r"/#signin=(\S+)", self.said)
        assert found, self.said
        return found[1]

    async def start(self) -> asyncio.subprocess.Process:
        with self.out.open("w") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "freshbrick", "demo", "--open",
                env=self.environ | {"FRESHBRICK_PORT": "0", "BROWSER": self._browser()}, stdout=out, stderr=out,
            )  # fmt: skip
        await eventually(lambda: process.returncode is not None or "Ctrl-C" in self.said)
        settings = re.search(r"export (FRESHBRICK_SERVER=\S+) (FRESHBRICK_TOKEN=\S+)", self.said)
        assert settings, self.said
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
            sys.executable, "-c", INTERRUPTIBLE, *command,
            env=self.environ, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip


@asynccontextmanager
async def running_demo(folder: Path) -> AsyncIterator[Demo]:
    """A demo until the block is left, which ends it with Ctrl-C."""
    demo = Demo(folder / "demo.txt")
    process = await demo.start()
    try:
        yield demo
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            code = await process.wait()
    assert code == 0, demo.said
