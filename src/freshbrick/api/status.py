"""`GET /api/status`: quota, upstream, worker, counts."""

from litestar import Response
from litestar.di import NamedDependency

from freshbrick.accounts.people import Person
from freshbrick.api.reads import snapshot_response
from freshbrick.api.request import Request
from freshbrick.catalog.status import StatusArgs, StatusReport
from freshbrick.live.hub import Hub


async def get_status(
    request: Request, hub: NamedDependency[Hub], person: NamedDependency[Person]
) -> Response[StatusReport]:
    """Quota, upstream health, worker, and counts."""
    return snapshot_response(request.bare, await hub.get("getStatus", StatusArgs(), person))
