"""`freshbrick` as a process of its own that is there at once: the fork of one that has imported everything."""

import os
import signal
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
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.returncode is None and self._process.pid is not None:
            os.kill(self._process.pid, number)

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
