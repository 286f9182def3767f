from pathlib import Path

import pytest

from catalog.importers.lists import Importer
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock


@pytest.fixture
def bring(tmp_path: Path, database: SqliteDatabase, clock: VirtualClock) -> Importer:
    folder = tmp_path / "downloads"
    folder.mkdir()
    return Importer(folder, database, clock)
