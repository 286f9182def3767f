"""What becomes of a live connection: slow readers, silence, actions, the end; over real sockets."""

import socket
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs
from websockets.exceptions import InvalidStatus

from api.live_server import Client, World
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.sessions import SESSION_FOR, end_session, slide_session
from freshbrick.store.sqlite import SqliteDatabase
from live.colors import eventually, paint, settle
from support.clock import VirtualClock


@pytest.fixture
async def world(database: SqliteDatabase, clock: VirtualClock) -> AsyncIterator[World]:
    async with World(database, clock).running() as world:
        yield world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with world.connected() as client:
        yield client


# --- what the log tells ---


async def test_the_end_of_a_connection_is_logged_with_whose_it_was_how_long_it_lasted_and_its_code(
    world: World,
) -> None:
    with capture_logs() as told:
        async with world.connected() as client:
            world.clock.advance(1_500)
            await client.socket.close(4999, "mine to choose")
        async with world.connected(bearer=True) as client:
            await client.send(type="nonsense")
            assert await client.close_code() == 4501
        await eventually(lambda: world.live.connections == 0)
    closed = [one for one in told if one["event"] == "live.closed"]
    assert [(one["code"], one["person"], one["via"], one["ms"]) for one in closed] == [
        (4999, "Ana", "session", 1_500),
        (4501, "Ana", "token", 0),
    ]
    assert world.live.closed == {"other": 1, "4501": 1}


# --- slow readers ---


async def clogged(world: World) -> int:
    """Write large values that the only client does not read, until one of them waits; how many were written."""
    (connection,) = world.live._open
    for n in range(1, 100):
        await settle(world.clock, ms=50)
        await world.database.write(paint, 5, f"{n:03}" + "x" * 2_000_000)
        await settle(world.clock)
        if connection._session.backlog:
            return n
    raise AssertionError("the socket takes everything")


def narrow(world: World) -> socket.socket:
    """A socket whose system holds little for who does not read."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    sock.connect(("127.0.0.1", world.port))
    sock.setblocking(False)
    return sock


async def test_a_slow_reader_skips_what_lies_between_and_gets_the_last(world: World) -> None:
    async with world.connected(sock=narrow(world), max_queue=1) as client:
        await client.subscribe(1, 5)
        last = await clogged(world)
        for _ in range(5):
            last += 1
            await settle(world.clock, ms=50)
            await world.database.write(paint, 5, f"{last:03}" + "x" * 2_000_000)
        seen = [0]
        while seen[-1] < last:
            seen.append(int(((await client.news())["value"]["name"] or "0")[:3]))
        assert seen == sorted(seen)
        assert len(seen) < last
        await client.silence()


async def test_who_does_not_read_for_ten_seconds_is_let_go(world: World) -> None:
    async with world.connected(sock=narrow(world), max_queue=1) as client:
        await client.subscribe(1, 5)
        await clogged(world)
        await world.tick(9_000)
        assert world.live.connections == 1
        await world.tick(1_000)
        assert world.live.connections == 0
        assert await client.close_code() == 4008


async def test_who_never_reads_again_is_cut_off(world: World) -> None:
    async with world.connected(sock=narrow(world), max_queue=1, close_timeout=0.01) as client:
        await client.subscribe(1, 5)
        await clogged(world)
        (connection,) = world.server.server_state.connections
        connection.close_timeout = 0.01  # type: ignore[union-attr]  # it is a WebSocket's
        await world.tick(10_000)
        await eventually(lambda: not world.server.server_state.connections)


async def test_after_a_bad_frame_nothing_more_is_done_for_a_client(world: World) -> None:
    async with world.connected(sock=narrow(world), max_queue=1) as client:
        await client.subscribe(1, 5)
        await clogged(world)
        await client.socket.send("{")
        await client.send(type="action", id=1, action="wait")
        await settle(world.clock)
        world.actions.may_end.set()
        assert await client.close_code() == 4501
        assert world.actions.most == 0


# --- silence ---


async def test_a_ping_breaks_a_silence_of_25_seconds(world: World, client: Client) -> None:
    await world.tick(24_000)
    await client.silence()
    await world.tick(24_000)
    await client.silence()
    await world.tick(25_000)
    assert await client.receive() == {"type": "ping", "now": world.clock.now()}


# --- actions ---


async def test_an_action_is_answered_by_its_id(client: Client) -> None:
    await client.send(type="action", id=7, action="echo", args={"partNumber": "3001"})
    result = await client.receive()
    assert result == {"type": "result", "id": 7, "value": {"args": {"partNumber": "3001"}, "by": "Ana"}}


async def test_an_action_that_fails_says_why_and_gives_nothing_away(client: Client) -> None:
    await client.send(type="action", id=8, action="dance")
    assert (await client.receive())["error"]["code"] == "unknown_action"
    await client.send(type="action", id=9, action="break")
    result = await client.receive()
    assert (result["id"], result["error"]["code"]) == (9, "internal")
    assert "secret" not in str(result)


async def test_thirty_two_actions_are_under_way_at_once_and_the_rest_wait(
    world: World, client: Client
) -> None:
    for n in range(40):
        await client.send(type="action", id=n, action="wait")
    await eventually(lambda: world.actions.under_way >= 32)
    await settle(world.clock)
    world.actions.may_end.set()
    assert sorted([(await client.receive())["id"] for _ in range(40)]) == list(range(40))
    assert world.actions.most == 32


# --- the end ---


async def test_signing_out_ends_the_sessions_connections_and_no_others(world: World) -> None:
    async with world.connected() as client, world.connected(bearer=True) as tool:
        await world.database.write(end_session, secret(world))
        await world.tick()
        assert await client.close_code() == 4503
        await tool.silence()


async def test_a_sign_out_in_another_process_is_noticed_within_ten_seconds(
    world: World, client: Client
) -> None:
    def elsewhere(tx):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        end_session(tx, secret(world))
        tx.touched.clear()
        tx.touch("*")

    await world.database.write(elsewhere)
    for _ in range(10):
        await world.tick()
    assert await client.close_code() == 4503


async def test_a_session_that_expires_ends_its_connections(world: World, client: Client) -> None:
    await world.tick(SESSION_FOR - 1_000)
    await client.receive()
    await client.silence()
    await world.tick(1_000)
    assert await client.close_code() == 4503


async def test_a_session_that_was_used_elsewhere_goes_on(world: World, client: Client) -> None:
    await world.tick(SESSION_FOR - 1_000)
    await client.receive()
    await world.database.write(slide_session, secret(world))
    await world.tick(2_000)
    await client.silence()


async def test_a_server_that_stops_sends_everybody_elsewhere(world: World) -> None:
    async with world.connected() as client, world.connected(bearer=True) as tool:
        await world.live.stop()
        assert await client.close_code() == 4001
        assert await tool.close_code() == 4001
        with pytest.raises(InvalidStatus) as refused:
            async with world.connected():
                pass
        assert refused.value.response.status_code == 503


def secret(world: World) -> Secret:
    return Secret(world.cookie.partition("=")[2])
