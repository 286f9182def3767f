"""A real PgBouncer that pools transactions, before a PostgreSQL on a socket."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from pwd import getpwuid, struct_passwd
from tempfile import mkdtemp
from urllib.parse import parse_qs, urlsplit

from e2e.nginx import needed
from support.patience import eventually

POOL = 3
"""Connections to PostgreSQL, fewer than there are processes: one transaction here, the next one there."""
_PORT = 6432
_CONFIG = """
[databases]
* = host={postgres} user=postgres
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 200
"""


def _owner(socket: str) -> struct_passwd:
    """Who PostgreSQL works as: nobody else may use its socket's folder."""
    return getpwuid(Path(socket).stat().st_uid)


def _folder_of(owner: struct_passwd) -> Path:
    folder = Path(mkdtemp(prefix="freshbrick-pgbouncer-"))
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


@contextlib.asynccontextmanager
async def pgbouncer(postgres_url: str) -> AsyncIterator[str]:
    """Run it before that database; yields the URL of the same database behind it."""
    program = needed("pgbouncer", "pgbouncer")
    socket = parse_qs(urlsplit(postgres_url).query)["host"][0]
    owner = _owner(socket)
    folder = _folder_of(owner)
    config = folder / "pgbouncer.ini"
    config.write_text(_CONFIG.format(postgres=socket, folder=folder, port=_PORT, pool=POOL))
    with (folder / "log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            program, "-u", owner.pw_name, str(config), stdout=log, stderr=log
        )

    def listens() -> bool:
        assert process.returncode is None, (folder / "log").read_text()
        return (folder / f".s.PGSQL.{_PORT}").exists()

    try:
        await eventually(listens)
        yield f"postgresql://postgres:@/{urlsplit(postgres_url).path.strip('/')}?host={folder}&port={_PORT}"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        shutil.rmtree(folder)
