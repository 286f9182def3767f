"""PostgreSQL goes away under a server and comes back: everybody is told, nobody has to start anything again."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from e2e.house import House, eventually
from freshbrick.simulator import Simulator
from support.postgres import MortalServer, mortal_server


@pytest.fixture
def server() -> Iterator[MortalServer]:
    """One of this test's own, to be stopped."""
    with mortal_server() as server:
        yield server


@pytest.fixture
async def house(tmp_path: Path, server: MortalServer, bricklink_url: str) -> AsyncIterator[House]:
    house = House(tmp_path, bricklink_url, {"DATABASE_URL": server.url, "POLL": "200ms"})
    await house.start()
    yield house
    await house.close()


async def test_it_is_told_to_everybody_and_mends_itself(
    house: House, server: MortalServer, simulator: Simulator
) -> None:
    async with house.live() as live:
        await live.subscribe("getPart", partNumber="3001")
        assert (await live.value())["status"] == "missing"
        await asyncio.to_thread(server.stop)
        readiness = await eventually(lambda: readyz(house, 503))
        assert readiness["reasons"] == ["The database does not answer."]
        part = f"{house.url}/api/catalog/parts/3002"
        for refused in (
            await house.http.get(part),
            await house.http.get(f"{part}?wait=10s"),
            await house.http.get(f"{house.url}/api/catalog/parts?query=brick"),
            await house.http.post(f"{part}/refresh"),
            await house.http.post(f"{house.url}/api/session", json={"name": "ann", "password": "let me in"}),
        ):
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable"), refused.request.url
            assert int(refused.headers["retry-after"]) >= 1
        await live.act("enqueueRefreshPart", partNumber="3001")
        error = (await live.receive("result"))["error"]
        assert (error["code"], error["retryAfterMs"] > 0) == ("unavailable", True)

        await asyncio.to_thread(server.start)
        await eventually(lambda: readyz(house, 200))
        await live.act("enqueueRefreshPart", partNumber="3001")
        assert (await live.receive("result"))["value"]["outcome"] == "enqueued"
        told = await live.until("fresh")
        assert told[-1] == await house.get("/api/catalog/parts/3001"), (
            "on the connection that it had all along"
        )
    assert await house.stop() == 0
    assert "Traceback" not in house.log


async def readyz(house: House, status: int) -> dict[str, object] | None:
    reply = await house.http.get(house.url + "/readyz")
    return reply.json() if reply.status_code == status else None


async def test_a_database_that_hangs_is_not_waited_for(house: House) -> None:
    holder: asyncpg.Connection[Any] = await asyncpg.connect(house.environ["FRESHBRICK_DATABASE_URL"])
    try:
        await holder.execute("BEGIN; LOCK TABLE alembic_version")
        reply = await house.http.get(
            house.url + "/readyz", timeout=4.5
        )  # the server itself would wait for 5 s
        assert (reply.status_code, reply.json()["reasons"]) == (503, ["The database does not answer."])
    finally:
        await holder.close()
    await eventually(lambda: readyz(house, 200))
