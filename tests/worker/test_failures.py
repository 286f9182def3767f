"""Whatever BrickLink does: old data stays, the reason is told, and recovery is by itself."""

import pytest

from freshbrick.catalog.answers import RefreshError
from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.simulator import DEFAULT_CREDENTIALS, Fault
from support.flow import Flow

SECRETS = (
    DEFAULT_CREDENTIALS.consumer_key,
    DEFAULT_CREDENTIALS.consumer_secret,
    DEFAULT_CREDENTIALS.token_value,
    DEFAULT_CREDENTIALS.token_secret,
)


async def failed(flow: Flow, resource: str = "part", key: str = "3001") -> RefreshError:
    answer = await flow.answer(resource, key)  # type: ignore[arg-type]  # a resource
    assert answer.error is not None
    return answer.error


async def stale_3001(flow: Flow) -> None:
    await flow.ask("part", "3001")
    await flow.drain()
    flow.clock.advance(31 * DAY)
    flow.simulator.calls.clear()


@pytest.mark.parametrize("kind", ["not_found_empty", "not_found_404"])
async def test_an_unknown_part_is_remembered_until_somebody_insists(flow: Flow, kind: str) -> None:
    flow.simulator.faults.add(Fault(kind=kind, match="/items/part/99999x"))  # type: ignore[arg-type]  # a kind
    await flow.ask("part", "99999x", auto=True)
    await flow.drain()
    answer = await flow.answer("part", "99999x")
    assert (answer.status, answer.data) == ("missing", None)
    error = await failed(flow, "part", "99999x")
    assert (error.code, error.temporary, error.retry_at) == ("not_found", False, flow.clock.now() + 7 * DAY)
    for _ in range(10):
        assert (await flow.ask("part", "99999x", auto=True)).outcome == "not_found"
    await flow.drain()
    assert flow.calls("/items/part/99999x") == 1
    assert (await flow.ask("part", "99999x", force=True)).outcome == "enqueued"
    await flow.drain()
    assert flow.calls("/items/part/99999x") == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault(kind="truncated"), "unreadable"),
        (Fault(kind="html"), "unreadable"),
        (Fault(kind="wrong_item"), "wrong_item"),
        (Fault(kind="too_large"), "too_large"),
    ],
)
async def test_nonsense_is_refused_for_a_day_and_old_data_stays(flow: Flow, fault: Fault, code: str) -> None:
    await stale_3001(flow)
    flow.simulator.faults.add(fault)
    await flow.ask("part", "3001", auto=True)
    await flow.drain()
    answer = await flow.answer("part", "3001")
    assert (answer.status, answer.data.name) == ("stale", "Brick 2 x 4")
    error = await failed(flow)
    assert (error.code, error.retry_at) == (code, flow.clock.now() + DAY)
    assert (await flow.ask("part", "3001", auto=True)).outcome == "backing_off"
    assert flow.calls("/items/part/3001") == 1


@pytest.mark.parametrize("kind", ["5xx", "cut"])
async def test_a_temporary_failure_is_tried_again_later_and_recovers(flow: Flow, kind: str) -> None:
    await stale_3001(flow)
    flow.simulator.faults.add(Fault(kind=kind, match="/items/part/3001", times=2))  # type: ignore[arg-type]  # a kind
    asked = await flow.ask("part", "3001", auto=True)
    await flow.drain()
    answer = await flow.answer("part", "3001")
    assert answer.refresh is not None
    assert (answer.status, answer.refresh.waiting_for, answer.refresh.attempt) == ("refreshing", "retry", 1)
    assert answer.data.name == "Brick 2 x 4"
    assert (await failed(flow)).temporary
    assert await flow.drain() == 0, "nothing is due yet"
    await flow.pass_time(20 * SECOND, SECOND)
    message = await flow.message(asked.message_id or 0)
    assert (message.status, message.attempt, flow.calls("/items/part/3001")) == ("succeeded", 2, 3)
    assert (await flow.answer("part", "3001")).error is None


async def test_retry_after_is_waited_for(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="5xx", status=503, retry_after=90, times=1))
    await flow.ask("part", "3001")
    await flow.drain()
    refresh = (await flow.answer("part", "3001")).refresh
    assert refresh is not None
    assert refresh.next_attempt_at == flow.clock.now() + 90 * SECOND


async def test_eight_attempts_in_about_ten_minutes_then_a_quarter_of_an_hour(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="5xx", match="/items/part/3001"))
    await flow.ask("part", "3001", auto=True)
    started = flow.clock.now()
    while (await flow.answer("part", "3001")).status == "refreshing":
        await flow.pass_time(5 * SECOND, 5 * SECOND)
    error = await failed(flow)
    assert error.code == "attempts_exhausted"
    assert 3 * MINUTE < error.at - started < 20 * MINUTE
    assert error.retry_at == error.at + 15 * MINUTE
    assert flow.calls("/items/part/3001") == 8


@pytest.mark.e2e  # a whole virtual day
async def test_a_key_that_keeps_failing_costs_a_handful_of_calls_a_day(flow: Flow) -> None:
    """The rule that hooks and `--watch` follow: ask when there is no `retryAt`, or when it has passed."""
    flow.simulator.faults.add(Fault(kind="5xx", match="/items/part/3001"))
    end = flow.clock.now() + DAY
    while flow.clock.now() < end:
        answer = await flow.answer("part", "3001")
        if answer.status == "missing" and (
            not answer.error or (answer.error.retry_at or 0) <= flow.clock.now()
        ):
            await flow.ask("part", "3001", auto=True)
        await flow.pass_time(30 * SECOND, 30 * SECOND)
    assert 8 <= flow.calls("/items/part/3001") <= 64


@pytest.mark.parametrize("kind", ["429", "429_in_200"])
async def test_a_429_closes_the_bucket_for_everybody_and_uses_no_attempt(flow: Flow, kind: str) -> None:
    flow.simulator.faults.add(Fault(kind=kind, times=1))  # type: ignore[arg-type]  # a kind
    asked = await flow.ask("part", "3001")
    await flow.drain()
    await flow.ask("part", "3002")
    assert await flow.drain() == 0
    answer = await flow.answer("part", "3002")
    assert answer.refresh is not None
    assert answer.refresh.waiting_for == "quota"
    assert answer.refresh.next_attempt_at == flow.clock.now() + HOUR
    assert (await flow.message(asked.message_id or 0)).attempt == 0
    flow.clock.advance(HOUR + SECOND)
    await flow.drain()
    assert (await flow.answer("part", "3001")).status == "fresh"
    assert (await flow.answer("part", "3002")).status == "fresh"


async def test_refused_keys_pause_everybody_name_our_address_and_recover_by_a_probe(flow: Flow) -> None:
    await stale_3001(flow)
    flow.simulator.faults.add(Fault(kind="token_refused"))
    asked = await flow.ask("part", "3001")
    await flow.ask("part", "3002")
    await flow.drain()
    answer = await flow.answer("part", "3001")
    assert (answer.status, answer.data.name) == ("refreshing", "Brick 2 x 4")
    assert answer.refresh is not None
    assert answer.refresh.waiting_for == "pause"
    error = await failed(flow)
    assert error.code == "credentials"
    assert "203.0.113." in error.message
    assert not any(secret in error.message for secret in SECRETS)
    spent = len(flow.simulator.calls)
    await flow.pass_time(5 * MINUTE, 5 * SECOND)
    probes = len(flow.simulator.calls) - spent
    assert 2 <= probes <= 5, "probes come ever more rarely"
    assert (await flow.message(asked.message_id or 0)).attempt == 0, "no attempt is used while paused"
    flow.simulator.faults.clear()
    await flow.pass_time(20 * MINUTE, 10 * SECOND)
    assert (await flow.answer("part", "3001")).status == "fresh"
    assert (await flow.answer("part", "3002")).status == "fresh"


async def test_one_key_that_is_always_refused_does_not_stop_the_others_for_ever(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="forbidden", match="/items/part/3001"))
    asked = await flow.ask("part", "3001")
    await flow.drain()
    await flow.ask("part", "3002")
    await flow.pass_time(30 * MINUTE, 10 * SECOND)
    assert (await flow.answer("part", "3002")).status == "fresh"
    assert (await flow.message(asked.message_id or 0)).status == "failed"


async def test_five_failures_in_a_row_pause_everybody_without_using_up_attempts(flow: Flow) -> None:
    flow.simulator.faults.add(Fault(kind="5xx"))
    numbers = [f"30{n:02}" for n in range(1, 21)]
    for number in numbers:
        await flow.ask("part", number)
    await flow.drain()
    assert flow.calls() <= 8, "at most those that were under way when the fifth failed"
    assert (await flow.answer("part", "3020")).refresh.waiting_for == "pause"
    flow.simulator.faults.clear()
    await flow.pass_time(3 * MINUTE, 5 * SECOND)
    assert {(await flow.answer("part", n)).status for n in numbers} <= {"fresh", "missing"}
    assert (await flow.answer("part", "3001")).status == "fresh"


async def test_a_retry_of_a_price_guide_asks_only_for_what_is_missing(flow: Flow) -> None:
    flow.simulator.faults.add(
        Fault(kind="latency", match="/items/part/3001/price", times=2, latency_ms=1),
        Fault(kind="5xx", match="/items/part/3001/price", times=1),
    )
    await flow.ask("price_guide", "3001/11")
    await flow.drain()
    refresh = (await flow.answer("price_guide", "3001/11")).refresh
    assert refresh is not None
    assert (refresh.calls_done, refresh.waiting_for) == (2, "retry")
    await flow.pass_time(10 * SECOND, SECOND)
    assert (await flow.answer("price_guide", "3001/11")).status == "fresh"
    assert flow.calls("/items/part/3001/price") == 5
