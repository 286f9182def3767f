"""A furnished house: a server that begins with the demo's catalog, its BrickLink in the hands of the test."""

import asyncio
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from random import SystemRandom
from typing import Any

from sqlalchemy import func, update

from e2e.house import House
from freshbrick.accounts.links import create_link
from freshbrick.accounts.passwords import Passwords
from freshbrick.accounts.people import add_person, ensure_owner, find_person, list_people, set_password
from freshbrick.accounts.secrets import Secret
from freshbrick.app import wiring
from freshbrick.app.clock import SystemClock
from freshbrick.app.commands import keys_of_simulator
from freshbrick.app.databases import open_database
from freshbrick.app.demo_world import fill
from freshbrick.app.server import listen, running
from freshbrick.bricklink.oauth import Signer
from freshbrick.model.clock import DAY
from freshbrick.model.parts import part_key
from freshbrick.model.prices import QUARTERS
from freshbrick.settings import Settings
from freshbrick.simulator import Simulator, World
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase
from freshbrick.store.tables import parts, price_quarters


class Shop(House):
    """What a House is, but as a task of the test's own process: it opens at once, and so does its BrickLink.

    With people, and parts whose age the test sets.
    """

    def __init__(
        self, folder: Path, simulator: Simulator, bricklink_url: str, settings: dict[str, str]
    ) -> None:
        super().__init__(folder, bricklink_url, settings)
        self.simulator = simulator
        self._closing = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await self.enter()
        self._closing.clear()
        url = asyncio.get_running_loop().create_future()
        self._serving = asyncio.create_task(self._serve(url))
        await asyncio.wait([url, self._serving], return_when=asyncio.FIRST_COMPLETED)
        if self._serving.done():
            await self._serving
        self.url = url.result()

    async def stop(self) -> int:
        self._closing.set()
        if self._serving is not None:
            await self._serving
        return 0

    async def close(self) -> None:
        await self.stop()
        await super().close()

    def calls(self, path: str) -> int:
        """How often BrickLink was asked for this and nothing below it; `calls("*")` for anything."""
        return sum(fnmatch(call.path, path) for call in self.simulator.calls)

    async def link(self, name: str) -> str:
        """The secret of a sign-in link for this person, who is added if nobody is called so."""

        def make(tx: Tx) -> str:
            if name not in {ensure_owner(tx).name, *(account.name for account in list_people(tx))}:
                add_person(tx, name)
            return create_link(tx, find_person(tx, name).id).reveal()

        secret: str = await self._written(make)
        return secret

    async def set_password(self, name: str, password: str) -> None:
        """Give this person a password; whoever is signed in as them is signed out."""
        hashed = await Passwords().hash(Secret(password))
        await self._written(lambda tx: set_password(tx, find_person(tx, name).id, hashed))

    async def age(self, part_number: str, days: float, **facts: object) -> None:
        """Let this part have been fetched so many days ago, with these facts (of the table); open pages are told."""

        def make_older(tx: Tx) -> int:
            row = update(parts).where(parts.c.part_key == part_key(part_number))
            return tx.run(row.values(last_fetched=tx.now - round(days * DAY), **facts))

        assert await self._written(make_older) == 1, part_number

    async def age_guide(self, part_number: str, color_id: int, days: float, piece_average: str) -> None:
        """Let this price guide have been fetched so many days ago, with this average per piece in each market."""

        def make_older(tx: Tx) -> int:
            row = update(price_quarters).where(
                price_quarters.c.part_key == part_key(part_number), price_quarters.c.color_id == color_id
            )
            statistics = func.json_set(price_quarters.c.statistics, "$.pieceAverage", piece_average)
            return tx.run(row.values(fetched_at=tx.now - round(days * DAY), statistics=statistics))

        assert await self._written(make_older) == len(QUARTERS), part_number

    async def _serve(self, url: asyncio.Future[str]) -> None:
        ours = {name: value for name, value in self.environ.items() if name.startswith("FRESHBRICK_")}
        settings = Settings.from_env(ours)
        with listen(settings) as listener:
            async with (
                open_database(settings) as (database, clock),
                running(settings, database, clock, listener, with_worker=True) as server,
            ):
                url.set_result(server.url)
                await self._closing.wait()

    async def _written(self, change: Callable[[Tx], Any]) -> Any:
        database = SqliteDatabase(self.database_file, SystemClock())
        try:
            return await database.write(change)
        finally:
            await database.close()


async def furnished(file: Path) -> None:
    """Make a database as the demo begins with."""
    settings = Settings.from_env(
        {f"FRESHBRICK_{name}": value for name, value in keys_of_simulator().items()}
        | {"FRESHBRICK_DATABASE_URL": f"sqlite:///{file}"}
    )
    assert settings.credentials is not None
    async with open_database(settings) as (database, clock):
        signer = Signer(settings.credentials, SystemRandom())
        await fill(database, clock, wiring.policy_of(settings), signer, World())
