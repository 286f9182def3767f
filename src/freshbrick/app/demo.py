"""The demo: Freshbrick beside a BrickLink of its own, filled and signed in; nothing of it is kept."""

import socket
import webbrowser
from collections.abc import Mapping
from contextlib import AsyncExitStack
from logging import ERROR, INFO
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from threading import Thread

import structlog
from rich.console import Console
from rich.table import Table

from freshbrick.accounts.links import create_link
from freshbrick.accounts.people import Person, ensure_owner
from freshbrick.accounts.secrets import Secret
from freshbrick.accounts.tokens import create_token
from freshbrick.app import wiring
from freshbrick.app.clock import SystemClock
from freshbrick.app.commands import keys_of_simulator
from freshbrick.app.databases import open_database
from freshbrick.app.demo_control import Control
from freshbrick.app.demo_world import TURNS_STALE, fill
from freshbrick.app.server import listen, running
from freshbrick.app.signals import until_told_to_stop
from freshbrick.app.story import Story
from freshbrick.bricklink.oauth import Signer
from freshbrick.catalog.answers import Answer
from freshbrick.live.hub import Hub
from freshbrick.live.query import Snapshot
from freshbrick.settings import Settings, SettingsError
from freshbrick.simulator import Faults, Simulator, World
from freshbrick.simulator import running as running_simulator
from freshbrick.store.database import Tx
from freshbrick.store.keys import data

LATENCY_MS = (600, 1_400)
LOOPBACK = ("127.0.0.1", "localhost", "::1")

TO_TRY = (
    (
        "open the link above",
        "the page shows the catalog; “See it happen” there walks through all of this",
    ),
    (
        "freshbrick part 3001 --watch",
        "41 days old: the old data at once, then Stale, Queued, Refreshing, Fresh",
    ),
    ("the same in one more terminal", "both change, one call"),
    ("freshbrick part 3024", "not in the catalog: looked up at once"),
    ("freshbrick part 99999x", "unknown to BrickLink; the second time costs no call"),
    ("freshbrick part 3040 --watch", "BrickLink fails twice, the third try succeeds"),
    ("freshbrick part 3020 --watch", "turns stale by itself one minute after the start"),
    ("freshbrick colors 973", "no known colors is an answer, too"),
    ("freshbrick price 3001 5 --watch", "a price guide is four calls"),
    ("freshbrick outbox list", "14 LOW messages wait for the drain: 10 go after 45 s, 4 after 90 s"),
)


log = structlog.get_logger()


async def demo(environ: Mapping[str, str], *, open_page: bool = False) -> None:
    """Run until told to stop; `open_page` lets a browser follow the sign-in link. Raises SettingsError."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(ERROR))  # until the story begins
    faults = Faults()
    simulator = Simulator(World(), faults=faults, latency_ms=LATENCY_MS, clock=SystemClock().now)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="freshbrick-demo-"))
        bricklink_url = await stack.enter_async_context(running_simulator(simulator))
        settings, listener = _place(environ, Path(folder), bricklink_url)
        stack.enter_context(listener)
        database, clock = await stack.enter_async_context(open_database(settings))
        policy = wiring.policy_of(settings)
        await fill(database, clock, policy, _signer(settings), World())
        owner, secret, token = await database.write(_keys)
        console = Console(highlight=False)
        server = await stack.enter_async_context(
            running(
                settings,
                database,
                clock,
                listener,
                with_worker=True,
                demo=Control(database, policy, faults, clock.now()),
            )
        )
        link = f"{server.url}/#signin={secret.reveal()}"
        _welcome(console, server.url, link, token.reveal())
        if open_page:  # in a thread that is not waited for: some browsers run until they are closed
            Thread(target=webbrowser.open, args=(link,), daemon=True).start()
        _tell(console, server.hub, owner)
        await until_told_to_stop()


def _place(environ: Mapping[str, str], folder: Path, bricklink_url: str) -> tuple[Settings, socket.socket]:
    """The settings, and a socket on the port that they name or, if that is taken, on any."""
    ours = {
        "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
        "BRICKLINK_URL": bricklink_url,
        **keys_of_simulator(),
        "DRAIN_INTERVAL": "45s",
        "PICTURES": "off",
    }
    kept = {name: environ[name] for name in ("FRESHBRICK_HOST", "FRESHBRICK_PORT") if name in environ}
    given = kept | {f"FRESHBRICK_{name}": value for name, value in ours.items()}
    settings = Settings.from_env(given)
    if settings.host not in LOOPBACK:
        raise SettingsError(
            [f"The demo signs in by itself, so it listens on this machine only, not on {settings.host}."]
        )
    try:
        return settings, listen(settings)
    except SettingsError:
        free = Settings.from_env(given | {"FRESHBRICK_PORT": "0"})
        return free, listen(free)


def _signer(settings: Settings) -> Signer:
    assert settings.credentials is not None, "the simulator's keys are among the settings"  # noqa: S101 - just set
    return Signer(settings.credentials, SystemRandom())


def _keys(tx: Tx) -> tuple[Person, Secret, Secret]:
    """The owner, with the secrets of a sign-in link and of a token for the second terminal."""
    owner = ensure_owner(tx)
    person = Person(owner.id, owner.name, owner.role, "token", None)
    return person, create_link(tx, owner.id), create_token(tx, owner.id, "demo")


def _welcome(console: Console, url: str, link: str, token: str) -> None:
    console.print()
    console.print(f"[bold]Freshbrick[/bold], a demo, at [bold]{url}[/bold]")
    console.print(f"Sign in, once, within 15 minutes: {link}", soft_wrap=True)
    console.print()
    console.print("In a second terminal, in this folder:")
    console.print(
        f"  export FRESHBRICK_SERVER={url} FRESHBRICK_TOKEN={token} PATH=$PWD/.venv/bin:$PATH", soft_wrap=True
    )
    console.print()
    console.print("Then try:")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(style="dim")
    for command, effect in TO_TRY:
        table.add_row(f"  {command}", effect)
    console.print(table)
    console.print()
    console.print(
        "BrickLink is simulated and takes 0.6 to 1.4 s to answer. The drain runs every 45 s, outside the demo every "
        "10 minutes. Nothing here is kept. Ctrl-C ends it."
    )
    console.print()


def _tell(console: Console, hub: Hub, owner: Person) -> None:
    """From now on every event is a line here."""
    story = Story(console, lambda resource, key: hub.watchers(data(resource, key)))
    structlog.configure(
        processors=[structlog.processors.format_exc_info, story],
        wrapper_class=structlog.make_filtering_bound_logger(INFO),
    )
    _TellStale(hub, owner)


class _TellStale:
    """Says when a part turns stale though nothing was written: no event of the log tells."""

    def __init__(self, hub: Hub, owner: Person) -> None:
        self._watch = hub.watch("getPart", {"partNumber": TURNS_STALE}, owner, self)

    def __call__(self, answer: object) -> None:
        found = answer.value if isinstance(answer, Snapshot) else None
        if isinstance(found, Answer) and found.status == "stale":
            log.info("value.stale", resource="part", key=TURNS_STALE)
            self._watch.close()
