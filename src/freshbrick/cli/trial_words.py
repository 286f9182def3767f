"""What BrickLink said to keys on trial, in a sentence and what to do about it."""

import time

from freshbrick.app.paid_call import Trial
from freshbrick.cli.words import clock_time, counted

REMEDIES = {
    "credentials": "Compare all four keys, and the address that the token is for, with what BrickLink shows at "
    "https://www.bricklink.com/v2/api/register_consumer.page",
    "limited": "They could not be tried. Wait, and see that no other tool uses the calls up.",
    "unreachable": "They could not be tried. Look at this machine's network, then run it again.",
}


def in_a_sentence(trial: Trial) -> str:
    """One or two sentences."""
    if trial.denied is not None:
        until = trial.denied.until
        when = f" until {clock_time(until, _now())}" if until else ""
        return f"The keys could not be tried: no BrickLink calls are left{when}."
    if trial.failure is not None:
        return f"{trial.failure.message} {REMEDIES.get(trial.failure.code, 'They could not be tried.')}"
    return f"BrickLink accepts the keys: it listed {counted(trial.colors, 'color')}."


def _now() -> int:
    return time.time_ns() // 1_000_000
