"""This machine's clock: signatures go by it, and so does the quota."""

from typing import Final

from freshbrick.app.doctor.findings import Finding, skipped, todo, well
from freshbrick.model.clock import HOUR, MINUTE, SECOND

TOLERATED: Final = 30 * SECOND
"""How far a signature's time may be off is BrickLink's secret; half a minute has never been told to be too much."""
JUMP: Final = SECOND
REMEDY: Final = (
    "Let the system set its clock (NTP): calls are signed with it, and the quota is counted by it."
)


def against_bricklink(ahead: int | None) -> Finding:
    """`ahead` of BrickLink's by so many ms, to about a second."""
    if ahead is None:
        return skipped("clock", "BrickLink was not heard of the time.")
    if abs(ahead) <= TOLERATED:
        return well("clock", f"Within {max(1, round(abs(ahead) / SECOND))} s of BrickLink's.")
    word = "ahead of" if ahead > 0 else "behind"
    return todo("clock", f"{_span(abs(ahead))} {word} BrickLink's.", REMEDY)


def against_ledger(newest_slot: int | None, now: int) -> list[Finding]:
    """Calls that were paid for in the future (ms UTC): the clock was wrong then, or is now."""
    if newest_slot is None or newest_slot <= now:
        return []
    return [todo("clock", f"The newest call was paid for {_span(newest_slot - now)} ahead of now.", REMEDY)]


def steadiness(started: tuple[int, int], ended: tuple[int, int]) -> Finding:
    """Whether the wall clock went as fast as time passed; each is (wall, steady) in ms."""
    jumped = (ended[0] - started[0]) - (ended[1] - started[1])
    if abs(jumped) < JUMP:
        return well("clock", "Goes steadily.")
    return todo("clock", f"It was set by {_span(abs(jumped))} during this examination.", REMEDY)


def _span(ms: int) -> str:
    for unit, name in ((HOUR, "h"), (MINUTE, "min")):
        if ms >= 2 * unit:
            return f"{ms / unit:.1f} {name}"
    return f"{ms / SECOND:.0f} s"
