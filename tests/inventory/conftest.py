"""Two people, and what they keep."""

from collections.abc import Callable
from typing import Any

import pytest

from freshbrick.inventory import lots
from freshbrick.inventory.lot_list import LotList, LotsArgs, get_lots
from freshbrick.inventory.lots import LotDetail
from freshbrick.model.lots import LotChanges, NewLot
from freshbrick.model.prices import PriceTerms
from freshbrick.store import people
from freshbrick.store.database import Tx
from freshbrick.store.sqlite import SqliteDatabase
from support.inventory import USD

ANA, BEN = 1, 2
BRICK: dict[str, Any] = {"part_number": "3001", "color_id": 11, "condition": "new", "quantity": 4}


class Inventory:
    """Asks as Ana, under the terms of `terms`, unless it is told otherwise."""

    def __init__(self, database: SqliteDatabase) -> None:
        self.database = database
        self.terms: PriceTerms = USD

    async def add(self, person: int = ANA, *, suggested: bool = False, **fields: Any) -> LotDetail:
        new = NewLot(**{**BRICK, **fields})
        return await self.database.write(lots.add_lot, self.terms, person, new, suggested=suggested)

    async def change(self, lot_id: int, person: int = ANA, **fields: Any) -> LotDetail:
        return await self.database.write(lots.change_lot, self.terms, person, lot_id, LotChanges(**fields))

    async def get(self, lot_id: int, person: int = ANA) -> LotDetail:
        return await self.database.read(lots.get_lot, self.terms, person, lot_id)

    async def remove(self, lot_id: int, person: int = ANA) -> None:
        await self.database.write(lots.remove_lot, person, lot_id)

    async def list(self, person: int = ANA, **args: Any) -> LotList:
        return await self.database.read(get_lots, self.terms, LotsArgs(**args), person)

    async def write(self, fn: Callable[..., object], *args: Any, **how: Any) -> None:
        await self.database.write(fn, *args, **how)


@pytest.fixture
async def inventory(database: SqliteDatabase) -> Inventory:
    def two(tx: Tx) -> None:
        people.add(tx, "Ana", "owner")
        people.add(tx, "Ben", "member")

    await database.write(two)
    return Inventory(database)
