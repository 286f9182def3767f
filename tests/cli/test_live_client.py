"""The live socket against a real server."""

from contextlib import aclosing
from random import Random
from typing import Any

import pytest
from pydantic import SecretStr

from cli.shop import BRICK, TOKEN, Shop, answer, refresh
from freshbrick.cli import subjects
from freshbrick.cli.failures import CommandError, ExitCode
from freshbrick.cli.live_client import BACKOFF_MAX, LiveClient, backoff, final
from freshbrick.cli.live_session import Answered, Event, LiveSession, Offline, Updated
from freshbrick.cli.looking import wall_clock
from freshbrick.cli.server_client import Server, ServerClient

PART = "/api/catalog/parts/3001"


class AtOnce(Random):
    """Dice by which nobody waits before coming back; they note for how long they might have."""

    def __init__(self) -> None:
        super().__init__()
        self.longest: list[float] = []

    def uniform(self, a: float, b: float) -> float:
        self.longest.append(b)
        return a


async def watched(shop: Shop, count: int, token: str = TOKEN, dice: AtOnce | None = None) -> list[Event]:
    """The first events of a watch."""
    client = LiveClient(Server(shop.url, SecretStr(token)), clock=wall_clock, dice=dice or AtOnce())
    seen: list[Event] = []
    async with aclosing(client.events(LiveSession(subjects.part("3001")))) as events:
        async for event in events:
            seen.append(event)
            if len(seen) == count:
                break
    return seen


def statuses(events: list[Event]) -> list[Any]:
    return [event.answer.status if isinstance(event, Updated) else type(event).__name__ for event in events]


async def test_a_missing_part_arrives_step_by_step(shop: Shop) -> None:
    shop.answers[PART] = answer(None, "missing")
    shop.after_ask = [answer(None, "refreshing", refresh=refresh()), answer(BRICK, "fresh")]
    seen = await watched(shop, 4)
    assert statuses(seen) == ["missing", "Answered", "refreshing", "fresh"]
    assert isinstance(seen[1], Answered)
    assert len(shop.asks) == 1


async def test_a_lost_connection_comes_back_and_names_what_it_holds(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    shop.hang_ups = [4001, 4008, 1011]
    seen = await watched(shop, 4)
    assert statuses(seen) == ["fresh", "Offline", "Offline", "Offline"]
    assert isinstance(seen[1], Offline)
    first, *later = shop.subscriptions
    assert "rev" not in first
    assert all("rev" in item for item in later)


async def test_a_server_that_does_not_answer_is_tried_less_and_less_often(shop: Shop) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    shop.hang_ups = [4001, -4013, -4013, 4001, -4013]
    dice = AtOnce()
    await watched(shop, 6, dice=dice)
    assert dice.longest == [500, 1000, 2000, 500, 1000]


async def test_a_proxy_of_the_environment_is_not_told_the_token(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "ws_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    shop.answers[PART] = answer(BRICK, "fresh")
    assert statuses(await watched(shop, 1)) == ["fresh"]
    with ServerClient(Server(shop.url, SecretStr(TOKEN))) as http:
        assert http.get(PART)


@pytest.mark.parametrize(
    ("code", "exit_code"), [(4501, ExitCode.FAILED), (4503, ExitCode.SERVER), (1009, ExitCode.FAILED)]
)
async def test_a_connection_that_would_end_so_again_is_not_repeated(
    shop: Shop, code: int, exit_code: ExitCode
) -> None:
    shop.answers[PART] = answer(BRICK, "fresh")
    shop.hang_ups = [code]
    with pytest.raises(CommandError) as ended:
        await watched(shop, 2)
    assert ended.value.code is exit_code
    assert len(shop.subscriptions) == 1


async def test_a_token_that_is_not_accepted_is_not_tried_again_and_not_repeated(shop: Shop) -> None:
    with pytest.raises(CommandError, match="freshbrick token create") as ended:
        await watched(shop, 1, token="fbk_wrong")
    assert ended.value.code is ExitCode.SERVER
    assert "fbk_wrong" not in str(ended.value)


def test_close_codes_say_whether_to_come_back() -> None:
    assert [code for code in (1001, 1006, 1009, 4001, 4499, 4500, 4501, 4999) if final(code)] == [
        1009,
        4500,
        4501,
        4999,
    ]


def test_coming_back_is_spread_over_a_growing_time() -> None:
    dice = Random(1)
    longest = [max(backoff(failures, dice) for _ in range(200)) for failures in (0, 3, 100)]
    assert longest[0] <= 500 < longest[1] <= 4_000 < longest[2] <= BACKOFF_MAX
    assert min(backoff(100, dice) for _ in range(200)) < BACKOFF_MAX / 10
