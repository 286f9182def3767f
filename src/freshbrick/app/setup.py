"""What `setup` does: try keys with one paid call, and write them down."""

from freshbrick.app import logs, wiring
from freshbrick.app.databases import open_database
from freshbrick.app.paid_call import Trial, try_keys
from freshbrick.catalog.actions import QuotaLeft, quota_left
from freshbrick.settings import Settings


async def try_out(settings: Settings) -> tuple[Trial, QuotaLeft]:
    """Ask BrickLink with the keys of `settings`; what came of it, and the calls that are left. Raises SettingsError."""
    logs.configure("error")
    credentials = settings.credentials
    if credentials is None:
        raise ValueError("there are no keys to try")
    async with open_database(settings) as (database, clock):
        trial = await try_keys(settings, credentials, database, clock)
        return trial, await database.read(quota_left, wiring.policy_of(settings))
