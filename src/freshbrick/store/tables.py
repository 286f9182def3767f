"""The schema. A change here goes with a migration; a test compares the two."""

import sqlalchemy
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
    false,
    func,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only under INTEGER
Ms = BigInteger  # milliseconds since 1970, UTC
# Compared and sorted byte by byte on every engine, whatever language a PostgreSQL server was set up for.
Text = sqlalchemy.Text().with_variant(sqlalchemy.Text(collation="C"), "postgresql")

# --- the catalog: `part_key` is a part number in lower case, `part_number` is BrickLink's spelling ---

parts = Table(
    "parts",
    metadata,
    Column("part_key", Text, primary_key=True),
    Column("part_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("category_id", Integer),
    Column("category_name", Text),  # an imported word; BrickLink's categories are joined by their id
    Column("alternate_numbers", Text, nullable=False, server_default="[]"),  # JSON list
    Column("year_released", Integer),
    Column("weight", Text),  # decimals are kept as text, exactly as they came
    Column("size", Text),  # JSON {x,y,z}
    Column("description", Text),
    Column("image_url", Text),
    Column("thumbnail_url", Text),
    Column("is_obsolete", Boolean, nullable=False, server_default=false()),
    Column("source", Text, nullable=False),
    Column("last_fetched", Ms),
    Column("rebrickable_category_id", Integer),  # of an imported part: its word may be imported later
    Index(None, "last_fetched"),
)

part_color_lists = Table(  # an empty list that was fetched is data: it has a row here and none in part_colors
    "part_color_lists",
    metadata,
    Column("part_key", Text, primary_key=True),
    Column("last_fetched", Ms),
    Column("source", Text, nullable=False, server_default="bricklink"),  # whose list was imported
)

part_colors = Table(
    "part_colors",
    metadata,
    Column("part_key", Text, primary_key=True),
    Column("color_id", Integer, primary_key=True),
    Column("quantity", Integer, nullable=False),
)

price_quarters = Table(
    "price_quarters",
    metadata,
    Column("part_key", Text, primary_key=True),
    Column("color_id", Integer, primary_key=True),
    Column("condition", Text, primary_key=True),
    Column("market", Text, primary_key=True),
    Column("part_number", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("vat", Text, nullable=False),
    Column("region", Text, nullable=False),  # "" is worldwide; a country is "country:DE"
    Column("statistics", Text, nullable=False),  # JSON of model.prices.Market
    Column("fetched_at", Ms, nullable=False),
    Column("fetched_by", Id),  # the message that paid for it
    Column(
        "details", Text, nullable=False
    ),  # JSON list of the rows behind it; last, so that a read skips its pages
)

sold_averages = Table(  # what lots are valued by: a copy in narrow rows, as a value reads one for every lot
    "sold_averages",
    metadata,
    Column("part_key", Text, primary_key=True),
    Column("color_id", Integer, primary_key=True),
    Column("condition", Text, primary_key=True),
    Column("currency", Text, nullable=False),
    Column("vat", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("piece_average", Text),  # null where nothing was sold
    Column("fetched_at", Ms, nullable=False),
    sqlite_with_rowid=False,
)

colors = Table(
    "colors",
    metadata,
    Column("color_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("hex_code", Text),
    Column("type", Text, nullable=False),
)

categories = Table(
    "categories",
    metadata,
    Column("category_id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("parent_id", Integer),
)

reference_lists = Table(
    "reference_lists",
    metadata,
    Column("resource", Text, primary_key=True),  # color, category
    Column("last_fetched", Ms),
)

rebrickable_names = Table(  # what its ids stand for, so that its files may come in any order
    "rebrickable_names",
    metadata,
    Column("kind", Text, primary_key=True),  # color, category
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

# What searches read of a part, in the order in which they list parts; its words are in `part_words`, under the same
# place, made by the migration in the engine's own way.
part_search = Table(
    "part_search",
    metadata,
    Column("place", Id, primary_key=True, autoincrement=False),  # `rank`, or the next place that was free
    Column("since", Id, nullable=False, server_default=text("0")),  # the move that brought it here
    Column("until", Id),  # the move that took it away: it stands here only for those who are paging
    Column("last_fetched", Ms),
    Column("facets", Text, nullable=False),  # its category, then the ids of its known colors, tabs between
    Column("number", Text, nullable=False),  # without punctuation
    Column("natural", Text, nullable=False),  # sorts numbers in their natural order
    Column("others", Text, nullable=False),  # alternate numbers without punctuation, a space around each
    Column("part_key", Text, nullable=False),
    Column("rank", Id, nullable=False),
)
Index(
    "uq_part_search_part_key",
    part_search.c.part_key,
    unique=True,
    sqlite_where=text("until IS NULL"),
    postgresql_where=text("until IS NULL"),
)

part_moves = Table(
    "part_moves",
    metadata,
    Column("id", Id, primary_key=True),
    Column("place", Id, nullable=False),  # where the part had stood
    Column("moved_at", Ms, nullable=False),
    sqlite_autoincrement=True,
)

# --- the refresh flow ---

catalog_refresh_outbox = Table(
    "catalog_refresh_outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("resource", Text, nullable=False),
    Column("key", Text, nullable=False),  # spelled as first asked for; compared in lower case
    Column("status", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("claims", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", Ms, nullable=False),
    Column("lease_token", Text),
    Column("lease_expires_at", Ms),
    Column("last_fetched", Ms),  # of the data that the ask found
    Column("last_error", Text),
    Column("failure_code", Text),
    Column("failed_at", Ms),
    Column("retry_at", Ms),
    Column(
        "streak", Integer, nullable=False, server_default=text("0")
    ),  # failed messages in a row, this included
    Column("requested_by", Text),
    Column("created_at", Ms, nullable=False),
    Column("claimed_at", Ms),
    Column("calls", Integer, nullable=False, server_default=text("0")),
    Column("upstream_ms", Integer, nullable=False, server_default=text("0")),
    Column("processed_at", Ms),
    CheckConstraint("status IN ('pending','inflight','succeeded','failed')", name="status"),
    CheckConstraint("priority BETWEEN 1 AND 3", name="priority"),
    CheckConstraint("(status = 'inflight') = (lease_token IS NOT NULL)", name="lease"),
    sqlite_autoincrement=True,  # an id is never used twice: it fences quarters saved by a pruned message
)
outbox = catalog_refresh_outbox
Index(
    "uq_outbox_live",
    outbox.c.resource,
    func.lower(outbox.c.key),
    unique=True,
    sqlite_where=text("status IN ('pending','inflight')"),
    postgresql_where=text("status IN ('pending','inflight')"),
)
Index(
    "ix_outbox_pending",
    outbox.c.priority,
    outbox.c.next_attempt_at,
    outbox.c.id,
    sqlite_where=text("status = 'pending'"),
    postgresql_where=text("status = 'pending'"),
)
Index(
    "ix_outbox_lease",
    outbox.c.lease_expires_at,
    sqlite_where=text("status = 'inflight'"),
    postgresql_where=text("status = 'inflight'"),
)
Index(
    "ix_outbox_failed",
    outbox.c.id,
    sqlite_where=text("status = 'failed'"),
    postgresql_where=text("status = 'failed'"),
)
Index(
    "ix_outbox_asked",  # what counts against a person's hour of unknown keys
    outbox.c.requested_by,
    outbox.c.created_at,
    sqlite_where=text("priority = 1 AND last_fetched IS NULL"),
    postgresql_where=text("priority = 1 AND last_fetched IS NULL"),
)
Index("ix_outbox_key", outbox.c.resource, func.lower(outbox.c.key), outbox.c.id)
Index(
    "ix_outbox_done",
    outbox.c.processed_at,
    sqlite_where=text("status IN ('succeeded','failed')"),
    postgresql_where=text("status IN ('succeeded','failed')"),
)

buckets = Table(
    "buckets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("blocked_until", Ms),  # set by a 429; kept until a call succeeds
    Column("next_at", Ms),  # the pace: when the next call may leave
)

bucket_spent = Table(
    "bucket_spent",
    metadata,
    Column("bucket", Text, ForeignKey("buckets.name"), primary_key=True),
    Column("slot", Ms, primary_key=True),
    Column("priority", SmallInteger, primary_key=True),
    Column("calls", Integer, nullable=False),
)

upstreams = Table(
    "upstreams",
    metadata,
    Column("name", Text, primary_key=True),
    Column("state", Text, nullable=False),  # ok, paused
    Column("code", Text),
    Column("detail", Text),
    Column("since", Ms),
    Column("until", Ms),  # when the next probe may leave
    Column("probes", Integer, nullable=False, server_default=text("0")),  # failed ones, for their backoff
    Column("probe_token", Text),
    Column("cause", Id),  # the message that caused the pause
    Column(
        "failures", Integer, nullable=False, server_default=text("0")
    ),  # temporary ones in a row, over all
)

crons = Table(
    "crons",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last_at", Ms),
    Column("next_at", Ms, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("worker", Text, primary_key=True),
    Column("seen_at", Ms, nullable=False),
)

# --- people ---

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),  # owner, member
    Column("password_hash", Text),
    Column("created_at", Ms, nullable=False),
    Column("signed_in_at", Ms),
    CheckConstraint("role IN ('owner','member')", name="role"),
    sqlite_autoincrement=True,  # an id is never used twice: what is still open of one who left is nobody else's
)
Index("uq_people_name", func.lower(people.c.name), unique=True)

# Sessions, tokens and one-time links are looked up by the SHA-256 of a random secret that is stored nowhere.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Ms, nullable=False),
    Column("expires_at", Ms, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Ms, nullable=False),
    UniqueConstraint("person_id", "name"),
)

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Ms, nullable=False),
)

lots = Table(
    "lots",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("part_number", Text, nullable=False),
    Column("color_id", Integer, nullable=False),
    Column("condition", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", Text),
    Column("currency", Text),
    Column("remarks", Text),
    Column("storage", Text),
    Column("created_at", Ms, nullable=False),
    Column("updated_at", Ms, nullable=False),
    CheckConstraint("condition IN ('new','used')", name="condition"),
    CheckConstraint("quantity >= 0", name="quantity"),
    Index(None, "person_id", "id"),
    sqlite_autoincrement=True,  # an id is never used twice: a page that still shows a lot changes no other
)
Index("ix_lots_kept", func.lower(lots.c.part_number), lots.c.color_id)
