"""The commands by which the documentation restores a backup do so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"
NAMELESS = 64_999
"""An owner without a name, as systemd's dynamic users are while the server is stopped."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the page is for systemd")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The folder of a stopped server, with what its last start left."""
    state = tmp_path / "state"
    state.mkdir()
    for name in ("freshbrick.db", "freshbrick.db-wal", "freshbrick.db-shm"):
        (state / name).write_text("old")
        if os.geteuid() == 0:  # nobody else may give files away
            os.chown(state / name, NAMELESS, -1)
    return state


def restore(state: Path, backup: Path) -> int:
    """What the page says, up to the first command that fails; its exit code."""
    block = re.search(r"^To restore:.*?```console\n(.*?)```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert block is not None
    commands = [line for line in re.findall(r"^\$ (.+)$", block[1], re.MULTILINE) if "systemctl" not in line]
    said = "\n".join(commands)
    said = said.replace("/var/lib/freshbrick", str(state)).replace(
        "/backups/freshbrick-monday.db", str(backup)
    )
    return subprocess.run(["sh", "-e", "-c", said], check=False, capture_output=True).returncode


def test_a_backup_takes_the_place_of_the_database_and_belongs_to_whom_that_belonged(state: Path) -> None:
    owner = (state / "freshbrick.db").stat().st_uid
    (backup := state.parent / "backup.db").write_text("new")
    assert restore(state, backup) == 0
    (left,) = state.iterdir()
    assert (left.name, left.read_text()) == ("freshbrick.db", "new")
    assert (left.stat().st_uid, left.stat().st_mode & 0o777) == (owner, 0o600)


def test_without_the_backup_nothing_is_lost(state: Path) -> None:
    assert restore(state, state.parent / "no.db") != 0
    assert {one.name: one.read_text() for one in state.iterdir()} == {
        "freshbrick.db": "old",
        "freshbrick.db-wal": "old",
        "freshbrick.db-shm": "old",
    }
