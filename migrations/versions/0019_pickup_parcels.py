"""Parcels that wait at an outlet for their buyer."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("order_group", sa.Column("pickup_outlet_ref", sa.String(26), nullable=True))
    op.create_table(
        "pickup_parcel",
        sa.Column("group_id", BIG, nullable=False),
        sa.Column("consignment_ref", sa.String(26), nullable=False),
        sa.Column("outlet_ref", sa.String(26), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("keep_until", INSTANT, nullable=False),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.String(60), nullable=False),
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["order_group.id"], name=op.f("fk_pickup_parcel_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_parcel")),
        sa.UniqueConstraint("ref", name=op.f("uq_pickup_parcel_ref")),
        sa.UniqueConstraint("consignment_ref", name=op.f("uq_pickup_parcel_consignment_ref")),
    )
    op.create_index(
        "ix_pickup_parcel_outlet", "pickup_parcel", ["outlet_ref", "state", "keep_until"]
    )
    op.create_index("ix_pickup_parcel_group", "pickup_parcel", ["group_id"])


def downgrade() -> None:
    op.drop_table("pickup_parcel")
    with op.batch_alter_table("order_group") as table:
        table.drop_column("pickup_outlet_ref")
