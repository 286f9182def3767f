"""`setup`: BrickLink's keys, tried and written down."""

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.failures import CommandError, ExitCode, in_words

if TYPE_CHECKING:
    from freshbrick.app.paid_call import Trial
    from freshbrick.settings import Settings
    from freshbrick.settings.env_file import EnvFile

REGISTER = "https://www.bricklink.com/v2/api/register_consumer.page"
WHERE = f"""\
BrickLink gives its sellers four keys, at {REGISTER}
It asks there which address may use the access token: enter the public address of this machine (with mask
255.255.255.255), or 0.0.0.0 with mask 0.0.0.0 for any. If it is the wrong one, you will be told which BrickLink saw.
"""
KEY_LENGTH = 32
"""BrickLink's keys are 32 hexadecimal digits; nothing says that they always will be."""


def setup(
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace keys that are there, without asking.")
    ] = False,
    insist: Annotated[
        bool, typer.Option("--insist", help="Write keys that BrickLink has not accepted, too.")
    ] = False,
) -> None:
    """Ask for BrickLink's keys, try them with one call, and write them where every command reads them.

    Without a terminal the four are read from standard input, a line each: consumer key, consumer secret, token value,
    token secret.
    """
    from freshbrick.settings import env_file

    file = env_file.read(env_file.place())
    if file.mistakes:
        raise CommandError("\n".join(file.mistakes), ExitCode.USAGE)
    there = _kept(file)
    if there and not (replace or _agreed(f"There are keys in {file.path} already. Replace them?")):
        if not sys.stdin.isatty():
            raise CommandError(f"There are keys in {file.path} already: --replace replaces them.")
        raise typer.Exit(ExitCode.OK if _tell(_try(file, there)) else ExitCode.FAILED)
    keys = _ask()
    if not (_tell(_try(file, keys)) or insist or _agreed("Write them all the same?")):
        raise CommandError(
            "Nothing is written." + ("" if sys.stdin.isatty() else " --insist writes them all the same.")
        )
    with in_words():
        env_file.write(file.path, keys)
    print(
        f"Written to {file.path}, for you alone to read. Every command reads it; a server that runs must start again."
    )
    for name in sorted(keys.keys() & os.environ.keys()):
        print(f"Note: {name} is set in the environment, which goes before the file.", file=sys.stderr)


def _kept(file: "EnvFile") -> dict[str, str]:
    return {name: text for name, text in file.texts.items() if name in _ours()}


def _ours() -> set[str]:
    """Every name by which a key may be given."""
    return {form for name, _ in _names() for form in (name, f"{name}_FILE")}


def _names() -> Iterator[tuple[str, str]]:
    """The keys' settings, and what BrickLink calls them."""
    from freshbrick.settings.environment import KEYS, name_of

    for key in KEYS:
        yield name_of(key), key.removeprefix("bricklink_").replace("_", " ").capitalize()


def _ask() -> dict[str, str]:
    if sys.stdin.isatty():
        print(WHERE)
    return {name: _key(word) for name, word in _names()}


def _key(word: str) -> str:
    """One key, without the white space that came with it. CommandError if there is none."""
    given = typer.prompt(word, hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    key = "".join(str(given).split())
    if not key:
        raise CommandError(
            f"{word} is missing. Give four lines: consumer key, consumer secret, token value, token secret.",
            ExitCode.USAGE,
        )
    if len(key) != KEY_LENGTH:
        print(f"{word} has {len(key)} characters; BrickLink's usually have {KEY_LENGTH}.", file=sys.stderr)
    return key


def _try(file: "EnvFile", keys: Mapping[str, str]) -> "tuple[Trial, int]":
    """One call with these keys, under the other settings; what came of it, and the calls that are left."""
    from rich.console import Console

    from freshbrick.app.setup import try_out

    with in_words(), Console(stderr=True).status("Asking BrickLink, one call …"):
        trial, quota = asyncio.run(try_out(_settings(file, keys)))
    return trial, quota.remaining


def _settings(file: "EnvFile", keys: Mapping[str, str]) -> "Settings":
    """Those in force, with these keys in place of any others."""
    from freshbrick.settings import Settings

    told = {**os.environ, **file.used(os.environ)}
    others = {name: text for name, text in told.items() if name not in _ours()}
    return Settings.from_env({**others, **keys})


def _tell(tried: "tuple[Trial, int]") -> bool:
    """Say what BrickLink said; whether it accepts the keys."""
    trial, left = tried
    print(*filter(None, (trial.said, trial.remedy)))
    print(f"Calls left today: {left:,}.")
    return trial.accepted


def _agreed(question: str) -> bool:
    """A person's yes; without a terminal nobody says yes."""
    return sys.stdin.isatty() and typer.confirm(question)
