"""A server that is told to stop: a proxy learns of it before the server closes."""

import asyncio
import time

from e2e.conftest import Open
from e2e.house import eventually


async def test_it_answers_for_as_long_as_it_was_told_and_says_that_it_is_not_ready(open_house: Open) -> None:
    house = await open_house(STOP_DELAY="2s")
    assert (await house.get("/readyz"))["ready"]
    told_at = time.monotonic()
    stopping = asyncio.create_task(house.stop())

    async def unready() -> bool:
        return (await house.http.get(house.url + "/readyz")).status_code == 503

    await eventually(unready)
    readiness = (await house.http.get(house.url + "/readyz")).json()
    assert readiness == {"ready": False, "reasons": ["The server is stopping."]}
    assert (await house.get("/api/catalog/parts/3001"))["status"] == "missing", "whoever comes is answered"
    assert await stopping == 0
    assert time.monotonic() - told_at >= 2
