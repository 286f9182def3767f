"""Asking for refreshes over HTTP: one key, many keys, and what the asker is told."""

import asyncio
from typing import Any

import pytest

from api.site import Site
from freshbrick.model.clock import DAY, HOUR
from freshbrick.store import outbox
from support.inventory import keep

PARTS = "/api/catalog/parts"


async def batch(site: Site, **body: Any) -> dict[str, Any]:
    answer = await site.http.post("/api/catalog/refresh", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def outcome(site: Site, path: str, **query: str) -> tuple[int, str]:
    answer = await site.http.post(f"{PARTS}/{path}/refresh", params=query)
    return answer.status_code, answer.json()["outcome"]


class TestOne:
    @pytest.mark.parametrize(
        ("path", "resource", "key"),
        [
            ("3001", "part", "3001"),
            ("3001/colors", "part_colors", "3001"),
            ("3001/colors/11/price-guide", "price_guide", "3001/11"),
        ],
    )
    async def test_asking_makes_one_message_however_often(
        self, site: Site, path: str, resource: str, key: str
    ) -> None:
        first = await site.http.post(f"{PARTS}/{path}/refresh")
        second = await site.http.post(
            f"{PARTS}/{path.upper()}/refresh".replace("COLORS", "colors").replace(
                "PRICE-GUIDE", "price-guide"
            )
        )
        assert (first.status_code, first.json()["outcome"]) == (202, "enqueued")
        assert (second.status_code, second.json()["outcome"]) == (202, "already_queued")
        (message,) = await site.database.read(outbox.newest, None, 10)
        assert (message.resource, message.key, message.requested_by) == (resource, key, "Ana")
        assert first.json()["messageId"] == second.json()["messageId"] == message.id

    async def test_the_answer_says_what_is_left_of_the_quota(self, site: Site) -> None:
        told = await site.ask("3001")
        assert told["quota"] == {"limit": 5000, "used": 0, "remaining": 5000}
        assert set(told) == {"outcome", "messageId", "retryAfterMs", "quota"}

    async def test_nothing_is_queued_for_what_is_fresh_unless_a_person_asks(self, site: Site) -> None:
        await site.save("3001")
        assert await outcome(site, "3001", auto="true") == (200, "fresh")
        assert await outcome(site, "3001", auto="true", force="true") == (202, "enqueued")

    async def test_a_success_a_moment_ago_is_enough(self, site: Site) -> None:
        await site.ask("3001")
        await site.finish()
        answer = await site.http.post(f"{PARTS}/3001/refresh", params={"force": "true"})
        assert (answer.status_code, answer.json()["outcome"]) == (200, "throttled")
        assert 0 < answer.json()["retryAfterMs"] <= 60_000

    async def test_what_bricklink_does_not_know_is_asked_again_only_by_force(self, site: Site) -> None:
        await site.ask("99999x")
        await site.fail(retry_at=site.clock.now() + DAY)
        assert await outcome(site, "99999x") == (200, "not_found")
        assert await outcome(site, "99999x", force="true") == (202, "enqueued")

    @pytest.mark.parametrize(("word", "priority"), [("high", 1), ("normal", 2), ("low", 3)])
    async def test_the_priority_is_the_askers(self, site: Site, word: str, priority: int) -> None:
        told = await site.ask("3001", priority=word)
        message = await site.database.read(outbox.get, told["messageId"])
        assert message is not None
        assert message.priority == priority

    async def test_without_keys_nothing_is_queued(self, keyless: Site) -> None:
        assert await outcome(keyless, "3001") == (200, "keys_missing")
        assert not await keyless.database.read(outbox.newest, None, 10)

    async def test_the_answer_can_be_held_until_it_is_done(self, site: Site) -> None:
        queued = asyncio.Event()
        site.database.subscribe(lambda _: queued.set())
        held = asyncio.create_task(site.ask("3001", wait="20s"))
        await queued.wait()
        for _ in range(3):  # whoever was not held would have its answer by then
            await site.http.get(f"{PARTS}/3001")
        assert not held.done()
        await site.finish()
        assert (await held)["outcome"] == "enqueued"
        assert (await site.http.get(f"{PARTS}/3001")).json()["status"] == "fresh"

    @pytest.mark.parametrize(
        ("query", "named"),
        [
            ("force=maybe", "force"),
            ("priority=urgent", "priority"),
            ("priority=HIGH", "priority"),
            ("wait=61s", "wait"),
            ("frce=true", "frce"),
            ("force=true&force=false", "force"),
        ],
    )
    async def test_a_wrong_parameter_is_named_and_nothing_written(
        self, site: Site, query: str, named: str
    ) -> None:
        answer = await site.http.post(f"{PARTS}/3001/refresh?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
        assert named in answer.json()["detail"]
        assert not await site.database.read(outbox.newest, None, 10)

    @pytest.mark.parametrize(
        "path", ["-1", "3001%20", "3001/colors/red/price-guide", "3/colors/-1/price-guide"]
    )
    async def test_what_is_no_key_is_a_bad_request(self, site: Site, path: str) -> None:
        answer = await site.http.post(f"{PARTS}/{path}/refresh")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")

    async def test_who_is_not_signed_in_asks_for_nothing(self, site: Site) -> None:
        answer = await site.anybody.post(f"{PARTS}/3001/refresh")
        assert answer.status_code == 401
        assert not await site.database.read(outbox.newest, None, 10)


class TestMany:
    async def test_every_key_is_asked_for_once_at_normal(self, site: Site) -> None:
        items = [
            {"resource": "part", "key": "3001"},
            {"resource": "part", "key": "3001"},
            {"resource": "price_guide", "key": "3001/11"},
        ]
        told = await batch(site, items=items)
        assert (told["enqueued"], told["alreadyQueued"], told["calls"]) == (2, 0, 5)
        assert told["readyAt"] > site.clock.now()
        messages = await site.database.read(outbox.newest, None, 10)
        assert {(m.resource, m.key, m.priority) for m in messages} == {
            ("part", "3001", 2),
            ("price_guide", "3001/11", 2),
        }
        assert (await batch(site, items=items))["alreadyQueued"] == 2

    async def test_a_dry_run_says_the_same_and_writes_nothing(self, site: Site) -> None:
        items = [{"resource": "part", "key": str(n)} for n in range(3000, 3250)]
        dry = await batch(site, items=items, dryRun=True)
        assert not await site.database.read(outbox.newest, None, 10)
        asked = await batch(site, items=items)
        assert (asked.pop("upTo"), dry.pop("upTo")) == (250, None)
        assert (asked.pop("first"), dry.pop("first")) == (1, None)
        assert asked == dry

    async def test_all_that_is_stale(self, site: Site) -> None:
        await site.save("3001", age=31 * DAY)
        await site.save("3002", age=HOUR)
        assert (await batch(site, of="stale"))["enqueued"] == 1

    async def test_part_and_guide_of_all_that_is_kept(self, site: Site) -> None:
        await site.database.write(keep, "3001", 11)
        assert (await batch(site, of="inventory"))["calls"] == 5

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"of": "stale", "items": []},
            {"of": "everything"},
            {"items": [{"resource": "part"}]},
            {"items": [{"resource": "set", "key": "1"}]},
            {"items": [{"resource": "price_guide", "key": "3001"}]},
            {"items": [{"resource": "part", "key": "3001", "force": True}]},
            {"items": [{"resource": "part", "key": "1"}] * 10_001},
            {"of": "stale", "dryRun": "true"},
            {"of": "stale", "dryrun": True},
            [],
        ],
    )
    async def test_what_is_no_batch_is_refused(self, site: Site, body: Any) -> None:
        answer = await site.http.post("/api/catalog/refresh", json=body)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
