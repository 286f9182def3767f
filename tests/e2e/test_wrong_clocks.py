"""Hosts whose clocks are an hour off take part: everything goes by the database's time."""

import asyncio
import os
import time
from bisect import bisect_left
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from e2e.conftest import OpenEstate
from e2e.estate import Estate, Worker, rows
from e2e.house import PATIENCE, Front, eventually
from e2e.nginx import needed
from e2e.watchers import watchers
from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import ensure_owner
from freshbrick.simulator import Simulator, World
from freshbrick.store.database import Tx
from freshbrick.store.tables import catalog_refresh_outbox

HOUR_S = 3_600
QUOTA, WINDOW_S = 40, 20
NUMBERS = list(World().part_numbers())[: QUOTA + 20]
BUSY = 0.4
"""Of a processor: a worker that waits for the quota and looks five times a second takes a tenth of that."""
