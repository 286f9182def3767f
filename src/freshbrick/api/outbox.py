"""The outbox over HTTP: what is asked for, and what an owner may do about it."""

from typing import Annotated

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery, PathParameter, QueryParameter, SkipValidation

from freshbrick.accounts.people import Person
from freshbrick.api.reads import snapshot_response
from freshbrick.api.refreshes import asked_response
from freshbrick.api.request import Request
from freshbrick.catalog import outbox_list
from freshbrick.catalog.actions import Asked
from freshbrick.catalog.outbox_list import NEWEST, OutboxArgs, OutboxList, OutboxMessage
from freshbrick.catalog.policy import Policy
from freshbrick.catalog.progress import Progress, ProgressArgs
from freshbrick.live.hub import Hub
from freshbrick.model.outbox import Resource, State
from freshbrick.store.database import Database

MessageId = Annotated[int, PathParameter(name="messageId", ge=1, le=2**53 - 1)]
UpTo = Annotated[int, QueryParameter(name="upTo", ge=0, lt=2**53, description="As the batch's answer says.")]
Since = Annotated[int, QueryParameter(ge=0, lt=2**53, description="As the batch's answer says: ms UTC.")]
First = Annotated[int, QueryParameter(ge=0, lt=2**53, description="As the batch's answer says.")]
Limit = Annotated[int, QueryParameter(ge=1, le=NEWEST)]
Key = Annotated[str | None, QueryParameter(description="Of the resource, which has to be given, too.")]


async def get_outbox(
    request: Request,
    hub: NamedDependency[Hub],
    person: NamedDependency[Person],
    status: FromQuery[State | None] = None,
    limit: Limit = NEWEST,
    resource: FromQuery[Resource | None] = None,
    key: Key = None,
) -> Response[OutboxList]:
    """The newest messages, of one status or of all, of one key or of all."""
    args = OutboxArgs(status, limit, resource, key)
    return snapshot_response(request.bare, await hub.get("getOutbox", args, person))


async def get_progress(
    request: Request,
    hub: NamedDependency[Hub],
    person: NamedDependency[Person],
    up_to: UpTo,
    since: Since,
    first: First = 0,
) -> Response[Progress]:
    """How far a batch has come: what is left of it, and what failed."""
    args = ProgressArgs(up_to, since, first)
    return snapshot_response(request.bare, await hub.get("getProgress", args, person))


async def get_message(
    message_id: MessageId,
    database: NamedDependency[SkipValidation[Database]],
    policy: NamedDependency[Policy],
) -> OutboxMessage:
    """One message."""
    return await database.read(outbox_list.get_message, policy, message_id)


async def retry_message(
    message_id: MessageId,
    database: NamedDependency[SkipValidation[Database]],
    policy: NamedDependency[Policy],
    person: NamedDependency[Person],
) -> Response[Asked]:
    """Ask once more for what a failed message asked for. Owners only."""
    return asked_response(await database.write(outbox_list.retry, policy, message_id, person.name))


async def discard_message(message_id: MessageId, database: NamedDependency[SkipValidation[Database]]) -> None:
    """Delete a message that is pending or failed. Owners only."""
    await database.write(outbox_list.discard, message_id)
