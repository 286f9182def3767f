"""The whole examination, in the order in which one thing stands on another."""

import time
from collections.abc import Mapping

import msgspec

from freshbrick.app import logs, wiring
from freshbrick.app.clock import SystemClock
from freshbrick.app.databases import open_database
from freshbrick.app.doctor import bricklink, clock, database, server, settings
from freshbrick.app.doctor.findings import AREAS, Finding, skipped, todo
from freshbrick.app.doctor.settings import Origin
from freshbrick.settings import Settings, SettingsError
from freshbrick.settings.env_file import EnvFile


class Examination(msgspec.Struct, frozen=True):
    """`origins` tells where each setting comes from."""

    well: bool
    findings: list[Finding]
    origins: list[Origin]


async def examine(file: EnvFile, environ: Mapping[str, str], *, offline: bool) -> Examination:
    """Look at all of it; nothing is written but the one call that is paid for, unless `offline`."""
    logs.configure("error")
    origins = settings.origins(file, environ)
    try:
        chosen = file.settings(environ)
    except SettingsError as error:
        findings = [
            todo("settings", wrong, f"Correct it where it is given; {settings.WHERE}.")
            for wrong in error.mistakes
        ]
        findings += [skipped(area, "The settings are wrong.") for area in AREAS[1:]]
    else:
        findings = [settings.summary(file, origins), *await _examine(chosen, offline=offline)]
    return Examination(not any(one.state == "todo" for one in findings), findings, origins)


async def _examine(chosen: Settings, *, offline: bool) -> list[Finding]:
    started = _wall_and_steady()
    looked, usable = await database.look(chosen)
    if usable:
        async with open_database(chosen) as (opened, clock_of_it):
            looked += await bricklink.ask(chosen, opened, clock_of_it, offline=offline)
            looked += await opened.read(bricklink.state, wiring.policy_of(chosen))
    else:
        looked += [
            skipped(area, "Not looked at, for want of a database.")
            for area in ("bricklink", "quota", "worker")
        ]
    looked.append(clock.steadiness(started, _wall_and_steady()))
    return looked + await server.look(chosen)


def _wall_and_steady() -> tuple[int, int]:
    return time.time_ns() // 1_000_000, SystemClock().monotonic()
