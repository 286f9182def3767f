"""`freshbrick backup` beside a server that writes, and a server that is started on what it wrote."""

import asyncio
import json
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Self

import pytest

from e2e.conftest import Open
from e2e.house import House
from freshbrick.store.migrations import HEAD


class Writers:
    """Ask for one part after the other, at the least priority: each message stays. `written` was acknowledged."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.written: list[int] = []
        self._numbers = count(1)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._write()) for _ in range(8)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _write(self) -> None:
        for number in self._numbers:
            reply = await self.house.post(f"/api/catalog/parts/x{number}/refresh?priority=low")
            assert reply.status_code == 202, reply.text
            self.written.append(reply.json()["messageId"])

    async def more(self, writes: int) -> list[int]:
        """All that was acknowledged once `writes` more are."""
        enough = len(self.written) + writes
        while len(self.written) < enough:
            assert not any(task.done() for task in self._tasks)
            await asyncio.sleep(0.01)
        return list(self.written)


@pytest.mark.alone
async def test_a_backup_taken_under_load_opens_is_whole_and_can_be_served(
    open_house: Open, tmp_path: Path
) -> None:
    house = await open_house()
    target = tmp_path / "backup.db"
    async with Writers(house) as writers:
        before = await writers.more(200)
        code, out, err = await house.run("backup", str(target), "--json")
        await writers.more(100)  # it kept nobody from writing
    assert code == 0, err
    assert json.loads(out) == {"file": str(target), "bytes": target.stat().st_size, "revision": HEAD}
    with closing(sqlite3.connect(target)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {row[0] for row in db.execute("SELECT id FROM catalog_refresh_outbox")}
    assert set(before) <= kept

    restored = await open_house(DATABASE_URL=f"sqlite:///{target}")
    restored.http.headers["Authorization"] = f"Bearer {house.token}"
    message = await restored.get(f"/api/outbox/{before[-1]}")
    assert (message["id"], message["status"]) == (before[-1], "pending")
    assert (await restored.get("/api/session"))["person"]["role"] == "owner"
    assert await restored.stop() == 0


async def test_a_backup_is_not_overwritten_by_the_next(open_house: Open, tmp_path: Path) -> None:
    house = await open_house(keys=False)
    target = tmp_path / "backup.db"
    assert (await house.run("backup", str(target)))[0] == 0
    first = target.read_bytes()
    code, _, err = await house.run("backup", str(target))
    assert (code, "--force" in err) == (1, True)
    assert target.read_bytes() == first
