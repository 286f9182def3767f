"""Settings become values, values become objects."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import SystemRandom

from freshbrick.bricklink.catalog_client import CatalogClient
from freshbrick.bricklink.oauth import Signer
from freshbrick.bricklink.transport import http_client
from freshbrick.catalog.policy import STALE_AFTER, Policy
from freshbrick.catalog.refresh import Refresher
from freshbrick.model.clock import Clock
from freshbrick.model.quota import Allowance
from freshbrick.settings import Settings
from freshbrick.store.database import Database
from freshbrick.worker.crons import Crons
from freshbrick.worker.refresh_worker import RefreshWorker


def policy_of(settings: Settings, *, demo: bool = False) -> Policy:
    """The settings as the catalog reads them; the lists of colors and categories hardly ever change."""
    return Policy(
        configured=settings.credentials is not None,
        stale_after={**STALE_AFTER, **settings.stale_after_by_resource},
        terms=settings.terms,
        allowance=Allowance(settings.quota_per_day, settings.quota_others, settings.quota_window),
        pace=settings.pace,
        lease=settings.lease,
        poll=settings.poll,
        max_attempts=settings.max_attempts,
        not_found_for=settings.not_found_for,
        min_refresh_interval=settings.min_refresh_interval,
        drain_interval=settings.drain_interval,
        drain_batch=settings.drain_batch,
        pictures=settings.pictures,
        demo=demo,
    )


@asynccontextmanager
async def background(
    settings: Settings, policy: Policy, database: Database, clock: Clock, *, visiting: bool = False
) -> AsyncIterator[tuple[RefreshWorker | None, Crons]]:
    """The worker, with its connection to BrickLink, and the crons; no worker where there are no keys to work with.

    A visiting process ends with its command: it is seen to work, and leaves the crons to those that stay.
    """
    name = secrets.token_hex(4)
    async with http_client() as http:
        worker = None
        if settings.credentials is not None:
            dice = SystemRandom()
            client = CatalogClient(
                http, settings.bricklink_url, Signer(settings.credentials, dice), policy.terms
            )
            worker = RefreshWorker(database, Refresher(database, client, policy), policy, clock, dice, name)
        yield worker, Crons(database, clock, worker, policy, name, visiting=visiting)
