"""A database file for each test, copied from one that was migrated once."""

import shutil
from pathlib import Path

import pytest

from freshbrick.store.migrations import migrate


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "freshbrick.db"
    migrate(path)
    return path


@pytest.fixture
def database_file(tmp_path: Path, migrated_file: Path) -> Path:
    return Path(shutil.copy(migrated_file, tmp_path))
