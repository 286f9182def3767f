"""Lots: what they are valued by, and ids of people and lots that are never used twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PIECE_AVERAGE = {
    "sqlite": "json_extract(statistics, '$.pieceAverage')",
    "postgresql": "statistics::json ->> 'pieceAverage'",
}

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _add_sold_averages(PIECE_AVERAGE[dialect])
    if dialect == "sqlite":  # PostgreSQL's sequences never go back
        _number_people_for_good()
        _number_lots_for_good()
    op.create_index("ix_lots_kept", "lots", [sa.text("lower(part_number)"), "color_id"])


def _add_sold_averages(piece_average: str) -> None:
    op.create_table(
        "sold_averages",
        sa.Column("part_key", TEXT, nullable=False),
        sa.Column("color_id", sa.Integer(), nullable=False),
        sa.Column("condition", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("vat", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("piece_average", TEXT, nullable=True),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("part_key", "color_id", "condition", name=op.f("pk_sold_averages")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO sold_averages (part_key, color_id, condition, currency, vat, region, piece_average, fetched_at) "  # noqa: S608 - one of the two above
        f"SELECT part_key, color_id, condition, currency, vat, region, {piece_average}, fetched_at "
        "FROM price_quarters WHERE market = 'sold'"
    )


def _number_people_for_good() -> None:
    op.create_table(
        "new_people",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_in_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("role IN ('owner','member')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sqlite_autoincrement=True,
    )
    _replace("people", "id, name, role, password_hash, created_at, signed_in_at")
    op.create_index("uq_people_name", "people", [sa.text("lower(name)")], unique=True)


def _number_lots_for_good() -> None:
    op.create_table(
        "new_lots",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("part_number", TEXT, nullable=False),
        sa.Column("color_id", sa.Integer(), nullable=False),
        sa.Column("condition", TEXT, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price", TEXT, nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.Column("remarks", TEXT, nullable=True),
        sa.Column("storage", TEXT, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("condition IN ('new','used')", name=op.f("ck_lots_condition")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_lots_quantity")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_lots_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sqlite_autoincrement=True,
    )
    columns = "id, person_id, part_number, color_id, condition, quantity, price, currency, remarks, storage"
    _replace("lots", f"{columns}, created_at, updated_at")
    op.create_index(op.f("ix_lots_person_id_id"), "lots", ["person_id", "id"], unique=False)


def _replace(table: str, columns: str) -> None:
    """Put `new_<table>` in its place: SQLite alters no column. Foreign keys are off here, so nothing is cascaded."""
    op.execute(f"INSERT INTO new_{table} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608 - our own names
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)
