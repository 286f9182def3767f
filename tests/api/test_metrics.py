"""What a monitor learns, and who may look."""

import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.live_server import World
from api.site import Site
from freshbrick.api.metrics import Metrics
from freshbrick.catalog.policy import Policy
from freshbrick.live.hub import Hub
from freshbrick.simulator import Fault, Faults
from freshbrick.store import crons
from freshbrick.store.database import DatabaseUnavailableError
from freshbrick.store.sqlite import SqliteDatabase
from live.colors import eventually, paint, settle
from support.clock import VirtualClock
from support.flow import flow_of

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
REQUESTS = "freshbrick_http_request_duration_seconds_count"
CALLS = "freshbrick_bricklink_call_duration_seconds"
FROM_A_PROXY = (
    {"x-forwarded-for": "203.0.113.7"},
    {"forwarded": "for=203.0.113.7"},
    {"x-real-ip": "203.0.113.7"},
)


class Scraped:
    """One answer of `/metrics`, as Prometheus reads it."""

    def __init__(self, text: str) -> None:
        self.samples = [one for family in text_string_to_metric_families(text) for one in family.samples]

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of the samples of that name that have these labels."""
        return sum(s.value for s in self.samples if s.name == name and labels.items() <= s.labels.items())

    def labels(self, name: str, label: str) -> set[str]:
        return {s.labels[label] for s in self.samples if s.name == name}


async def scrape(site: Site) -> Scraped:
    answer = await site.anybody.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return Scraped(answer.text)


async def read(metrics: Metrics) -> Scraped:
    return Scraped((await metrics.text()).decode())


async def test_a_request_is_counted_by_its_route_and_never_by_its_path(site: Site) -> None:
    await site.save("3001")
    for number in ("3001", "3002", "3003"):
        assert (await site.http.get(f"/api/catalog/parts/{number}")).status_code == 200
    await site.anybody.get("/api/catalog/parts/3001/colors/11/price-guide")
    await site.ask("3001", force="true")
    await site.anybody.get("/api/no/such/route")
    for view in ("/parts/3001", "/such/a/view"):
        await site.anybody.get(view)
    await site.anybody.request("PROPFIND", "/api/status")
    seen = await scrape(site)
    part = "/api/catalog/parts/{partNumber}"
    assert seen(REQUESTS, method="GET", route=part, status="2xx") == 3
    assert seen(REQUESTS, method="GET", route=f"{part}/colors/{{colorId}}/price-guide", status="4xx") == 1
    assert seen(REQUESTS, method="POST", route=f"{part}/refresh", status="2xx") == 1
    assert seen(REQUESTS, method="GET", route="none", status="4xx") == 1
    assert seen(REQUESTS, method="GET", route="/{path}", status="2xx") == 2
    assert seen(REQUESTS, method="other") == 1
    assert not any("3001" in route or "such" in route for route in seen.labels(REQUESTS, "route"))


async def test_the_outbox_is_told_by_status_and_priority_with_the_age_of_its_oldest(site: Site) -> None:
    await site.ask("3001", priority="low")
    site.clock.advance(90_000)
    await site.ask("3002")
    seen = await scrape(site)
    assert seen("freshbrick_outbox_messages", status="pending", priority="low") == 1
    assert seen("freshbrick_outbox_messages", status="pending", priority="high") == 1
    assert seen("freshbrick_outbox_messages", status="inflight") == 0
    assert seen("freshbrick_outbox_oldest_pending_age_seconds", priority="low") == 90
    assert seen("freshbrick_outbox_oldest_pending_age_seconds", priority="normal") == 0


async def test_a_failed_refresh_is_seen(site: Site) -> None:
    await site.ask("3001")
    await site.fail(retry_at=site.clock.now() + 1_000)
    assert (await scrape(site))("freshbrick_outbox_failed_messages") == 1
    site.clock.advance(25 * 3_600_000)
    assert (await scrape(site))("freshbrick_outbox_failed_messages") == 0


async def test_the_state_of_the_upstream_is_the_one_that_is_1(keyless: Site) -> None:
    seen = await scrape(keyless)
    assert seen("freshbrick_upstream_state", freshbrick_upstream_state="unconfigured") == 1
    assert seen("freshbrick_upstream_state") == 1


async def test_calls_are_counted_by_what_came_of_them_and_quota_is_used(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    faults = Faults(Fault(kind="5xx", status=503, match="/items/part/3040", times=1))
    async with flow_of(database, clock, faults=faults) as flow:
        for number in ("3001", "99999x", "3040"):
            await flow.ask("part", number)
        await flow.drain()
        seen = await read(Metrics(database, Hub(database, clock, {}), flow.policy, worker=flow.worker))
    assert seen(f"{CALLS}_count", outcome="succeeded") >= 1
    assert seen(f"{CALLS}_count", outcome="not_found", code="not_found") == 1
    assert seen(f"{CALLS}_count", outcome="temporary", code="upstream_error") == 1
    assert seen("freshbrick_refreshes_total", resource="part", outcome="saved") == 1
    assert seen("freshbrick_refreshes_total", resource="part", outcome="fail") == 1
    assert seen("freshbrick_refreshes_total", resource="part", outcome="retry") == 1
    assert seen("freshbrick_quota_used_calls") == seen(f"{CALLS}_count") == len(flow.simulator.calls)
    assert seen("freshbrick_quota_remaining_calls") == 5_000 - seen("freshbrick_quota_used_calls")


async def test_connections_and_subscriptions_come_and_go(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with World(database, clock).running() as world:
        metrics = Metrics(database, world.hub, Policy(), live=world.live)
        async with world.connected() as client:
            for color in (5, 6):
                await client.subscribe(color, color)
                await client.news()
            open_now = await read(metrics)
        await eventually(lambda: world.live.connections == 0)
        after = await read(metrics)
    assert open_now("freshbrick_live_connections") == 1
    assert open_now("freshbrick_live_subscriptions") == 2
    assert after("freshbrick_live_connections") == after("freshbrick_live_subscriptions") == 0
    assert after("freshbrick_live_connections_closed_total", code="1000") == 1
    assert after("freshbrick_live_evaluations_total") == 2


async def test_a_push_is_timed_from_its_commit_and_a_first_answer_is_none(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with World(database, clock).running() as world:
        metrics = Metrics(database, world.hub, Policy(), live=world.live)
        async with world.connected() as client, world.connected() as other:
            for one in (client, other):
                await one.subscribe(1, color=5)
                await one.news()
            assert (await read(metrics))("freshbrick_live_push_latency_seconds_count") == 0
            await database.write(paint, 5, "Red")
            await client.news()
            await other.news()
            await database.write(paint, 7, "Blue")  # nobody watches it
            seen = await read(metrics)
    assert seen("freshbrick_live_push_latency_seconds_count") == 2
    assert seen("freshbrick_database_transactions_total") >= 2
    assert seen("freshbrick_database_commit_duration_seconds_count") >= 2


async def test_what_is_held_back_counts_from_the_first_commit_that_it_tells_of(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with World(database, clock).running() as world, world.connected() as client:
        await client.subscribe(1, color=5)
        await client.news()
        for name in "abcdefghi":  # more than may follow at once
            await database.write(paint, 5, name)
            await settle(clock)
        before = world.hub.pushes.total
        clock.advance(30)
        await database.write(paint, 5, "j")
        await settle(clock, ms=50)
        assert (await client.items())[-1]["value"]["name"]
        assert world.hub.pushes.total - before >= 50


async def test_a_database_that_does_not_answer_is_told_beside_what_the_process_knows(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_args: object) -> None:
        raise DatabaseUnavailableError("gone")

    monkeypatch.setattr(site.database, "scan", down)
    seen = await scrape(site)
    assert seen("freshbrick_database_up") == 0
    assert seen("process_resident_memory_bytes") > 0
    assert seen("freshbrick_build_info") == 1


@pytest.mark.parametrize("headers", FROM_A_PROXY)
async def test_strangers_behind_a_proxy_are_asked_who_they_are(site: Site, headers: dict[str, str]) -> None:
    assert (await site.anybody.get("/metrics", headers=headers)).status_code == 401
    assert (await site.http.get("/metrics", headers=headers)).status_code == 200


async def test_every_metric_is_explained_and_none_that_there_is_not(
    database: SqliteDatabase, clock: VirtualClock
) -> None:
    async with World(database, clock).running() as world, flow_of(database, clock) as flow:
        await database.write(crons.seen, "worker")
        metrics = Metrics(database, world.hub, Policy(), live=world.live, worker=flow.worker)
        told = set(re.findall(r"(?m)^# TYPE (freshbrick_\w+)", (await metrics.text()).decode()))
    assert set(re.findall(r"(?m)^\| `(freshbrick_\w+)`", OPERATIONS.read_text(encoding="utf-8"))) == told
    alarms = OPERATIONS.read_text(encoding="utf-8").partition("### Worth an alarm")[2].partition("## Log")[0]
    series = {
        re.sub(r"_(bucket|count)$", "", name) for name in re.findall(r"\bfreshbrick_\w+(?=[ {\[])", alarms)
    }
    assert len(series) > 8
    assert series <= told
