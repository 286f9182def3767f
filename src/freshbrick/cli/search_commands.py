"""`search`: the parts that some words find."""

from typing import TYPE_CHECKING, Annotated

import typer

from freshbrick.cli.options import JsonOption, ServerOption, TokenOption, with_client

if TYPE_CHECKING:
    from freshbrick.client.client import Client

WordsArgument = Annotated[
    list[str],
    typer.Argument(metavar="WORDS…", help="A number or its beginning, or words such as: brick 2x4 red."),
]
ColorOption = Annotated[
    str | None, typer.Option("--color", metavar="ID,…", help="Only parts known in one of these colors.")
]
CategoryOption = Annotated[
    str | None, typer.Option("--category", metavar="ID,…", help="Only parts of one of these categories.")
]
LimitOption = Annotated[int, typer.Option("--limit", min=1, max=100, help="So many parts at most.")]


def search(
    words: WordsArgument,
    color: ColorOption = None,
    category: CategoryOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
    server: ServerOption = None,
    token: TokenOption = None,
) -> None:
    """Find parts by number or by words."""
    from msgspec.json import format as indented
    from rich.console import Console

    from freshbrick.cli.search_view import found_parts
    from freshbrick.client import queries

    query = queries.search(" ".join(words), color=color, category=category, limit=limit)

    async def found(client: "Client") -> None:
        body = await client.read(query.path, query.params)
        result = client.decoded(body, query.decoder)
        if as_json:
            print(indented(body, indent=2).decode())
        else:
            Console(highlight=False).print(found_parts(result))

    with_client(server, token, found)
