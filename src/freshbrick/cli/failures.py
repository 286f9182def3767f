"""What goes wrong at a terminal, in words, and the exit code that a script sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum


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


def unreachable(url: str) -> CommandError:
    return CommandError(
        f"No server answers at {url}: start one with `freshbrick demo` or `freshbrick serve`, "
        "or name another with FRESHBRICK_SERVER.",
        ExitCode.SERVER,
    )


def not_ours(url: str) -> CommandError:
    return CommandError(f"Something else than Freshbrick answers at {url}.", ExitCode.SERVER)


def not_signed_in(*, token_given: bool) -> CommandError:
    known = "The server does not accept this token." if token_given else "The server asks who you are."
    return CommandError(
        f"{known} Set FRESHBRICK_TOKEN to a token from `freshbrick token create NAME`.", ExitCode.SERVER
    )


def refused(code: str, message: str, *, token_given: bool) -> CommandError:
    """The server's own refusal; `code` is one of its request codes."""
    if code == "not_signed_in":
        return not_signed_in(token_given=token_given)
    exits = {"bad_request": ExitCode.USAGE, "unavailable": ExitCode.SERVER}
    return CommandError(message, exits.get(code, ExitCode.FAILED))


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
