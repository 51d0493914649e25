"""Versions of listings name their photos and quantity tiers; photos keep their renditions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "listing_photo",
        sa.Column("listing_id", INTEGER, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_photo_listing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_photo")),
        sa.UniqueConstraint("listing_id", "sha256", name=op.f("uq_listing_photo_listing_id_sha256")),
        sa.UniqueConstraint("ref", name=op.f("uq_listing_photo_ref")),
    )
    op.create_index("ix_listing_photo_listing_id", "listing_photo", ["listing_id"])
    for name in ("photos", "tiers"):
        with op.batch_alter_table("listing") as table:
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        with op.batch_alter_table("listing") as table:
            table.alter_column(name, server_default=None, existing_type=sa.JSON())


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.drop_column("tiers")
        table.drop_column("photos")
    op.drop_index("ix_listing_photo_listing_id", "listing_photo")
    op.drop_table("listing_photo")
