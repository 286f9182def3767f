"""The web UI is built where it changed, once, and travels in every archive."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.e2e

# What a build leaves: one file more for each time that it ran, so that a test can count.
BUILD = """
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
const out = "../src/freshbrick/api/ui";
mkdirSync(out, { recursive: true });
if (readFileSync("src/main.ts", "utf8") === "broken") process.exit(1);
writeFileSync(`${out}/built-${readdirSync(out).filter((name) => name.startsWith("built")).length + 1}`, "");
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    web = tmp_path / "web"
    (web / "src").mkdir(parents=True)
    package = {"name": "small", "version": "1.0.0", "scripts": {"build": "node build.mjs"}}
    (web / "package.json").write_text(json.dumps(package))
    lock = {"name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": package}}
    (web / "package-lock.json").write_text(json.dumps(lock))
    (web / "build.mjs").write_text(BUILD)
    (web / "src/main.ts").write_text("one")
    return tmp_path


def build(checkout: Path, **environ: str) -> int:
    """Build as `make web` does; how often this checkout has been built so far."""
    command = (
        f"import hatch_build; from pathlib import Path; hatch_build.build_web_ui(Path({str(checkout)!r}))"
    )
    inherited = {name: value for name, value in os.environ.items() if name != "SKIP_WEB_UI"}
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, env=inherited | environ, check=True)
    return len(list((checkout / "src/freshbrick/api/ui").glob("built-*")))


def test_is_built_once_and_again_when_a_source_changed(checkout: Path) -> None:
    assert build(checkout) == 1
    assert build(checkout) == 1
    (checkout / "web/src/main.ts").write_text("two")
    assert build(checkout) == 2
    (checkout / "web/src/main.test.ts").write_text("a test is no part of what is built")
    assert build(checkout) == 2


def test_is_left_alone_when_asked(checkout: Path) -> None:
    assert build(checkout, SKIP_WEB_UI="1") == 0


def test_a_build_that_failed_is_tried_again(checkout: Path) -> None:
    (checkout / "web/src/main.ts").write_text("broken")
    with pytest.raises(subprocess.CalledProcessError):
        build(checkout)
    with pytest.raises(subprocess.CalledProcessError):
        build(checkout)
    (checkout / "web/src/main.ts").write_text("mended")
    assert build(checkout) == 1


def test_the_source_archive_makes_a_wheel_with_the_ui_where_there_is_no_node(tmp_path: Path) -> None:
    _archive("--sdist", ROOT, tmp_path, os.environ["PATH"])
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = next(path for path in tmp_path.iterdir() if path.is_dir())
    _archive("--wheel", unpacked, tmp_path, str(tmp_path / "no-programs"))
    assert not (unpacked / "web/node_modules").exists(), "nothing was built again"
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    assert "freshbrick/api/ui/index.html" in names
    assert any(name.startswith("freshbrick/api/ui/assets/") and name.endswith(".js.br") for name in names)


def _archive(kind: str, source: Path, out: Path, path: str) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", kind, "--outdir", str(out), str(source)]
    subprocess.run(command, env=os.environ | {"PATH": path}, check=True, capture_output=True)
