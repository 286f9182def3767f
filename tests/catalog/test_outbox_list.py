"""The list of messages that people see, and what the owner may do to one."""

from typing import Any

import pytest

from catalog.counter import Counter
from freshbrick.catalog import outbox_list
from freshbrick.catalog.actions import Asked
from freshbrick.catalog.outbox_list import OutboxArgs, OutboxList, OutboxMessage
from freshbrick.catalog.reading import Reading
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.errors import RequestError
from freshbrick.model.outbox import Priority
from freshbrick.model.quota import Allowance
from freshbrick.store import keys, leases
from freshbrick.store.leases import Work


async def listed(counter: Counter, args: OutboxArgs | None = None) -> tuple[list[OutboxMessage], Reading]:
    reading = await counter.database.read(outbox_list.get_outbox, counter.policy, args or OutboxArgs())
    assert isinstance(reading.value, OutboxList)
    return reading.value.items, reading


async def refused(counter: Counter, message_id: int | None, how: str) -> str:
    """The code with which a retry or a discard is refused."""
    with pytest.raises(RequestError) as error:
        await (retry if how == "retry" else discard)(counter, message_id)
    return error.value.code


async def retry(counter: Counter, message_id: int | None) -> Asked:
    return await counter.database.write(outbox_list.retry, counter.policy, message_id or 0, "ann")


async def discard(counter: Counter, message_id: int | None) -> None:
    await counter.database.write(outbox_list.discard, message_id or 0)


async def test_the_newest_come_first_each_with_what_it_waits_for(counter: Counter) -> None:
    counter.under(allowance=Allowance(10))
    await counter.pay(4)
    done = (await counter.ask(key="3001")).message_id
    await counter.succeed(done)
    await counter.fail((await counter.ask(key="3002")).message_id)
    await counter.take((await counter.ask(key="3003")).message_id)
    await counter.put_back((await counter.ask(key="3004")).message_id, HOUR)
    await counter.ask(key="3005/11", resource="price_guide", priority=Priority.LOW)
    await counter.ask(key="3006")
    items, reading = await listed(counter)
    assert [(m.key, m.status, m.waiting_for) for m in items] == [
        ("3006", "pending", "turn"),
        ("3005/11", "pending", "quota"),
        ("3004", "pending", "retry"),
        ("3003", "inflight", None),
        ("3002", "failed", None),
        ("3001", "succeeded", None),
    ]
    assert {m.next_attempt_at for m in items[3:]} == {None}
    assert reading.expires_at == counter.clock.now() + HOUR, "when the first of them goes on"


async def test_a_message_tells_what_it_cost_and_why_it_failed(counter: Counter) -> None:
    message_id = (await counter.ask()).message_id
    await counter.fail(message_id)
    shown = await counter.database.read(outbox_list.get_message, counter.policy, message_id or 0)
    assert (shown.failure_code, shown.last_error, shown.calls, shown.upstream_ms) == (
        *("not_found", "It is not_found."),
        *(1, 800),
    )
    assert (shown.priority, shown.requested_by, shown.max_attempts) == ("high", "ann", 8)
    assert shown.retry_at == counter.clock.now() + 7 * DAY


async def test_a_list_of_one_state_shows_that_state_as_many_as_wanted(counter: Counter) -> None:
    for n in range(3):
        await counter.fail((await counter.ask(key=f"30{n}")).message_id)
    await counter.ask(key="3001")
    items, _ = await listed(counter, OutboxArgs("failed", 2))
    assert [m.key for m in items] == ["302", "301"]
    assert (await listed(counter, OutboxArgs("inflight")))[0] == []


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_is_one_to_a_hundred(limit: int) -> None:
    with pytest.raises(RequestError, match="1 to 100"):
        OutboxArgs(limit=limit)


async def test_whoever_watches_the_list_sees_every_message_and_the_gate(counter: Counter) -> None:
    await counter.ask()
    assert await counter.depended(outbox_list.get_outbox, OutboxArgs()) == {keys.OUTBOX, keys.GATE}


async def test_a_failed_message_is_asked_for_anew_before_its_retry_time(counter: Counter) -> None:
    message_id = (await counter.ask(priority=Priority.LOW)).message_id
    await counter.fail(message_id)
    await retry(counter, message_id)
    items, _ = await listed(counter)
    assert [(m.status, m.priority) for m in items] == [("pending", "high"), ("failed", "low")]


async def test_a_second_retry_joins_the_first(counter: Counter) -> None:
    message_id = (await counter.ask()).message_id
    await counter.fail(message_id)
    first, second = await retry(counter, message_id), await retry(counter, message_id)
    assert (first.outcome, second.outcome) == ("enqueued", "already_queued")
    assert first.message_id == second.message_id


async def test_a_retry_keeps_the_ordinary_rules_of_an_ask(counter: Counter) -> None:
    failed = (await counter.ask()).message_id
    await counter.fail(failed)
    await counter.succeed((await counter.ask(force=True)).message_id)
    counter.clock.advance(30 * SECOND)
    assert (await retry(counter, failed)).outcome == "throttled"
    counter.under(configured=False)
    assert (await retry(counter, failed)).outcome == "keys_missing"


async def test_only_a_failed_message_can_be_retried(counter: Counter) -> None:
    message_id = (await counter.ask()).message_id
    assert await refused(counter, message_id, "retry") == "conflict"
    lease = await counter.take(message_id)
    assert await refused(counter, message_id, "retry") == "conflict"
    await counter.database.write(leases.succeed, lease, Work())
    assert await refused(counter, message_id, "retry") == "conflict"
    assert await refused(counter, 999, "retry") == "not_found"


async def test_only_a_pending_or_failed_message_can_be_discarded(counter: Counter) -> None:
    message_id = (await counter.ask()).message_id
    lease = await counter.take(message_id)
    assert await refused(counter, message_id, "discard") == "conflict"
    await counter.database.write(leases.succeed, lease, Work())
    assert await refused(counter, message_id, "discard") == "conflict"
    assert await refused(counter, 999, "discard") == "not_found"


async def test_a_discarded_message_is_gone_and_its_key_may_be_asked_for(counter: Counter) -> None:
    pending = (await counter.ask()).message_id
    await discard(counter, pending)
    assert (await counter.answer()).status == "missing"
    failed = (await counter.ask()).message_id
    await counter.fail(failed)
    await discard(counter, failed)
    answer = await counter.answer()
    assert (answer.status, answer.error) == ("missing", None)
    assert (await counter.ask(auto=True)).outcome == "enqueued"
    assert await refused(counter, failed, "discard") == "not_found"
    with pytest.raises(RequestError):
        await counter.database.read(outbox_list.get_message, counter.policy, failed or 0)


async def test_a_list_that_waits_for_the_same_quota_looks_again_when_it_opens(counter: Counter) -> None:
    counter.under(allowance=Allowance(10))
    await counter.pay(10)
    await counter.ask(key="3001")
    counter.clock.advance(MINUTE)
    await counter.ask(key="3002")
    items, reading = await listed(counter)
    assert {m.waiting_for for m in items} == {"quota"}
    assert {m.next_attempt_at for m in items} == {reading.expires_at}


async def test_a_list_of_one_key_shows_that_key_and_changes_with_it_alone(counter: Counter) -> None:
    mine = (await counter.ask(key="3001/11", resource="price_guide")).message_id
    await counter.ask(key="3001")
    args = OutboxArgs(resource="price_guide", key="3001/11")
    assert [m.id for m in (await listed(counter, args))[0]] == [mine]
    assert await counter.depended(outbox_list.get_outbox, args) == {
        keys.message("price_guide", "3001/11"),
        keys.GATE,
    }


@pytest.mark.parametrize(
    "args", [{"resource": "part"}, {"key": "3001"}, {"resource": "price_guide", "key": "3001"}]
)
def test_a_key_is_one_of_its_resource(args: dict[str, Any]) -> None:
    with pytest.raises(RequestError) as error:
        OutboxArgs(**args)
    assert error.value.code == "bad_request"
