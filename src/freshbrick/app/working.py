"""What `worker` runs: without all that a server needs, which takes a second to load."""

import asyncio

from rich.console import Console

from freshbrick.app import databases, logs
from freshbrick.app.signals import until_told_to_stop
from freshbrick.app.wiring import background, policy_of
from freshbrick.app.work import Work, WorkDiedError
from freshbrick.settings import Settings, SettingsError

NOTHING_TO_WORK_WITH = """\
There are no BrickLink keys, and so nothing that a worker could do. `freshbrick setup` says how to get some;
or set FRESHBRICK_BRICKLINK_CONSUMER_KEY, …_CONSUMER_SECRET, …_TOKEN_VALUE and …_TOKEN_SECRET."""


async def work(settings: Settings) -> None:
    """Refresh, without serving anybody, until told to stop. Raises SettingsError, WorkDiedError."""
    if settings.credentials is None:
        raise SettingsError([NOTHING_TO_WORK_WITH])
    logs.configure(settings.log_level)
    policy = policy_of(settings)
    async with (
        databases.open_database(settings) as (database, clock),
        background(settings, policy, database, clock) as (worker, crons),
    ):
        stop = asyncio.Event()
        work = Work(worker, crons, on_death=stop.set)
        Console(soft_wrap=True, highlight=False).print(f"Working on {databases.place(settings)}")
        work.start()
        try:
            await until_told_to_stop(stop)
            died = not work.alive()
        finally:
            await work.stop()
        if died:
            raise WorkDiedError
