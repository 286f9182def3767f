"""The index for searches, filled with the parts that are there."""

import sqlite3
import time

import sqlalchemy as sa
from alembic import op

from freshbrick.store.part_words import CREATE
from freshbrick.store.search_index import index
from freshbrick.store.sqlite import DIALECT, SqliteTx
from freshbrick.store.statements import Statements

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "part_search",
        sa.Column("place", _id(), autoincrement=False, nullable=False),
        sa.Column("since", _id(), server_default=sa.text("0"), nullable=False),
        sa.Column("until", _id(), nullable=True),
        sa.Column("last_fetched", sa.BigInteger(), nullable=True),
        sa.Column("facets", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("natural", TEXT, nullable=False),
        sa.Column("others", TEXT, nullable=False),
        sa.Column("part_key", TEXT, nullable=False),
        sa.Column("rank", _id(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_part_search")),
    )
    op.create_index(
        "uq_part_search_part_key",
        "part_search",
        ["part_key"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "part_moves",
        sa.Column("id", _id(), nullable=False),
        sa.Column("place", _id(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_moves")),
        sqlite_autoincrement=True,
    )
    dialect = op.get_bind().dialect.name
    for statement in CREATE[dialect]:
        op.execute(statement)
    if dialect == "sqlite":  # no PostgreSQL database is older than this
        _fill()


def _fill() -> None:
    """Today's code fills the index: when its shape changes, that migration fills it anew and this one no longer."""
    connection = op.get_bind().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - see above
    part_keys = [row[0] for row in connection.execute("SELECT part_key FROM parts ORDER BY part_key")]
    usual, connection.row_factory = connection.row_factory, sqlite3.Row
    index(SqliteTx(connection, Statements(DIALECT), time.time_ns() // 1_000_000), part_keys)
    connection.row_factory = usual


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
