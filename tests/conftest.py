"""What most tests stand on: a real SQLite file and a clock that the test moves."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from freshbrick.store.migrations import migrate
from freshbrick.store.sqlite import SqliteDatabase
from support.chromium import NONE_FOUND
from support.clock import VirtualClock

SLOW = {"api": "e2e", "e2e": "e2e", "browser": "browser"}
"""Folders of tests that serve the whole application, each with the marker that leaves it out of a bare run."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow is left to `make e2e` and `make browser`; there, nobody waits for a long test at the end."""
    for item in items:
        if marker := SLOW.get(item.path.parent.name):
            item.add_marker(marker)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nobody shall think that the web UI was looked at where there is no browser."""
    skipped = terminalreporter.stats.get("skipped", [])
    if left := [report for report in skipped if NONE_FOUND in str(report.longrepr)]:
        terminalreporter.section(f"{len(left)} browser tests were NOT RUN", red=True, bold=True)
        terminalreporter.line(NONE_FOUND, red=True)


@pytest.fixture(autouse=True)
def log_of_its_own() -> Iterator[None]:
    """A command under test sets up logging for its whole process, which is this one."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def no_env_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have set up a Freshbrick of their own."""
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty database as the migrations make it: copying it is forty times as fast."""
    path = tmp_path_factory.mktemp("migrated") / "freshbrick.db"
    migrate(path)
    return path.read_bytes()


@pytest.fixture
def database_file(tmp_path: Path, migrated: bytes) -> Path:
    path = tmp_path / "freshbrick.db"
    path.touch(mode=0o600)
    path.write_bytes(migrated)
    return path


@pytest.fixture
async def database(database_file: Path, clock: VirtualClock) -> AsyncIterator[SqliteDatabase]:
    database = SqliteDatabase(database_file, clock)
    yield database
    await database.close()
