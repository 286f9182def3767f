"""Real answers of every query, kept as JSON: the web UI's tests read what the server wrote.

An answer that is another than its file fails. To accept what the server says now, delete the file and run this again.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from freshbrick.accounts.people import add_person
from freshbrick.api.queries import queries
from freshbrick.api.wire_types import QUERIES
from freshbrick.live.hub import HEAVY_PACE, Hub
from freshbrick.model.clock import DAY
from freshbrick.model.outbox import Priority
from freshbrick.simulator import Fault
from freshbrick.store.sqlite import SqliteDatabase
from support.clock import VirtualClock
from support.flow import Flow, flow_of
from support.inventory import keep

SNAPSHOTS = Path(__file__).parent / "snapshots"
RED = {"partNumber": "3001", "colorId": 5}


class Asker(NamedTuple):
    id: int


class Camera:
    """Looks at what the server answers, and at what it answered when the snapshots were taken."""

    def __init__(self, flow: Flow, hub: Hub, asker: Asker) -> None:
        self.flow = flow
        self._hub = hub
        self._asker = asker
        self.written: list[str] = []

    async def look(self, name: str, query: str, **args: Any) -> None:
        await self.look_at(name, query, args)

    async def look_at(self, name: str, query: str, args: dict[str, Any]) -> None:
        self.flow.clock.advance(HEAVY_PACE)  # no answer from before what was just done
        snapshot = await self._hub.get(query, msgspec.Raw(json.dumps(args).encode()), self._asker)
        msgspec.json.decode(snapshot.body, type=QUERIES[query].value)  # what the schema says of it is true
        taken = {
            "query": query,
            "args": args,
            "now": self.flow.clock.now(),
            "value": json.loads(snapshot.body),
        }
        file = SNAPSHOTS / f"{name}.json"
        if not file.exists():
            file.write_text(json.dumps(taken, indent=2, ensure_ascii=False) + "\n")
            self.written.append(file.name)
        assert taken == json.loads(file.read_text()), (
            f"{file.name} says otherwise; see above how to accept this."
        )


@pytest.fixture
async def camera(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[Camera]:
    async with flow_of(database, clock) as flow:
        hub = Hub(database, clock, queries(flow.policy))
        person = await database.write(add_person, "Ana", "owner")
        hub.start()
        camera = Camera(flow, hub, Asker(person.id))
        yield camera
        await hub.stop()
    if camera.written:
        pytest.fail(f"Missing, and written now: {', '.join(camera.written)}. Look at them, and commit them.")


async def test_a_part_from_missing_to_stale(camera: Camera) -> None:
    await camera.look("part_missing", "getPart", partNumber="3001")
    await camera.flow.ask("part", "3001")
    await camera.look("part_queued", "getPart", partNumber="3001")
    await camera.flow.claim()
    await camera.look("part_inflight", "getPart", partNumber="3001")
    camera.flow.clock.advance(DAY)
    await camera.flow.drain()
    await camera.look("part_fresh", "getPart", partNumber="3001")
    camera.flow.clock.advance(41 * DAY)
    await camera.look("part_stale", "getPart", partNumber="3001")
    await camera.flow.ask("part", "3001")
    await camera.look("part_refreshing", "getPart", partNumber="3001")


async def test_a_part_that_fails(camera: Camera) -> None:
    await camera.flow.ask("part", "99999x")
    await camera.flow.drain()
    await camera.look("part_unknown", "getPart", partNumber="99999x")
    camera.flow.simulator.faults.add(Fault(kind="5xx", status=503))
    await camera.flow.ask("part", "3040")
    await camera.flow.drain()
    await camera.look("part_retrying", "getPart", partNumber="3040")


async def test_colors_and_price_guide(camera: Camera) -> None:
    for number in ("3001", "973"):
        await camera.flow.ask("part_colors", number)
    await camera.flow.ask("price_guide", "3001/5")
    await camera.look("guide_queued", "getPriceGuide", **RED)
    await camera.flow.drain()
    await camera.look("guide_fresh", "getPriceGuide", **RED)
    await camera.look("colors_fresh", "getPartColors", partNumber="3001")
    await camera.look("colors_none", "getPartColors", partNumber="973")


async def test_lists_and_status(camera: Camera) -> None:
    database, flow = camera.flow.database, camera.flow
    await flow.ask("part", "3001")
    await flow.ask("price_guide", "3001/5")
    await flow.drain()
    await flow.ask("part", "99999x")
    await flow.drain()
    await flow.ask_many("part", ["3002", "3003"], Priority.LOW)
    await database.write(keep, color_id=5, quantity=12, condition="used")
    await database.write(keep, color_id=11, quantity=3)
    await camera.look_at("search", "searchParts", {"query": "brick", "limit": 5})
    await camera.look("lots", "getLots")
    await camera.look("outbox", "getOutbox")
    await camera.look("progress", "getProgress", upTo=99, since=0)
    await camera.look("status", "getStatus")
    await camera.look("reference_colors", "getColors")
    await camera.look("reference_categories", "getCategories")
