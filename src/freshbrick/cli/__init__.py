"""The command line: parse, call, print."""

import io
import sys

from freshbrick.cli.commands import app
from freshbrick.cli.failures import CommandError, refused
from freshbrick.client.errors import ClientError
from freshbrick.model.errors import RequestError


def main() -> None:
    """The console entry point: an expected error becomes a sentence on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our marks still gets the words
    try:
        app(prog_name="freshbrick")
    except (ClientError, RequestError) as error:
        _fail(refused(error))
    except CommandError as error:
        _fail(error)


def _fail(error: CommandError) -> None:
    print(error, file=sys.stderr)
    sys.exit(error.code)
