"""Everything that Freshbrick began with."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "buckets",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("blocked_until", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_buckets")),
    )
    op.create_table(
        "catalog_refresh_outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("claims", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_token", TEXT, nullable=True),
        sa.Column("lease_expires_at", sa.BigInteger(), nullable=True),
        sa.Column("last_fetched", sa.BigInteger(), nullable=True),
        sa.Column("last_error", TEXT, nullable=True),
        sa.Column("failure_code", TEXT, nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("streak", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("requested_by", TEXT, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger(), nullable=True),
        sa.Column("calls", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("upstream_ms", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("processed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'inflight') = (lease_token IS NOT NULL)", name=op.f("ck_catalog_refresh_outbox_lease")
        ),
        sa.CheckConstraint(
            "status IN ('pending','inflight','succeeded','failed')",
            name=op.f("ck_catalog_refresh_outbox_status"),
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_catalog_refresh_outbox_priority")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_refresh_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_asked",
        "catalog_refresh_outbox",
        ["requested_by", "created_at"],
        unique=False,
        sqlite_where=sa.text("priority = 1 AND last_fetched IS NULL"),
        postgresql_where=sa.text("priority = 1 AND last_fetched IS NULL"),
    )
    op.create_index(
        "ix_outbox_done",
        "catalog_refresh_outbox",
        ["processed_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('succeeded','failed')"),
        postgresql_where=sa.text("status IN ('succeeded','failed')"),
    )
    op.create_index(
        "ix_outbox_failed",
        "catalog_refresh_outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("status = 'failed'"),
        postgresql_where=sa.text("status = 'failed'"),
    )
    op.create_index(
        "ix_outbox_lease",
        "catalog_refresh_outbox",
        ["lease_expires_at"],
        unique=False,
        sqlite_where=sa.text("status = 'inflight'"),
        postgresql_where=sa.text("status = 'inflight'"),
    )
    op.create_index(
        "ix_outbox_pending",
        "catalog_refresh_outbox",
        ["priority", "next_attempt_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_table(
        "categories",
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("category_id", name=op.f("pk_categories")),
    )
    op.create_table(
        "colors",
        sa.Column("color_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("hex_code", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("color_id", name=op.f("pk_colors")),
    )
    op.create_table(
        "crons",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_crons")),
    )
    op.create_table(
        "part_color_lists",
        sa.Column("part_key", TEXT, nullable=False),
        sa.Column("last_fetched", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("part_key", name=op.f("pk_part_color_lists")),
    )
    op.create_table(
        "part_colors",
        sa.Column("part_key", TEXT, nullable=False),
        sa.Column("color_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part_key", "color_id", name=op.f("pk_part_colors")),
    )
    op.create_table(
        "parts",
        sa.Column("part_key", TEXT, nullable=False),
        sa.Column("part_number", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("category_name", TEXT, nullable=True),
        sa.Column("alternate_numbers", TEXT, server_default="[]", nullable=False),
        sa.Column("year_released", sa.Integer(), nullable=True),
        sa.Column("weight", TEXT, nullable=True),
        sa.Column("size", TEXT, nullable=True),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("image_url", TEXT, nullable=True),
        sa.Column("thumbnail_url", TEXT, nullable=True),
        sa.Column("is_obsolete", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("last_fetched", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("part_key", name=op.f("pk_parts")),
    )
    op.create_index(op.f("ix_parts_last_fetched"), "parts", ["last_fetched"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("password_hash", TEXT, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_in_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("role IN ('owner','member')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "price_quarters",
        sa.Column("part_key", TEXT, nullable=False),
        sa.Column("color_id", sa.Integer(), nullable=False),
        sa.Column("condition", TEXT, nullable=False),
        sa.Column("market", TEXT, nullable=False),
        sa.Column("part_number", TEXT, nullable=False),
        sa.Column("currency", TEXT, nullable=False),
        sa.Column("vat", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("statistics", TEXT, nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("fetched_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("details", TEXT, nullable=False),
        sa.PrimaryKeyConstraint(
            "part_key", "color_id", "condition", "market", name=op.f("pk_price_quarters")
        ),
    )
    op.create_table(
        "reference_lists",
        sa.Column("resource", TEXT, nullable=False),
        sa.Column("last_fetched", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("resource", name=op.f("pk_reference_lists")),
    )
    op.create_table(
        "upstreams",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=True),
        sa.Column("detail", TEXT, nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("probes", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("probe_token", TEXT, nullable=True),
        sa.Column("cause", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_upstreams")),
    )
    op.create_table(
        "workers",
        sa.Column("worker", TEXT, nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_workers")),
    )
    op.create_table(
        "bucket_spent",
        sa.Column("bucket", TEXT, nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bucket"], ["buckets.name"], name=op.f("fk_bucket_spent_bucket")),
        sa.PrimaryKeyConstraint("bucket", "slot", "priority", name=op.f("pk_bucket_spent")),
    )
    op.create_table(
        "lots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
    )
    op.create_index(op.f("ix_lots_person_id_id"), "lots", ["person_id", "id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sessions_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"], unique=False)
    op.create_table(
        "sign_in_links",
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sign_in_links_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sign_in_links")),
    )
    op.create_index(op.f("ix_sign_in_links_person_id"), "sign_in_links", ["person_id"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_tokens_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_tokens_hash")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_tokens_person_id_name")),
    )
    op.create_index(op.f("ix_tokens_person_id"), "tokens", ["person_id"], unique=False)
    op.create_index(
        "uq_outbox_live",
        "catalog_refresh_outbox",
        ["resource", sa.text("lower(key)")],
        unique=True,
        sqlite_where=sa.text("status IN ('pending','inflight')"),
        postgresql_where=sa.text("status IN ('pending','inflight')"),
    )
    op.create_index("ix_outbox_key", "catalog_refresh_outbox", ["resource", sa.text("lower(key)"), "id"])
    op.create_index("uq_people_name", "people", [sa.text("lower(name)")], unique=True)
    op.execute("INSERT INTO buckets (name) VALUES ('bricklink:global'), ('bricklink:pace')")
    op.execute("INSERT INTO upstreams (name, state) VALUES ('bricklink', 'ok')")
