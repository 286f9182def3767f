"""From an ask to fresh data, with every call counted by BrickLink's side."""

import asyncio
from decimal import Decimal

from freshbrick.model.clock import DAY, SECOND
from freshbrick.model.outbox import Priority
from freshbrick.simulator import Change
from freshbrick.store import keys
from support.flow import Flow

MONTH = 30 * DAY


async def test_a_missing_part_becomes_fresh_with_one_call(flow: Flow) -> None:
    assert (await flow.answer("part", "3001")).status == "missing"
    assert (await flow.ask("part", "3001", auto=True)).outcome == "enqueued"
    waiting = await flow.answer("part", "3001")
    assert (waiting.status, waiting.data) == ("refreshing", None)
    assert waiting.refresh is not None
    assert waiting.refresh.waiting_for == "turn"
    await flow.drain()
    answer = await flow.answer("part", "3001")
    assert (answer.status, answer.data.name) == ("fresh", "Brick 2 x 4")
    assert answer.stale_at == flow.clock.now() + MONTH
    assert flow.calls("/items/part/3001") == 1


async def test_the_first_part_brings_the_names_of_the_categories(flow: Flow) -> None:
    await flow.ask("part", "3001")
    await flow.drain()
    answer = await flow.answer("part", "3001")
    assert answer.data.category_name == "Brick"
    assert flow.calls("/categories") == 1


async def test_colors_cost_one_call_and_carry_their_names(flow: Flow) -> None:
    await flow.ask("part_colors", "3001")
    await flow.drain()
    answer = await flow.answer("part_colors", "3001")
    assert answer.status == "fresh"
    assert {"Black", "Red", "White"} <= {color.name for color in answer.data}
    quantities = [color.quantity for color in answer.data]
    assert quantities == sorted(quantities, reverse=True)
    assert flow.calls("/items/part/3001/colors") == 1


async def test_a_part_without_colors_is_fresh_with_an_empty_list_and_not_asked_for_again(flow: Flow) -> None:
    await flow.ask("part_colors", "973")
    await flow.drain()
    answer = await flow.answer("part_colors", "973")
    assert (answer.status, answer.data) == ("fresh", ())
    assert (await flow.ask("part_colors", "973", auto=True)).outcome == "fresh"
    assert await flow.drain() == 0


async def test_a_price_guide_costs_four_calls_and_counts_them_as_they_arrive(flow: Flow) -> None:
    await flow.ask("price_guide", "3001/11")
    progress: list[tuple[int, int]] = []
    seen: set[asyncio.Task[None]] = set()

    async def look() -> None:
        refresh = (await flow.answer("price_guide", "3001/11")).refresh
        if refresh:
            progress.append((refresh.calls_done, refresh.calls_total))

    def on_commit(touched: object) -> None:
        if keys.data("price_guide", "3001/11") in touched:  # type: ignore[operator]  # a collection of keys
            seen.add(asyncio.ensure_future(look()))

    flow.database.subscribe(on_commit)
    await flow.drain()
    await asyncio.gather(*seen)
    assert progress == [(1, 4), (2, 4), (3, 4)]
    answer = await flow.answer("price_guide", "3001/11")
    assert answer.status == "fresh"
    assert answer.data.currency == "USD"
    assert answer.data.new_stock.lots > 0
    assert isinstance(answer.data.new_stock.average, Decimal)
    assert flow.calls("/items/part/3001/price") == 4


async def test_old_data_stays_while_it_is_refreshed(flow: Flow) -> None:
    await flow.ask("part", "3001")
    await flow.drain()
    flow.clock.advance(MONTH + SECOND)
    stale = await flow.answer("part", "3001")
    assert (stale.status, stale.data.name) == ("stale", "Brick 2 x 4")
    flow.simulator.world.change("3001", Change(name="Brick 2 x 4 (new name)"))
    await flow.ask("part", "3001", auto=True)
    refreshing = await flow.answer("part", "3001")
    assert (refreshing.status, refreshing.data.name) == ("refreshing", "Brick 2 x 4")
    await flow.drain()
    fresh = await flow.answer("part", "3001")
    assert (fresh.status, fresh.data.name) == ("fresh", "Brick 2 x 4 (new name)")


async def test_a_color_that_bricklink_no_longer_lists_goes_away(flow: Flow) -> None:
    await flow.ask("part_colors", "3001")
    await flow.drain()
    left = (await flow.answer("part_colors", "3001")).data[0].color_id
    flow.simulator.world.change("3001", Change(colors=[left]))
    flow.clock.advance(MONTH)
    await flow.ask("part_colors", "3001")
    await flow.drain()
    assert [c.color_id for c in (await flow.answer("part_colors", "3001")).data] == [left]


async def test_two_hundred_asks_leave_one_message_and_one_call(flow: Flow) -> None:
    asked = await asyncio.gather(*(flow.ask("part", "3001", auto=True) for _ in range(200)))
    assert sorted({a.outcome for a in asked}) == ["already_queued", "enqueued"]
    assert len({a.message_id for a in asked}) == 1
    await flow.drain()
    assert flow.calls("/items/part/3001") == 1


async def test_a_part_is_one_part_however_its_number_is_written(flow: Flow) -> None:
    first = await flow.ask("part", "3001OLD")
    second = await flow.ask("part", "3001old")
    assert first.message_id == second.message_id
    await flow.drain()
    assert (await flow.answer("part", "3001Old")).data.part_number == "3001old"


async def test_urgent_work_goes_first_and_a_batch_keeps_its_order(flow: Flow) -> None:
    await flow.ask("part", "3003", priority=Priority.LOW)
    await flow.ask("part", "3004", priority=Priority.NORMAL)
    await flow.ask("part", "3005", priority=Priority.NORMAL)
    await flow.ask("part", "3001")
    order = []
    while await flow.drain(1):
        order.append(flow.simulator.calls.to("/items*")[-1].path.rsplit("/", 1)[1])
    assert order[:4] == ["3001", "3004", "3005", "3003"] or order[:3] == ["3001", "3004", "3005"]


async def test_looking_at_a_queued_part_moves_it_to_the_front(flow: Flow) -> None:
    queued = await flow.ask("part", "3003", priority=Priority.LOW)
    raised = await flow.ask("part", "3003", auto=True)
    assert (raised.outcome, raised.message_id) == ("already_queued", queued.message_id)
    assert (await flow.answer("part", "3003")).refresh.priority == "high"


async def test_the_message_keeps_what_it_cost(flow: Flow) -> None:
    asked = await flow.ask("price_guide", "3001/5")
    await flow.drain()
    message = await flow.message(asked.message_id or 0)
    assert (message.status, message.calls, message.claims) == ("succeeded", 4, 0)
