"""What the web UI weighs on the wire, as Vite's manifest lists it: KB of gzip, and of fonts as they are."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

UI = Path(__file__).parents[2] / "src" / "freshbrick" / "api" / "ui"
ENTRY, DRAWER = "index.html", "src/app/PartPage.tsx"
KB = 1_000


@pytest.fixture(scope="module")
def manifest() -> dict[str, dict[str, Any]]:
    """Its chunks by their source."""
    file = UI / ".vite" / "manifest.json"
    assert file.exists(), "the web UI is not built: make web"
    chunks: dict[str, dict[str, Any]] = json.loads(file.read_text())
    return chunks


def needed(manifest: dict[str, dict[str, Any]], source: str) -> set[str]:
    """A chunk with all that it imports, and so on."""
    found: set[str] = set()
    left = [source]
    while left:
        chunk = left.pop()
        if chunk not in found:
            found.add(chunk)
            left += manifest[chunk].get("imports", ())
    return found


def files(manifest: dict[str, dict[str, Any]], chunks: set[str]) -> Iterator[Path]:
    for chunk in chunks:
        yield UI / manifest[chunk]["file"]
        yield from (UI / style for style in manifest[chunk].get("css", ()))


def weight(paths: Iterator[Path], suffix: str) -> float:
    """KB of those with this suffix; fonts are compressed already."""
    bodies = (path.read_bytes() for path in {path for path in paths if path.suffix == suffix})
    return sum(len(body if suffix == ".woff2" else gzip.compress(body)) for body in bodies) / KB


def test_the_catalog_is_there_with_little(manifest: dict[str, dict[str, Any]]) -> None:
    first = needed(manifest, ENTRY)
    assert weight(files(manifest, first), ".js") <= 190
    assert weight(files(manifest, first), ".css") <= 20
    fonts = (UI / asset for chunk in first for asset in manifest[chunk].get("assets", ()))
    assert 0 < weight(fonts, ".woff2") <= 65


def test_the_part_drawer_with_its_charts_adds_little(manifest: dict[str, dict[str, Any]]) -> None:
    drawer = needed(manifest, DRAWER) - needed(manifest, ENTRY)
    assert weight(files(manifest, drawer), ".js") + weight(files(manifest, drawer), ".css") <= 70


def test_whatever_else_comes_on_demand_adds_little(manifest: dict[str, dict[str, Any]]) -> None:
    first = needed(manifest, ENTRY)
    there = first | needed(manifest, DRAWER)
    pages = {source for chunk in there for source in manifest[chunk].get("dynamicImports", ())} - {DRAWER}
    assert pages
    for page in pages:
        added = needed(manifest, page) - first
        assert weight(files(manifest, added), ".js") + weight(files(manifest, added), ".css") <= 60, page
