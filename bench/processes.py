"""Processes under load: each on a core of its own, away from the load."""

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

SERVER_CPU, LOAD_CPU = 0, 1
PATIENCE_S = 60


def prepare_this_process() -> None:
    """The load's own core, and as many sockets as the system grants."""
    _pin(LOAD_CPU)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _pin(cpu: int) -> None:
    if hasattr(os, "sched_setaffinity") and cpu in os.sched_getaffinity(0) | {SERVER_CPU, LOAD_CPU}:
        os.sched_setaffinity(0, {cpu % (os.cpu_count() or 1)})


@asynccontextmanager
async def running(
    *arguments: str, environ: Mapping[str, str] | None = None, cpu: int = SERVER_CPU
) -> AsyncIterator[tuple[asyncio.subprocess.Process, list[str]]]:
    """A Python process; yields it with the words of its first line. It ends with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        env={**_own_environ(), **(environ or {})},
        preexec_fn=lambda: _pin(cpu),  # noqa: PLW1509 - before exec, in a program of one thread
    )
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    try:
        async with asyncio.timeout(PATIENCE_S):
            first = await process.stdout.readline()
        if not first:
            raise RuntimeError(f"{' '.join(arguments)} ended before it was ready")
        yield process, first.decode().split()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def resident(pid: int) -> int:
    """Resident memory in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


async def run(command: Sequence[str], *, cpu: int = LOAD_CPU) -> str:
    """What a command prints; RuntimeError if it fails."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=lambda: _pin(cpu),  # noqa: PLW1509 - as above
    )
    out, err = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {err.decode().strip()}")
    return out.decode()


def _own_environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("FRESHBRICK_")}
