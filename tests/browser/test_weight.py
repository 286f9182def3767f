"""What the web UI weighs on the wire, as Vite's manifest lists it: KB of gzip, and of fonts as they are."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

UI = Path(__file__).parents[2] / "src" / "freshbrick" / "api" / "ui"
ENTRY, DRAWER = "index.html", "src/app/PartPage.tsx"
KB = 1_000

Manifest = dict[str, dict[str, Any]]
"""Chunks by their source."""


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    file = UI / ".vite" / "manifest.json"
    assert file.exists(), "the web UI is not built: make web"
    read: Manifest = json.loads(file.read_text())
    return read


@pytest.fixture(scope="module")
def first(manifest: Manifest) -> set[str]:
    """What the browser loads before it shows the catalog."""
    return needed(manifest, ENTRY)


def needed(manifest: Manifest, source: str, without: Iterable[str] = ()) -> set[str]:
    """A chunk with all that it imports, and so on, but for what is there already."""
    found: set[str] = set()
    left = [source]
    while left:
        chunk = left.pop()
        if chunk not in found.union(without):
            found.add(chunk)
            left += manifest[chunk].get("imports", ())
    return found


def weight(manifest: Manifest, chunks: Iterable[str], *suffixes: str) -> float:
    """KB of all files of these chunks with such names; fonts are compressed already."""
    paths = {path for chunk in chunks for path in files(manifest[chunk]) if path.suffix in suffixes}
    bodies = (path.read_bytes() for path in paths)
    return sum(len(body if ".woff2" in suffixes else gzip.compress(body)) for body in bodies) / KB


def files(chunk: dict[str, Any]) -> Iterator[Path]:
    yield from (UI / name for name in (chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ())))


def test_the_catalog_is_there_with_little(manifest: Manifest, first: set[str]) -> None:
    assert weight(manifest, first, ".js") <= 190
    assert weight(manifest, first, ".css") <= 20
    assert 0 < weight(manifest, first, ".woff2") <= 65


def test_the_part_drawer_with_its_charts_adds_little(manifest: Manifest, first: set[str]) -> None:
    assert weight(manifest, needed(manifest, DRAWER, without=first), ".js", ".css") <= 70


def test_whatever_comes_on_demand_adds_little(manifest: Manifest, first: set[str]) -> None:
    loaded = {source for source, chunk in manifest.items() if chunk.get("isDynamicEntry")}
    assert len(loaded) > 3
    for source in loaded - {DRAWER}:
        added = needed(manifest, source, without=first)
        assert weight(manifest, added, ".js", ".css") <= 60, source
