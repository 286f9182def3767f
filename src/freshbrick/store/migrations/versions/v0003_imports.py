"""What imports keep: whose list of known colors it is, and what Rebrickable's ids stand for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("parts", sa.Column("rebrickable_category_id", sa.Integer(), nullable=True))
    op.add_column("part_color_lists", sa.Column("source", TEXT, server_default="bricklink", nullable=False))
    op.create_table(
        "rebrickable_names",
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_rebrickable_names")),
    )
