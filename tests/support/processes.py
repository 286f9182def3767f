"""`freshbrick` as a process of its own that is there at once: the fork of one that has imported everything."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path

from .patience import eventually

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "freshbrick.cli.commands", "freshbrick.app.commands", "freshbrick.app.server",
        "alembic.command", "httpcore2", "uvloop",  # which those import when they need them
    ]
)  # fmt: skip


class Freshbrick:
    """The command from its start to its end; what it says is appended to two files."""

    def __init__(self, *command: str, environ: Mapping[str, str], out: Path, err: Path) -> None:
        self._said = (out, err)
        how = (command, dict(environ), str(out), str(err))
        self._process = _FORKS.Process(target=_become, args=how, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        await eventually(lambda: self.returncode is not None)
        return self.returncode or 0

    async def communicate(self) -> tuple[bytes, bytes]:
        """All that it said, when it has ended."""
        await self.wait()
        out, err = (path.read_bytes() for path in self._said)
        return out, err


class Executed(Freshbrick):
    """The same with an interpreter of its own, for what only a program's start can bring about."""

    def __init__(self, *command: str, environ: Mapping[str, str], out: Path, err: Path) -> None:
        self._said = (out, err)
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "freshbrick", *command],
                env={**environ}, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr,
            )  # fmt: skip

    @property
    def pid(self) -> int:
        return self._program.pid

    @property
    def returncode(self) -> int | None:
        return self._program.poll()

    def send_signal(self, number: int) -> None:
        self._program.send_signal(number)


def begin(*command: str, environ: Mapping[str, str], out: Path, err: Path) -> Freshbrick:
    """Start the command in the way that its environment needs."""
    start = Executed if "LD_PRELOAD" in environ else Freshbrick
    return start(*command, environ=environ, out=out, err=err)


def _become(command: tuple[str, ...], environ: dict[str, str], out: str, err: str) -> None:
    """What `python -m freshbrick` does."""
    os.environ.clear()
    os.environ.update(environ)
    for path, number in ((out, 1), (err, 2)):
        with Path(path).open("ab") as file:
            os.dup2(file.fileno(), number)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in the background
    sys.argv = ["freshbrick", *command]
    from freshbrick.cli import main  # noqa: PLC0415 - imported where it is forked from

    main()
