"""Watching over HTTP, where no live socket can be had: one look at one value."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from msgspec.json import Decoder

from freshbrick.client.errors import ClientError
from freshbrick.client.events import Event, Trouble
from freshbrick.client.http import Http
from freshbrick.client.subscription import PASSING, Subscription
from freshbrick.client.wire import Asked

_asked = Decoder(Asked)


async def poll(
    http: Http, subscription: Subscription[Any], clock: Callable[[], int]
) -> AsyncIterator[Event | ClientError]:
    """Read the value unless the held one still holds, then ask for a refresh if it is time; `clock` in ms UTC.

    ClientError `unreachable` where another value would not be read either.
    """
    query = subscription.query
    subscription.begin()
    try:
        reply = await http.ask("GET", query.path, query.params, rev=subscription.rev)
        for event in subscription.holds(reply.rev, reply.body or None):
            yield event
        if subscription.wait_ms(clock()) == 0:
            how = {name: str(word).lower() for name, word in subscription.ask().items()}
            asked = http.decoded(await http.post(f"{query.path}/refresh", how), _asked)
            for event in subscription.result(asked, clock()):
                yield event
    except ClientError as error:
        subscription.refused(error, clock())
        if error.code == "unreachable":
            raise
        yield Trouble(error.message) if error.code in PASSING else error
