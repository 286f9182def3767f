"""The browser that tests, screenshots and benchmarks use: found, or installed where that may be done.

`python tests/support/chromium.py` says which one, and installs Debian's where there is none and root asks.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends", "chromium")
NONE_FOUND = (
    "There is no browser: install Chromium or Chrome (Debian: apt-get install chromium), "
    "or set BROWSER_PATH to one."
)

Which = Callable[[str], str | None]


class NoBrowserError(Exception):
    """Its sentence says what to do."""


def find(environ: Mapping[str, str], which: Which, playwrights_own: str) -> str:
    """The path of the browser: $BROWSER_PATH, else Chromium or Chrome on PATH, else the one that Playwright keeps.

    Raises NoBrowserError; also if $BROWSER_PATH names what cannot be run, for another one was not meant.
    """
    if named := environ.get("BROWSER_PATH"):
        if found := which(named):
            return found
        raise NoBrowserError(f"BROWSER_PATH is {named}, which is no program that can be run.")
    for candidate in (*NAMES, playwrights_own):
        if found := which(candidate):
            return found
    raise NoBrowserError(NONE_FOUND)


def may_install(uid: int, which: Which) -> bool:
    """Whether Debian's package can be installed: by root, where there is apt-get."""
    return uid == 0 and which(INSTALL[0]) is not None


def main() -> None:
    """Install a browser unless one is found; says which one is used, or what to do."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the rest of this file needs no driver

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    try:
        try:
            print(find(os.environ, shutil.which, own))
        except NoBrowserError:
            if "BROWSER_PATH" in os.environ or not may_install(os.getuid(), shutil.which):
                raise
            subprocess.run(INSTALL, check=True)
            print(find(os.environ, shutil.which, own))
    except (NoBrowserError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
