"""The wire's types in TypeScript are those that the schema gives now."""

import json
import subprocess
from os import environ
from pathlib import Path

import pytest

from freshbrick.api.wire_schema import document

WEB = Path(__file__).parents[2] / "web"
pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _generator() -> None:
    if not (WEB / "node_modules").exists():
        if "CI" in environ:
            pytest.fail(
                "The generator of the wire's types is not installed: run `make web/node_modules/dev.stamp`."
            )
        pytest.skip("needs `make web/node_modules/dev.stamp`")


def test_the_types_are_as_make_wire_would_write_them(tmp_path: Path) -> None:
    written = tmp_path / "wire.ts"
    run("node", "wire.ts", str(written), given=json.dumps(document()))
    formatted = run("npx", "biome", "format", "--stdin-file-path=src/lib/wire.ts", given=written.read_text())
    assert formatted == (WEB / "src/lib/wire.ts").read_text(), "Run `make wire` and commit what it wrote."


def run(*command: str, given: str) -> str:
    """What a tool of the web UI prints, `given` its input."""
    done = subprocess.run(command, cwd=WEB, input=given, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
