"""docs/operations.md names every event of the log, and none that there is not; metrics are compared in tests/api."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for path in (ROOT / "src" / "freshbrick").rglob("*.py")
    if "simulator" not in path.parts and not path.name.startswith("demo")
]
LOGGED = re.compile(r'\b_?(?:log|story)\.[^"]{1,60}?\(\s*"([a-z]+\.[a-z_]+)"')


def test_every_event_of_the_log_is_explained() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z]+\.[a-z_]+)`", page.partition("## Log")[2].partition("## Backup")[0]))
    logged = {event for path in SOURCES for event in LOGGED.findall(path.read_text(encoding="utf-8"))}
    assert len(logged) > 20
    assert explained == logged
