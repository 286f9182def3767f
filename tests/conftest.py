"""What most tests stand on: a real SQLite file and a clock that the test moves."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest
import structlog

from freshbrick.store.database import Database
from freshbrick.store.migrations.sqlite import migrate
from freshbrick.store.postgres import PostgresDatabase
from freshbrick.store.sqlite import SqliteDatabase
from support.chromium import NONE_FOUND
from support.postgres import UNSAFE, PostgresServer, VirtualServerClock, postgres_server
from support.postgres import migrated as migrated_postgres

SLOW = {"api": "e2e", "e2e": "e2e", "browser": "browser"}
"""Folders of tests that serve the whole application, each with the marker that leaves it out of a bare run."""


ON_BOTH = {"store", "worker", "catalog", "inventory", "accounts"}
"""Folders whose tests run on SQLite and on PostgreSQL, but for those of a file."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One suite for both engines."""
    path, names = metafunc.definition.path, metafunc.fixturenames
    if (
        {"database", "place"} & {*names}
        and "database_file" not in names
        and ON_BOTH & set(path.parts)
        and "sqlite" not in path.name
    ):
        slow = () if "store" in path.parts else pytest.mark.e2e  # a quick run shows the store alone on both
        metafunc.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=slow)], indirect=True)


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
def clock() -> VirtualServerClock:
    return VirtualServerClock()


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests of this process."""
    with postgres_server(*UNSAFE) as server:
        yield server


@pytest.fixture(scope="session")
def shared_postgres_url(postgres: PostgresServer) -> str:
    return migrated_postgres(postgres, "shared")


@pytest.fixture
def postgres_url(postgres: PostgresServer, shared_postgres_url: str) -> str:
    """An empty database as the migrations make it: cleared, which is ten times as fast as a new one."""
    postgres.clear("shared")
    return shared_postgres_url


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def place(request: pytest.FixtureRequest, engine: str) -> Path | str:
    """A file, or an address."""
    place: Path | str = request.getfixturevalue("database_file" if engine == "sqlite" else "postgres_url")
    return place


@pytest.fixture
async def database(place: Path | str, clock: VirtualServerClock) -> AsyncIterator[Database]:
    database = await _opened(place, clock)
    yield database
    await database.close()


async def _opened(place: Path | str, clock: VirtualServerClock) -> Database:
    if isinstance(place, Path):
        return SqliteDatabase(place, clock)
    database = PostgresDatabase(place, clock, Random(0))
    await database.start()
    return database
