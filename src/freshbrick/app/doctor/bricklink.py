"""BrickLink as far as we are concerned: the keys, the calls that are left, and whether anybody works."""

from freshbrick.app.doctor import clock as clocks
from freshbrick.app.doctor.findings import Finding, skipped, todo, well
from freshbrick.app.paid_call import local_time, try_keys
from freshbrick.catalog.actions import quota_left
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.status import ALIVE_FOR
from freshbrick.model.clock import Clock
from freshbrick.model.quota import block_end
from freshbrick.settings import Settings
from freshbrick.store import buckets, crons, upstreams
from freshbrick.store.database import Database, Tx


async def ask(settings: Settings, database: Database, clock: Clock, *, offline: bool) -> list[Finding]:
    """One paid call: whether the keys are accepted, and what BrickLink's clock says."""
    if settings.credentials is None:
        return [todo("bricklink", "There are no keys, so nothing is refreshed.", "Run `freshbrick setup`.")]
    if offline:
        return [skipped("bricklink", "Not asked, as --offline says.")]
    trial = await try_keys(settings, settings.credentials, database, clock)
    keys = todo("bricklink", trial.said, trial.remedy) if trial.remedy else well("bricklink", trial.said)
    return [keys, clocks.against_bricklink(trial.clock_ahead)]


def state(tx: Tx, policy: Policy) -> list[Finding]:
    """What the database tells of BrickLink, the quota and the worker."""
    newest = max((slot.at for slot in buckets.slots(tx, policy.allowance)), default=None)
    found = [*clocks.against_ledger(newest, tx.now), *_pause(tx), _quota(tx, policy)]
    found.append(_worker(tx) if policy.configured else skipped("worker", "Without keys there is none."))
    return found


def _pause(tx: Tx) -> list[Finding]:
    upstream = upstreams.read(tx)
    if not upstream.paused:
        return []
    asked = f" It is asked again at {local_time(upstream.until)}." if upstream.until else ""
    return [
        todo(
            "bricklink",
            f"Refreshes are paused: {upstream.detail or upstream.code}{asked}",
            "Mend that; a start of the server asks at once.",
        )
    ]


def _quota(tx: Tx, policy: Policy) -> Finding:
    left = quota_left(tx, policy)
    said = f"{left.remaining:,} of {left.limit:,} calls left."
    blocked = block_end(buckets.blocked_until(tx), tx.now)
    if blocked is not None:
        said = f"BrickLink takes no more calls until {local_time(blocked)}; by our count {said}"
        return todo("quota", said, "Wait; if other tools share the account, set FRESHBRICK_QUOTA_OTHERS.")
    if not left.remaining:
        return todo("quota", said, "Wait: calls come back 24 hours after they were made.")
    return well("quota", said)


def _worker(tx: Tx) -> Finding:
    seen = crons.last_seen(tx)
    if seen is not None and seen > tx.now - ALIVE_FOR:
        return well("worker", "Alive.")
    since = f"It was last seen at {local_time(seen)}." if seen else "None was ever seen."
    return todo("worker", f"Nobody works. {since}", "Start `freshbrick serve`.")
