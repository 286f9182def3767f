"""The hooks as a package of their own: the page of docs/hooks.md, built from the packed file, sees a value arrive."""

import asyncio
import json
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from e2e.house import House

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"

# Stands for a browser's window, and ends when the page shows what is wanted.
BROWSER = """
import { Window } from "happy-dom";
const window = new Window({ url: "http://127.0.0.1/" });
window.document.body.innerHTML = '<div id="root"></div>';
Object.assign(globalThis, { window, document: window.document });
await import("./page.js");
const seen = new Set();
const timer = setInterval(() => {
  if (document.body.textContent) seen.add(document.body.textContent);
  if (!document.body.textContent.includes(", fresh")) return;
  clearInterval(timer);
  console.log(JSON.stringify([...seen]));
  process.exit();
}, 5);
"""
COMPILER = {
    "strict": True,
    "jsx": "react-jsx",
    "module": "ESNext",
    "moduleResolution": "bundler",
    "target": "ES2023",
    "lib": ["ES2023", "DOM"],
    "types": [],
}


@pytest.fixture(scope="module")
def packed() -> Path:
    if not (WEB / "node_modules").exists():
        if "CI" in os.environ:
            pytest.fail("The web UI's tools are not installed: run `make web/node_modules/dev.stamp`.")
        pytest.skip("needs `make web/node_modules/dev.stamp`")
    run(WEB, "npm", "--silent", "run", "pack")
    return next((ROOT / "build").glob("freshbrick-react-*.tgz"))


@pytest.fixture
def project(packed: Path, tmp_path: Path) -> Path:
    """Somebody else's project, with the packed file installed."""
    modules = tmp_path / "node_modules"
    modules.mkdir()
    for tool in ("react", "react-dom", "@types", "happy-dom", "scheduler", "csstype"):
        (modules / tool).symlink_to(WEB / "node_modules" / tool)
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path, filter="data")
    (tmp_path / "package").rename(modules / "freshbrick-react")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": COMPILER, "files": ["page.tsx"]}))
    return tmp_path


@pytest.mark.alone
async def test_a_page_built_from_the_packed_file_sees_a_value_arrive(project: Path, house: House) -> None:
    (project / "page.tsx").write_text(example(house.url, house.token))
    (project / "browser.js").write_text(BROWSER)
    run(project, str(WEB / "node_modules/.bin/tsc"))
    shown = json.loads(await asyncio.to_thread(run, project, "node", "browser.js"))
    assert shown[0] == "Asking BrickLink …"
    assert shown[-1].startswith("Brick 2 x 4, fresh")


def test_the_package_holds_no_test_and_nothing_of_the_pages(packed: Path) -> None:
    with tarfile.open(packed) as archive:
        names = archive.getnames()
    folders = {name.split("/")[2] for name in names if name.startswith("package/dist/")}
    assert folders == {"hooks", "live", "lib"}
    assert not [name for name in names if "test" in name]


def example(url: str, token: str) -> str:
    """The page of docs/hooks.md, for this server."""
    (page,) = re.findall(r"```tsx\n(.*?)```", (ROOT / "docs/hooks.md").read_text(), re.DOTALL)
    return page.replace("http://127.0.0.1:8000", url).replace("fbk_…", token)


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
