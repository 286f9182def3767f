"""PostgreSQL: whether it answers, is ours to write, current, near, and tells us what others write."""

import asyncio
import secrets
import time
from contextlib import suppress
from typing import Any, Final

from freshbrick.app.databases import answering, place
from freshbrick.app.doctor.findings import Finding, skipped, todo, well
from freshbrick.model.clock import SECOND
from freshbrick.settings import Settings
from freshbrick.store.database import DatabaseUnavailableError
from freshbrick.store.migrations import HEAD

CONNECT_S: Final = 5.0
NOTICE_S: Final = 3.0
OLDEST: Final = 14
ROUND_TRIPS: Final = 5
FAR_MS: Final = 20
"""A refresh makes some twenty round trips, a page a few."""
SKEW: Final = 30 * SECOND
"""Calls are signed with the server's time, and BrickLink wants it right."""
FEW: Final = 5

Connection = Any


async def look(settings: Settings) -> tuple[list[Finding], bool]:
    """What is found, and whether the database can be used."""
    try:
        with answering(settings):
            connection = await _connect(settings)
            try:
                found = await _all(settings, connection)
            finally:
                await connection.close()
    except DatabaseUnavailableError as error:
        return [
            todo(
                "database",
                f"It does not answer: {error}.",
                "See that PostgreSQL runs there, and that the address, the name and the password are right.",
            )
        ], False
    usable = all(
        one.state != "todo" for one in found[:3]
    )  # what it is, whether it is current, may be written
    return found, usable


async def _connect(settings: Settings) -> Connection:
    import asyncpg  # noqa: PLC0415 - a tenth of a second that SQLite spares

    return await asyncpg.connect(settings.database_url, timeout=CONNECT_S, statement_cache_size=0)


async def _all(settings: Settings, connection: Connection) -> list[Finding]:
    return [
        await _server(settings, connection),
        await _schema(connection),
        await _writable(connection),
        await _distance(connection),
        await _notices(settings, connection),
        await _room(settings, connection),
        await _time(connection),
    ]


async def _server(settings: Settings, connection: Connection) -> Finding:
    version = connection.get_server_version()
    encoding = await connection.fetchval("SHOW server_encoding")
    said = f"{place(settings)}: version {version.major}.{version.minor}, {encoding}."
    if version.major < OLDEST:
        return todo("database", said, f"Use PostgreSQL {OLDEST} or newer.")
    if encoding != "UTF8":
        return todo(
            "database", said, "Make the database anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        )
    return well("database", said)


async def _schema(connection: Connection) -> Finding:
    there = await connection.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL")
    found = await connection.fetchval("SELECT version_num FROM alembic_version") if there else None
    if found == HEAD:
        return well("database", "Its schema is current.")
    if found is None:
        return todo("database", "It is empty.", "Run `freshbrick migrate`, or just `freshbrick serve`.")
    if found > HEAD:
        return todo(
            "database", f"Its schema is at {found}, this Freshbrick's is {HEAD}.", "Use the newer Freshbrick."
        )
    return todo(
        "database", f"Its schema is at {found}, this Freshbrick's is {HEAD}.", "Run `freshbrick migrate`."
    )


async def _writable(connection: Connection) -> Finding:
    if await connection.fetchval("SELECT pg_is_in_recovery()"):
        return todo("database", "It is a standby, which cannot be written.", "Name the primary.")
    if await connection.fetchval("SHOW transaction_read_only") == "on":
        return todo("database", "It is read-only for this user.", "See default_transaction_read_only.")
    refused = [
        row["name"]
        for row in await connection.fetch(
            "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            " AND NOT (SELECT bool_and(has_table_privilege(oid, may))"
            " FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS may) ORDER BY 1"
        )
    ]
    if refused:
        return todo("database", f"Not ours to write: {', '.join(refused)}.", "Let the user own the tables.")
    return well("database", "It can be written.")


async def _distance(connection: Connection) -> Finding:
    took = []
    for _ in range(ROUND_TRIPS):
        begun = time.perf_counter()
        await connection.fetchval("SELECT 1")
        took.append((time.perf_counter() - begun) * 1000)
    ms = sorted(took)[ROUND_TRIPS // 2]
    said = f"A round trip takes {ms:.1f} ms."
    if ms > FAR_MS:
        return todo(
            "database", said, "Run Freshbrick nearer to its database: every page waits for some of them."
        )
    return well("database", said)


async def _notices(settings: Settings, connection: Connection) -> Finding:
    """Whether what one transaction tells reaches another that listens, as it does not through some proxies."""
    if settings.notices == "poll":
        return skipped("database", "Changes are looked for, as FRESHBRICK_NOTICES says.")
    heard = asyncio.Event()
    channel = f"freshbrick_doctor_{secrets.token_hex(4)}"
    listening = await _connect(settings)
    try:
        await listening.add_listener(channel, lambda *_: heard.set())
        await connection.execute(f"NOTIFY {channel}")
        with suppress(TimeoutError):
            await asyncio.wait_for(heard.wait(), NOTICE_S)
    finally:
        listening.terminate()
    if heard.is_set():
        return well("database", "Notices get through.")
    return todo(
        "database",
        "Notices do not get through: other processes' changes are not seen.",
        "Set FRESHBRICK_NOTICES=poll where a proxy pools transactions, or connect without it.",
    )


async def _room(settings: Settings, connection: Connection) -> Finding:
    used = await connection.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    )
    most = int(await connection.fetchval("SHOW max_connections"))
    own = settings.database_connections + 1
    said = f"{used} of {most} connections are in use; a process takes {own} at most."
    if most - used < max(FEW, own):
        return todo("database", said, "Raise max_connections, or lower FRESHBRICK_DATABASE_CONNECTIONS.")
    return well("database", said)


async def _time(connection: Connection) -> Finding:
    begun = time.time()
    there = float(await connection.fetchval("SELECT extract(epoch FROM clock_timestamp())::float8"))
    ahead = there - (begun + time.time()) / 2
    said = f"The database's clock is {abs(ahead):.1f} s {'ahead of' if ahead > 0 else 'behind'} this host's."
    if abs(ahead) * 1000 > SKEW:
        return todo("clock", said, "Let both set their clocks (NTP): Freshbrick goes by the database's.")
    return well("clock", said)
