"""A BrickLink of our own: same addresses, same quirks, faults by script."""

from freshbrick.simulator.faults import Fault, Faults
from freshbrick.simulator.quota import Quota
from freshbrick.simulator.server import Simulator
from freshbrick.simulator.serving import running, serve
from freshbrick.simulator.signature import DEFAULT_CREDENTIALS, Credentials
from freshbrick.simulator.world import Change, World

__all__ = [
    "DEFAULT_CREDENTIALS",
    "Change",
    "Credentials",
    "Fault",
    "Faults",
    "Quota",
    "Simulator",
    "World",
    "running",
    "serve",
]
