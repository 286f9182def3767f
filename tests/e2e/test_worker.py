"""`freshbrick worker`: the worker and the crons as a process of their own, on either engine."""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from freshbrick.app.commands import keys_of_simulator, open_database
from freshbrick.model.outbox import Priority
from freshbrick.settings import Settings
from freshbrick.simulator import Fault, Simulator, World
from freshbrick.store import crons, outbox
from freshbrick.store.database import Database, Tx
from support.patience import eventually
from support.processes import Freshbrick

PASSWORD = "no-log-may-hold-this"
Run = Callable[..., Awaitable["Command"]]


class Command:
    """A `freshbrick` command under way, and all that it has said."""

    def __init__(self, process: Freshbrick, said: Path) -> None:
        self.process = process
        self._said = said

    @property
    def said(self) -> str:
        return self._said.read_text() if self._said.exists() else ""

    async def ends(self, number: signal.Signals | None = None) -> int:
        """The exit code, after a signal if one is given."""
        if number is not None:
            self.process.send_signal(number)
        return await self.process.wait()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'freshbrick.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url.replace("postgres:@", f"postgres:{PASSWORD}@")


@pytest.fixture
async def run(database_url: str, bricklink_url: str, tmp_path: Path) -> AsyncIterator[Run]:
    """Start a command with the settings of a simulated BrickLink: `await run("worker", POLL="1s")`."""
    begun: list[Command] = []

    async def begin(*command: str, keys: bool = True, **settings: str) -> Command:
        said = tmp_path / f"said-{len(begun)}.log"
        ours = {"DATABASE_URL": database_url, "PACE": "1000000", "POLL": "200ms"}
        if keys:
            ours |= {"BRICKLINK_URL": bricklink_url, **keys_of_simulator()}
        environ = {name: value for name, value in os.environ.items() if not name.startswith("FRESHBRICK_")}
        environ |= {f"FRESHBRICK_{name}": value for name, value in (ours | settings).items()}
        process = Freshbrick(*command, environ=environ, out=said, err=said)
        begun.append(Command(process, said))
        return begun[-1]

    yield begin
    for command in begun:
        if command.process.returncode is None:
            command.process.kill()
            await command.process.wait()
        assert PASSWORD not in command.said


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(Settings.from_env({"FRESHBRICK_DATABASE_URL": database_url})) as database:
        yield database


def ask(tx: Tx, *numbers: str) -> None:
    for number in numbers:
        outbox.enqueue(tx, "part", number, Priority.HIGH)


def statuses(tx: Tx) -> list[str]:
    return [message.status for message in outbox.newest(tx, None, 100) if message.resource == "part"]


async def test_it_works_for_servers_elsewhere_and_says_where(run: Run, database: Database) -> None:
    worker = await run("worker")
    await eventually(lambda: "Working on " in worker.said)
    assert "freshbrick.db" in worker.said or "PostgreSQL" in worker.said
    await database.write(ask, "3001", "3002")
    await eventually(lambda: database.read(lambda tx: statuses(tx) == ["succeeded"] * 2))
    assert await database.read(crons.last_seen)
    assert await worker.ends(signal.SIGTERM) == 0
    assert await database.read(crons.last_seen) is None, "it says that it is gone"
    assert "Traceback" not in worker.said


async def test_sigterm_finishes_what_is_under_way_and_gives_the_rest_back(
    run: Run, database: Database, simulator: Simulator
) -> None:
    simulator.faults.add(Fault(kind="latency", latency_ms=300))
    await database.write(ask, *list(World().part_numbers())[:30])
    worker = await run("worker")
    await simulator.calls.reached(3)
    assert await worker.ends(signal.SIGTERM) == 0
    left = await database.read(statuses)
    assert {*left} == {"pending", "succeeded"}
    assert left.count("succeeded") >= 3
    assert "Traceback" not in worker.said


async def test_without_keys_there_is_nothing_that_it_could_do(run: Run) -> None:
    worker = await run("worker", keys=False)
    assert await worker.ends() == 2
    assert "There are no BrickLink keys" in worker.said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the tests share the other
async def test_a_worker_that_dies_ends_the_process(run: Run, database: Database) -> None:
    await database.write(lambda tx: tx.run(text("DROP TABLE upstreams")))
    worker = await run("worker")
    assert await worker.ends() == 1
    assert "work.died" in worker.said
    assert worker.said.endswith("The worker has died; its log says why.\n")
