"""The refresh flow as a story for a terminal: one line an event."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from rich.console import Console
from rich.text import Text
from structlog.typing import EventDict, WrappedLogger

from freshbrick.model.outbox import Resource

Event = Mapping[str, Any]

BEHIND_THE_KEY = {"part_colors": " colors", "price_guide": " prices"}
SUBJECTS = {
    "cron.runs": "cron",
    "upstream.still_paused": "BrickLink",
    "upstream.resumed": "BrickLink",
    "demo.waiting": "drain",
    "demo.broken": "BrickLink",
    "demo.healed": "BrickLink",
}
LISTS = {"color": "list of colors", "category": "list of categories"}
FATES = {"retry": "will be tried again", "postpone": "waits", "fail": "given up for now"}
ASKED_IN_VAIN = {
    "already_queued": "one message is there already",
    "not_found": "known to be unknown, no call",
    "backing_off": "failed lately, no call yet",
    "throttled": "refreshed a moment ago, no call",
    "fresh": "fresh, no call",
    "keys_missing": "there are no BrickLink keys",
}
STYLES = {
    "refresh.saved": "green",
    "refresh.failed": "yellow",
    "refresh.waits": "yellow",
    "value.stale": "magenta",
    "cron.runs": "cyan",
    "upstream.still_paused": "yellow",
    "upstream.resumed": "green",
    "demo.aged": "magenta",
    "demo.forgotten": "magenta",
    "demo.waiting": "magenta",
    "demo.broken": "yellow",
    "demo.healed": "green",
}
BREAKAGES = {
    "outage": "broken by hand: answers 503 to everything",
    "limit": "broken by hand: answers 429 to everything, again in 20 s",
    "refuse": "broken by hand: refuses the keys",
}


class Story:
    """A structlog processor that tells the events it knows, and errors, and swallows the rest.

    `told(resource, key)` counts the pages that watch a key.
    """

    def __init__(self, console: Console, told: Callable[[Resource, str], int]) -> None:
        self._console = console
        self._told = told
        self._tellers: dict[str, Callable[[Event], str]] = {
            "refresh.asked": _asked,
            "refresh.taken": lambda event: (
                f"taken · {_count(event['calls'], 'call')} ({event['left']:,} left)"
            ),
            "refresh.saved": self._saved,
            "refresh.failed": _failed,
            "refresh.waits": lambda _: "waits: today's calls are used up",
            "value.stale": lambda _: "turned stale by itself, nothing was written",
            "cron.runs": lambda event: str(event["cron"]),
            "upstream.still_paused": lambda event: f"paused: {event['reason']}",
            "upstream.resumed": lambda _: "answers again",
            "demo.aged": lambda _: "made old by hand",
            "demo.forgotten": lambda _: "taken out of the catalog by hand",
            "demo.waiting": lambda event: f"{event['parts']} parts wait for it again",
            "demo.broken": lambda event: BREAKAGES[event["how"]],
            "demo.healed": lambda _: "mended by hand",
        }

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        name = str(event["event"])
        if name in self._tellers:
            self._print(_subject(event), self._tellers[name](event), STYLES.get(name, ""))
        elif "exception" in event:
            self._print("error", f"{name}\n{event['exception']}", "red")
        raise structlog.DropEvent

    def _print(self, subject: str, words: str, style: str) -> None:
        now = datetime.now().astimezone()
        line = Text.assemble((f"{now:%H:%M:%S}  ", "dim"), (f"{subject:<16}  ", "bold"), (words, style))
        self._console.print(line, soft_wrap=True)

    def _saved(self, event: Event) -> str:
        pages = _count(self._told(event["resource"], event["key"]), "page")
        return f"{event['ms']:,} ms · saved · {pages} told"


def _subject(event: Event) -> str:
    resource = event.get("resource", "")
    return (
        SUBJECTS.get(event["event"])
        or LISTS.get(resource)
        or f"{event.get('key', '')}{BEHIND_THE_KEY.get(resource, '')}"
    )


def _asked(event: Event) -> str:
    if event["outcome"] == "enqueued":
        return f"asked {event['priority'].upper()} by {event['person']}"
    return f"asked by {event['person']} · {ASKED_IN_VAIN[event['outcome']]}"


def _failed(event: Event) -> str:
    fate = "remembered" if event["code"] == "not_found" else FATES[event["fate"]]
    return f"{event['reason']} · {fate}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
