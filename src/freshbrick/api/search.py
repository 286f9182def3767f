"""Searching the catalog over HTTP."""

from typing import Annotated

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from freshbrick.accounts.people import Person
from freshbrick.api.reads import snapshot_response
from freshbrick.api.request import Request
from freshbrick.catalog.search import LONGEST, MOST, USUAL, SearchArgs, SearchResult
from freshbrick.live.hub import Hub

Words = Annotated[
    str,
    QueryParameter(
        name="query",  # the framework takes an argument of that name for something else
        description=f"A number or its beginning, or words in any order; {LONGEST} letters.",
    ),
]
Category = Annotated[
    str,
    QueryParameter(description="BrickLink's ids of categories, or names of imported ones, comma-separated."),
]
Colors = Annotated[str, QueryParameter(description="BrickLink's ids of colors, comma-separated.")]
Statuses = Annotated[
    str, QueryParameter(description="fresh, stale, refreshing or missing; several comma-separated.")
]
Cursor = Annotated[str | None, QueryParameter(description="What nextCursor said, for the page behind.")]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST)]


async def search_parts(
    request: Request,
    hub: NamedDependency[Hub],
    person: NamedDependency[Person],
    words: Words = "",
    category: Category = "",
    color: Colors = "",
    status: Statuses = "",
    cursor: Cursor = None,
    limit: Limit = USUAL,
) -> Response[SearchResult]:
    """A page of parts, how many there are, and by which kinds they can be narrowed."""
    args = SearchArgs(words, category, color, status, cursor, limit)
    return snapshot_response(request.bare, await hub.get("searchParts", args, person))
