"""What the commands run: one function each."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console

from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import anybody_signed_in, ensure_owner
from freshbrick.app import databases, logs
from freshbrick.app.server import listen, running
from freshbrick.app.signals import until_told_to_stop
from freshbrick.catalog.importers.checking import CheckedFile, Watch
from freshbrick.catalog.importers.importing import import_files
from freshbrick.catalog.importers.report import FileReport
from freshbrick.model.clock import DAY
from freshbrick.settings import Settings
from freshbrick.simulator import DEFAULT_CREDENTIALS, Quota, Simulator, World
from freshbrick.simulator import running as running_simulator
from freshbrick.store.backup import Backup, Progress
from freshbrick.store.backup import backup as store_backup
from freshbrick.store.database import Database, Tx

NO_KEYS = """\
There are no BrickLink keys: the catalog answers what it has, and asks for nothing.
`freshbrick setup` says how to get some, tries them and keeps them; or set FRESHBRICK_BRICKLINK_CONSUMER_KEY,
…_CONSUMER_SECRET, …_TOKEN_VALUE and …_TOKEN_SECRET. Or look around with: freshbrick demo"""


async def serve(settings: Settings, *, with_worker: bool) -> None:
    """Serve until told to stop. Raises SettingsError."""
    logs.configure(settings.log_level)
    with listen(settings) as listener:
        async with (
            databases.open_database(settings) as (database, clock),
            running(settings, database, clock, listener, with_worker=with_worker) as server,
        ):
            secret = await database.write(first_link)
            Console(soft_wrap=True, highlight=False).print(*_greeting(settings, server.url, secret), sep="\n")
            await until_told_to_stop()


def _greeting(settings: Settings, own_url: str, secret: str | None) -> Iterator[str]:
    """What a start tells the terminal, and no log."""
    url = settings.public_url or own_url
    yield f"Freshbrick serves at {url}"
    if secret:
        yield f"Sign in, once, within 15 minutes: {url}/#signin={secret}"
    if settings.credentials is None:
        yield NO_KEYS


def first_link(tx: Tx) -> str | None:
    """The secret of a sign-in link for the owner, who is made if there is none; None once anybody has signed in."""
    owner = ensure_owner(tx)
    return None if anybody_signed_in(tx) else create_link(tx, owner.id).reveal()


async def simulate(port: int, catalog: Path | None, quota: int | None, latency_ms: int) -> None:
    """A BrickLink of our own until told to stop. Raises OSError if the port is taken."""
    logs.configure("info")
    allowance = Quota() if quota is None else Quota(quota, DAY)
    simulator = Simulator(World(catalog=catalog), quota=allowance, latency_ms=latency_ms)
    async with running_simulator(simulator, port=port) as base_url:
        console = Console(soft_wrap=True, highlight=False)
        console.print(
            f"BrickLink, simulated: {len(simulator.world):,} parts, {allowance.limit:,} calls a day."
        )
        console.print("To use it, in another terminal:")
        for name, value in {"BRICKLINK_URL": base_url, **keys_of_simulator()}.items():
            console.print(f"  export FRESHBRICK_{name}={value}")
        await until_told_to_stop()


def keys_of_simulator() -> dict[str, str]:
    """The simulator's keys by their settings: made up, they open nothing else."""
    keys = DEFAULT_CREDENTIALS
    return {
        "BRICKLINK_CONSUMER_KEY": keys.consumer_key,
        "BRICKLINK_CONSUMER_SECRET": keys.consumer_secret,
        "BRICKLINK_TOKEN_VALUE": keys.token_value,
        "BRICKLINK_TOKEN_SECRET": keys.token_secret,
    }


async def import_lists(settings: Settings, files: Iterable[CheckedFile], watch: Watch) -> list[FileReport]:
    """Write checked files into the database; a server that runs on it notices by itself."""
    async with databases.open_database(settings) as (database, clock):
        return await import_files(database, clock, files, watch)


def backup(settings: Settings, target: Path, *, force: bool, progress: Progress) -> Backup:
    """Copy the database into a file while others write. Raises BackupError, SettingsError, OSError, sqlite3.Error."""
    return store_backup(databases.database_file(settings), target, force=force, progress=progress)


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, for a command that works on it directly."""
    async with databases.open_database(settings) as opened:
        yield opened.database
