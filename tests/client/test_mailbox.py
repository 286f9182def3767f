"""What a watcher that is late still gets."""

from freshbrick.client.events import Event, Offline, Updated
from freshbrick.client.mailbox import UNREAD, Mailbox


async def left(*events: Event) -> list[Event]:
    """What is read of these once all have come."""
    mailbox = Mailbox()
    for event in events:
        mailbox.put(event)
    mailbox.put(end := Offline(-1))
    read = [await mailbox.take()]
    while read[-1] is not end:
        read.append(await mailbox.take())
    return read


async def test_however_often_the_connection_is_lost_the_last_value_is_read() -> None:
    old, last = (Updated(value, b"") for value in ("old", "last"))
    first, *lost = await left(Offline(0), old, last, *(Offline(wait) for wait in range(3 * UNREAD)))
    assert first is last
    assert len(lost) == UNREAD - 1
    assert lost[-2] == Offline(3 * UNREAD - 1)


async def test_of_values_those_that_lie_between_are_skipped() -> None:
    values = [Updated(number, b"") for number in range(3 * UNREAD)]
    assert (await left(*values))[:-1] == values[-UNREAD + 1 :]
