"""Alembic's scripts in `versions/` bring a database's schema up to date: `sqlite` and `postgres` run them, each its way."""

from pathlib import Path

from sqlalchemy import Connection, text

from freshbrick.store.database import Tx

HEAD = "0004"
"""The newest revision, so that a database that is up to date needs no Alembic; a test compares."""

_REVISION = text("SELECT version_num FROM alembic_version")


def revision(tx: Tx) -> str | None:
    """The revision that an open database is at."""
    row = tx.one(_REVISION)
    return str(row["version_num"]) if row else None


def run(connection: Connection, to: str = "head") -> None:
    """Run the scripts in the transaction that `connection` is in."""
    from alembic import command  # noqa: PLC0415 - half a second that only a new or old database costs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
