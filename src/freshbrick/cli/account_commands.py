"""`user` and `token`: who may come in, written straight into the database."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Concatenate, ParamSpec, TypeVar

import typer

from freshbrick.cli.failures import in_words
from freshbrick.cli.options import settings

if TYPE_CHECKING:
    from freshbrick.store.database import Database, Tx

P = ParamSpec("P")
T = TypeVar("T")

users = typer.Typer(help="Add, list and remove people.", no_args_is_help=True)
tokens = typer.Typer(help="Create, list and revoke bearer tokens.", no_args_is_help=True)

PersonArgument = Annotated[str, typer.Argument(metavar="NAME", help="A person's name.")]
TokenArgument = Annotated[str, typer.Argument(metavar="NAME", help="What the token is for, such as laptop.")]
PersonOption = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Whose token; else the first owner's.")
]


@users.command()
def add(
    name: PersonArgument,
    owner: Annotated[bool, typer.Option("--owner", help="May retry and discard, too.")] = False,
) -> None:
    """Add a person; `user link` then lets them in."""
    from freshbrick.accounts.people import add_person

    account = _write(add_person, name, "owner" if owner else "member")
    print(f"Added {account.name}, {account.role}. `freshbrick user link NAME` prints a link to sign in.")


@users.command("list")
def list_users() -> None:
    """List everybody."""
    from freshbrick.accounts.people import list_people

    rows = [
        (a.name, a.role, "yes" if a.has_password else "no", _date(a.signed_in_at) or "never")
        for a in _read(list_people)
    ]
    _print_table(("name", "role", "password", "signed in"), rows)


@users.command()
def link(name: PersonArgument) -> None:
    """Print a link that signs a person in, once, for 15 minutes."""
    from freshbrick.cli.accounts import new_link

    secret = _write(new_link, name)
    chosen = settings()
    print("Good once, for 15 minutes, in place of any earlier link:", file=sys.stderr)
    print(f"{chosen.public_url or chosen.server}/#signin={secret.reveal()}")


@users.command()
def password(name: PersonArgument) -> None:
    """Give a person a password, typed twice or read from standard input."""
    from freshbrick.accounts.passwords import Passwords
    from freshbrick.accounts.people import find_person, set_password
    from freshbrick.accounts.secrets import Secret

    account = _read(find_person, name)
    hashed = asyncio.run(Passwords().hash(Secret(_typed_password())))
    _write(set_password, account.id, hashed)
    print(f"{account.name} has a new password and is signed out everywhere.")


@users.command()
def remove(
    name: PersonArgument, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Remove a person with their sessions, tokens and lots."""
    from freshbrick.accounts.people import remove_person

    if sys.stdin.isatty() and not yes:
        typer.confirm(f"Remove {name} with all sessions, tokens and lots?", abort=True)
    _write(remove_person, name)
    print(f"Removed {name}.")


@tokens.command()
def create(name: TokenArgument, person: PersonOption = None) -> None:
    """Create a token and print it, this once."""
    from freshbrick.cli.accounts import new_token

    secret = _write(new_token, name, person)
    print("Keep it: it is not shown again. The commands read it from FRESHBRICK_TOKEN.", file=sys.stderr)
    print(secret.reveal())


@tokens.command("list")
def list_all_tokens() -> None:
    """List every token, without its secret."""
    from freshbrick.accounts.tokens import list_tokens

    rows = [(token.name, token.person, _date(token.created_at) or "") for token in _read(list_tokens)]
    _print_table(("token", "of", "created"), rows)


@tokens.command()
def revoke(name: TokenArgument, person: PersonOption = None) -> None:
    """End a token for good."""
    from freshbrick.cli.accounts import end_token

    _write(end_token, name, person)
    print(f"Revoked {name}.")


def _read(fn: "Callable[Concatenate[Tx, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
    return _run(lambda database: database.read(fn, *args, **kwargs))


def _write(fn: "Callable[Concatenate[Tx, P], T]", *args: P.args, **kwargs: P.kwargs) -> T:
    return _run(lambda database: database.write(fn, *args, **kwargs))


def _run(work: "Callable[[Database], Awaitable[T]]") -> T:
    """One transaction on the database of FRESHBRICK_DATABASE_URL; a running server notices it."""
    from freshbrick.app.commands import open_database

    async def connected() -> T:
        async with open_database(settings()) as database:
            return await work(database)

    with in_words():
        return asyncio.run(connected())


def _typed_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _date(at: int | None) -> str | None:
    from freshbrick.cli.words import moment

    return None if at is None else f"{moment(at):%Y-%m-%d %H:%M}"


def _print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None, padding=(0, 2, 0, 0), header_style="dim")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table if table.row_count else "None yet.")
