"""The command line: parse, call, print."""

import io
import sys

from freshbrick.cli.commands import app
from freshbrick.cli.failures import CommandError, refused
from freshbrick.model.errors import RequestError


def main() -> None:
    """The console entry point: an expected error becomes a sentence on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our marks still gets the words
    try:
        app(prog_name="freshbrick")
    except RequestError as error:
        _fail(refused(error.code, error.message, token_given=True))
    except CommandError as error:
        _fail(error)


def _fail(error: CommandError) -> None:
    print(error, file=sys.stderr)
    sys.exit(error.code)
