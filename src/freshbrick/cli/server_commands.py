"""`demo`, `serve`, `worker`, `simulate`, `migrate`: what runs on this machine."""

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from freshbrick.cli.failures import CommandError, ExitCode, in_words
from freshbrick.cli.options import settings


def demo(
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Let a browser follow the sign-in link.")
    ] = False,
) -> None:
    """Run Freshbrick with a BrickLink of its own, filled and signed in."""
    from freshbrick.app.demo import demo as run_demo

    _run(run_demo(os.environ, open_page=open_page))


def serve(
    host: Annotated[str | None, typer.Option(help="Else FRESHBRICK_HOST, else 127.0.0.1.")] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65_535, help="Else FRESHBRICK_PORT, else 8000; 0 is any free one."),
    ] = None,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Only serve: nothing is asked of BrickLink by this process.")
    ] = False,
) -> None:
    """Serve the catalog: web pages, HTTP and live queries."""
    from freshbrick.app.commands import serve as run_server

    _run(run_server(settings(host=host, port=port), with_worker=not no_worker))


def worker() -> None:
    """Refresh what is asked for, and serve nobody: as many of them as you like, beside `serve --no-worker`."""
    from freshbrick.app.work import WorkDiedError
    from freshbrick.app.working import work

    try:
        _run(work(settings()))
    except WorkDiedError as error:
        raise CommandError("The worker has died; its log says why.") from error


def simulate(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 is any free one.")] = 8_010,
    catalog: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="More parts: Rebrickable's parts.csv or parts.csv.gz."
        ),
    ] = None,
    quota: Annotated[int | None, typer.Option(min=0, help="Calls it answers in a day.")] = None,
    latency: Annotated[int, typer.Option(metavar="MS", min=0, help="What every answer takes.")] = 0,
) -> None:
    """Run a BrickLink of our own, on this machine only."""
    from freshbrick.app.commands import simulate as run_simulator

    try:
        _run(run_simulator(port=port, catalog=catalog, quota=quota, latency_ms=latency))
    except ValueError as error:  # the catalog is no table of parts
        raise CommandError(str(error), ExitCode.USAGE) from error


def migrate(
    json: Annotated[bool, typer.Option("--json", help="Print JSON: database, changed, revision.")] = False,
) -> None:
    """Create or upgrade the database; several at once do it once."""
    import msgspec

    from freshbrick.app import databases
    from freshbrick.store.migrations import HEAD

    with in_words():
        chosen = settings()
        changed = asyncio.run(databases.migrate(chosen))
    if json:
        where = databases.place(chosen)
        print(msgspec.json.encode({"database": where, "changed": changed, "revision": HEAD}).decode())
    else:
        print("The database is upgraded." if changed else "The database is up to date.")


def _run(service: Coroutine[Any, Any, None]) -> None:
    """Until Ctrl-C, which is how a service ends."""
    from freshbrick.app.loop import new_event_loop

    try:
        with in_words(), asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(service)
    except KeyboardInterrupt:
        return
