"""The control address `/_sim`: reads the log, writes the script, changes the world."""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from freshbrick.simulator.asgi import Receive, Request, read_body
from freshbrick.simulator.calls import Calls
from freshbrick.simulator.envelope import Refused, Reply
from freshbrick.simulator.faults import Fault, Faults
from freshbrick.simulator.quota import Quota
from freshbrick.simulator.world import Change, World

PREFIX = "/_sim/"
HEADER = "x-freshbrick-sim"
_LARGEST_BODY = 65_536
_LOOPBACK_NAMES = {"127.0.0.1", "localhost", "[::1]"}


class QuotaChange(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """`plain`: refuse with a gateway's HTTP 429 instead of an envelope."""

    limit: Annotated[int, Meta(ge=0)] | None = None
    window_ms: Annotated[int, Meta(ge=1)] | None = None
    plain: bool | None = None


class Control:
    def __init__(
        self, world: World, faults: Faults, quota: Quota, calls: Calls, clock: Callable[[], int]
    ) -> None:
        self._world = world
        self._faults = faults
        self._quota = quota
        self._calls = calls
        self._clock = clock

    async def reply(self, request: Request, receive: Receive) -> Reply:
        """JSON always; a request that a web page could have sent is refused."""
        try:
            _guard(request)
            return _json(self._do(request, await read_body(receive, _LARGEST_BODY)))
        except Refused as refused:
            return refused.reply
        except (ValueError, msgspec.MsgspecError) as error:
            return _error(400, str(error))

    def _do(self, request: Request, body: bytes) -> object:
        match request.method, request.segments(PREFIX.rstrip("/")):
            case "GET", ["calls"]:
                return self._calls.to(request.query.get("path", "*"))
            case "DELETE", ["calls"]:
                self._calls.clear()
            case "POST", ["faults"]:
                self._faults.add(msgspec.json.decode(body, type=Fault))
            case "DELETE", ["faults"]:
                self._faults.clear()
            case "POST", ["quota"]:
                self._change_quota(msgspec.json.decode(body, type=QuotaChange))
            case "POST", ["parts", no]:
                return self._world.change(no, msgspec.json.decode(body, type=Change)) or {"removed": True}
            case "GET", ["state"]:
                pass
            case _:
                raise Refused(_error(404, f"no such control: {request.method} {request.path}"))
        return self._state()

    def _change_quota(self, change: QuotaChange) -> None:
        for name, value in msgspec.structs.asdict(change).items():
            if value is not None:
                setattr(self._quota, name, value)

    def _state(self) -> dict[str, Any]:
        quota = self._quota
        return {
            "calls": len(self._calls),
            "quota": {
                "limit": quota.limit,
                "used": quota.used(self._clock()),
                "windowMs": quota.window_ms,
                "plain": quota.plain,
            },
            "faults": self._faults.active(),
        }


def _guard(request: Request) -> None:
    name = request.host if request.host.endswith("]") else request.host.rpartition(":")[0] or request.host
    if name not in _LOOPBACK_NAMES:
        raise Refused(_error(403, "the control is for loopback only"))
    if request.headers.get(HEADER) != "1":
        raise Refused(_error(403, "the control needs the header X-Freshbrick-Sim: 1"))
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and content_type != "application/json":
        raise Refused(_error(415, "the control needs Content-Type: application/json"))


def _json(data: object, status: int = 200) -> Reply:
    return Reply(msgspec.json.encode(data), str(status), status, "application/json")


def _error(status: int, message: str) -> Reply:
    return _json({"error": message}, status)
