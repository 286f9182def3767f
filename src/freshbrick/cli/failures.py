"""What goes wrong at a terminal, in words, and the exit code that a script sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from freshbrick.client.errors import ClientError
from freshbrick.model.errors import RequestError


class ExitCode(IntEnum):
    OK = 0
    FAILED = 1
    """what was asked for is not there, or was refused"""
    USAGE = 2
    SERVER = 3
    """no server answers, or it does not let us in"""


class CommandError(Exception):
    """An expected failure: its message says to a person what to do, and holds no secret."""

    def __init__(self, message: str, code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.code = code


_REMEDIES = {
    "unreachable": (
        "Start one with `freshbrick demo` or `freshbrick serve`, or name another with FRESHBRICK_SERVER."
    ),
    "not_signed_in": "Set FRESHBRICK_TOKEN to a token from `freshbrick token create NAME`.",
}
_EXITS = {
    "bad_request": ExitCode.USAGE,
    "unavailable": ExitCode.SERVER,
    "unreachable": ExitCode.SERVER,
    "not_freshbrick": ExitCode.SERVER,
    "not_signed_in": ExitCode.SERVER,
}


def refused(error: ClientError | RequestError) -> CommandError:
    """Why it was refused, and what to do about it at a terminal."""
    remedy = _REMEDIES.get(error.code)
    message = f"{error.message} {remedy}" if remedy else error.message
    return CommandError(message, _EXITS.get(error.code, ExitCode.FAILED))


@contextmanager
def in_words() -> Iterator[None]:
    """What may be wrong on this machine, as a CommandError: settings, the database, a port that is taken."""
    import sqlite3

    from sqlalchemy.exc import OperationalError

    from freshbrick.settings import SettingsError
    from freshbrick.store.database import DatabaseUnavailableError

    try:
        yield
    except SettingsError as error:
        raise CommandError(str(error), ExitCode.USAGE) from None
    except (DatabaseUnavailableError, sqlite3.DatabaseError) as error:
        raise CommandError(f"The database cannot be used: {error}.") from error
    except OperationalError as error:
        raise CommandError(f"The database cannot be used: {error.orig}.") from error
    except OSError as error:
        raise CommandError(f"It cannot run here: {error}.") from error
