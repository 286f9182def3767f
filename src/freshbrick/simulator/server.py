"""BrickLink, simulated: an ASGI app that checks, counts, spoils and answers every call."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog

from freshbrick.simulator.answers import BASE, Answers
from freshbrick.simulator.asgi import (
    Receive,
    Request,
    Scope,
    Send,
    dated,
    disconnected,
    send_cut,
    send_flood,
    send_reply,
)
from freshbrick.simulator.calls import Call, Calls
from freshbrick.simulator.control import PREFIX, Control
from freshbrick.simulator.dice import dice
from freshbrick.simulator.envelope import Reply, bad_oauth, page, too_many_requests
from freshbrick.simulator.faults import Fault, Faults
from freshbrick.simulator.mischief import spoilt_reply
from freshbrick.simulator.quota import Quota
from freshbrick.simulator.signature import DEFAULT_CREDENTIALS, BadSignature, Credentials, Signatures
from freshbrick.simulator.world import World

LONGEST_SILENCE_S = 120

log: Any = structlog.get_logger("freshbrick.simulator")


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


class Simulator:
    """One BrickLink with its world, quota, script of faults and log of calls, all open to its owner.

    `clock` tells ms UTC; `latency_ms` is what every answer takes, or a range to throw it from; `currency` is the
    account's own.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        faults: Faults | None = None,
        quota: Quota | None = None,
        credentials: Credentials = DEFAULT_CREDENTIALS,
        latency_ms: int | tuple[int, int] = 0,
        currency: str = "EUR",
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        self.world = world or World()
        self.faults = faults or Faults()
        self.quota = quota or Quota()
        self.calls = Calls()
        self.credentials = credentials
        self._latency = latency_ms if isinstance(latency_ms, tuple) else (latency_ms, latency_ms)
        self._dice = dice(self.world.seed, "latency")
        self._clock = clock
        self._signatures = Signatures(credentials)
        self._answers = Answers(self.world, currency)
        self._control = Control(self.world, self.faults, self.quota, self.calls, clock)
        self._hurry = asyncio.Event()

    def hurry(self, hurry: bool = True) -> None:
        """Stop waiting: whatever is delayed is answered now, so that a server can shut down."""
        self._hurry.set() if hurry else self._hurry.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request.of(scope)
        if request.path.startswith(PREFIX):
            await send_reply(send, await self._control.reply(request, receive))
        else:
            await self._logged(request, receive, send)

    async def _logged(self, request: Request, receive: Receive, send: Send) -> None:
        call = self.calls.arrived(self._clock(), request, request.path.removeprefix(BASE))
        send = dated(send, self._clock)
        started = time.perf_counter()
        try:
            await self._serve(call, request, receive, send)
        finally:
            call.ms = round((time.perf_counter() - started) * 1000)
            log.info("call", method=call.method, path=call.path, outcome=call.outcome, ms=call.ms)

    async def _serve(self, call: Call, request: Request, receive: Receive, send: Send) -> None:
        refusal = self._refusal(request, call.at)
        fault = None if refusal else self.faults.take(call.path)
        call.fault = fault.kind if fault else None
        await self._pause(self._dice.uniform(*self._latency) + ((fault and fault.latency_ms) or 0))
        if fault:
            await self._spoil(fault, call, request, receive, send)
        else:
            await self._send(call, send, refusal or self._answers.answer(request, call.at))

    def _refusal(self, request: Request, now: int) -> Reply | None:
        try:
            self._signatures.check(request, now)
        except BadSignature as bad:
            return bad_oauth(str(bad))
        return None if self.quota.take(now) else self._out_of_quota()

    def _out_of_quota(self) -> Reply:
        return page(429, "Too Many Requests") if self.quota.plain else too_many_requests()

    async def _spoil(self, fault: Fault, call: Call, request: Request, receive: Receive, send: Send) -> None:
        if fault.kind == "quota_exhausted":
            await self._send(call, send, self._out_of_quota())
        elif fault.kind == "timeout":
            await self._say_nothing(call, receive, send)
        else:
            reply = spoilt_reply(fault, request, self._answers, self.credentials.consumer_key, call.at)
            way = {"cut": send_cut, "too_large": send_flood}.get(fault.kind, send_reply)
            call.outcome = reply.outcome if way is send_reply else fault.kind
            await way(send, reply)

    async def _send(self, call: Call, send: Send, reply: Reply) -> None:
        call.outcome = reply.outcome
        await send_reply(send, reply)

    async def _say_nothing(self, call: Call, receive: Receive, send: Send) -> None:
        call.outcome = "timeout"
        silence = asyncio.ensure_future(self._pause(LONGEST_SILENCE_S * 1000))
        gone = asyncio.ensure_future(disconnected(receive))
        await asyncio.wait({silence, gone}, return_when=asyncio.FIRST_COMPLETED)
        silence.cancel()
        gone.cancel()
        await send_reply(send, page(504, "Gateway Timeout"))

    async def _pause(self, ms: float) -> None:
        if ms > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(ms / 1000):
                    await self._hurry.wait()
