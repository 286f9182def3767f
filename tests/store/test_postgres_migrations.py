"""The schema that the migrations make on PostgreSQL is the one that the code is written for."""

from typing import Any

import asyncpg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from freshbrick.store.migrations import HEAD
from freshbrick.store.migrations.postgres import migrate, revision
from freshbrick.store.tables import metadata

OURS_ALONE = {"part_words", "alembic_version"}
"""Tables that the migrations make in the engine's own way."""


def differences(connection: Connection) -> list[Any]:
    def is_told(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return not (kind == "table" and name in OURS_ALONE)

    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "include_object": is_told}
    )
    return list(compare_metadata(context, metadata))


async def test_it_is_what_the_tables_say(postgres_url: str) -> None:
    async def connect() -> Any:
        return await asyncpg.connect(postgres_url)

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_what_is_there_is_current_and_is_not_made_again(postgres_url: str) -> None:
    assert await revision(postgres_url) == HEAD
    assert not await migrate(postgres_url)


async def test_every_text_is_compared_byte_by_byte_however_the_server_was_set_up(postgres_url: str) -> None:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(postgres_url)
    others = await connection.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    await connection.close()
    assert [*others] == []
