"""Processes under load: each on a core of its own, away from the load."""

import asyncio
import gc
import os
import re
import resource
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple

from freshbrick.app.server import GC_THRESHOLDS

SERVER_CPU, LOAD_CPU = 0, 1
PATIENCE_S = 60


def prepare_this_process() -> None:
    """The load's own core, as many sockets as the system grants, and the garbage collector set as a server sets it."""
    _pin(LOAD_CPU)
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _pin(cpu: int) -> None:
    if hasattr(os, "sched_setaffinity") and cpu in os.sched_getaffinity(0) | {SERVER_CPU, LOAD_CPU}:
        os.sched_setaffinity(0, {cpu % (os.cpu_count() or 1)})


@contextmanager
def on_cpu(cpu: int) -> Iterator[None]:
    """Processes that are started in the block stay on this core."""
    before = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    _pin(cpu)
    try:
        yield
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)


class Process(NamedTuple):
    """A process under load."""

    pid: int
    output: asyncio.StreamReader

    async def says(self, pattern: str) -> re.Match[str]:
        """The first match in its further lines. RuntimeError if it ends, TimeoutError if it is silent."""
        async with asyncio.timeout(PATIENCE_S):
            while line := await self.output.readline():
                if found := re.search(pattern, line.decode()):
                    return found
        raise RuntimeError(f"it ended before it said {pattern}")

    async def address(self) -> str:
        """The first address that it names."""
        return (await self.says(r"http://\S+"))[0]


@asynccontextmanager
async def running(
    *arguments: str, environ: Mapping[str, str] | None = None, cpu: int = SERVER_CPU
) -> AsyncIterator[Process]:
    """A Python process that ends with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**_own_environ(), **(environ or {})},
        preexec_fn=lambda: _pin(cpu),
    )
    assert process.stdout is not None
    try:
        yield Process(process.pid, process.stdout)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def resident(pid: int) -> int:
    """Resident memory of a process, in bytes."""
    return resident_in(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))


def resident_in(status: str) -> int:
    """The same, from what Linux says of a process."""
    return _bytes(status, "VmRSS:")


def peak_in(status: str) -> int:
    """The most that it ever was."""
    return _bytes(status, "VmHWM:")


def _bytes(status: str, name: str) -> int:
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(name))


async def run(
    command: Sequence[str], *, environ: Mapping[str, str] | None = None, cpu: int = LOAD_CPU
) -> str:
    """What a command prints; RuntimeError if it fails."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**_own_environ(), **(environ or {})},
        preexec_fn=lambda: _pin(cpu),
    )
    out, err = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {err.decode().strip()}")
    return out.decode()


def _own_environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("FRESHBRICK_")}
