"""The units that we give away: systemd understands them, and keeps them away from what they do not need."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMITTED = Path(__file__).parents[2] / "deploy" / "systemd"
ANALYZE = shutil.which("systemd-analyze")
pytestmark = pytest.mark.skipif(ANALYZE is None, reason="there is no systemd-analyze here")


def analyze(*how: str) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run([ANALYZE, *how], capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(
    params=["freshbrick.service", "freshbrick-server@8001.service", "freshbrick-worker@1.service"]
)
def unit(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A unit with its drop-in, starting a program that is there."""
    path = tmp_path / str(request.param)
    text = (COMMITTED / re.sub(r"@\w+", "@", path.name)).read_text()
    path.write_text(re.sub(r"(?m)^ExecStart=\S+ ", f"ExecStart={sys.executable} -m freshbrick ", text))
    (tmp_path / f"{path.name}.d").mkdir()
    shutil.copy(COMMITTED / "keys.conf", tmp_path / f"{path.name}.d")
    return path


def test_systemd_finds_nothing_wrong_with_it(unit: Path) -> None:
    found = analyze("verify", "--man=no", str(unit))
    assert (found.returncode, found.stdout + found.stderr) == (0, "")


def test_it_is_exposed_to_little(unit: Path) -> None:
    found = analyze("security", "--offline=true", "--no-pager", "--threshold=20", str(unit))
    assert found.returncode == 0, found.stdout
