"""Outlets: places with a shelf of their own, transfers to them, counts, sales over the counter."""

import sqlalchemy as sa
from alembic import op

from core.append_only import protect

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("stock_pool") as table:
        table.add_column(sa.Column("place", sa.String(26), nullable=False, server_default=""))
        table.drop_constraint("uq_stock_pool_seller_id_spec_id_county_code", type_="unique")
        table.create_unique_constraint(
            "uq_stock_pool_seller_id_spec_id_county_code_place",
            ["seller_id", "spec_id", "county_code", "place"],
        )
    with op.batch_alter_table("stock_pool") as table:
        table.alter_column("place", server_default=None, existing_type=sa.String(26))
    with op.batch_alter_table("order_group") as table:
        table.add_column(sa.Column("outlet_ref", sa.String(26), nullable=True))
        table.create_index("ix_order_group_outlet_ref", ["outlet_ref"])
    _outlet()
    _transfer()
    _count()


def _outlet() -> None:
    op.create_table(
        "outlet",
        sa.Column("org_id", BIG, nullable=False),
        sa.Column("name_zh", sa.String(60), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("city_code", sa.String(6), nullable=False),
        sa.Column("district_code", sa.String(6), nullable=False),
        sa.Column("address", sa.String(160), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_outlet_hours")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_outlet_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("ref", name=op.f("uq_outlet_ref")),
    )
    op.create_index("ix_outlet_org", "outlet", ["org_id", "id"])


def _transfer() -> None:
    op.create_table(
        "outlet_transfer",
        sa.Column("outlet_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=False),
        sa.Column("outlet_lot_id", BIG, nullable=True),
        sa.Column("pieces", BIG, nullable=False),
        sa.Column("grams", BIG, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("sent_by", sa.String(60), nullable=False),
        sa.Column("received_pieces", BIG, nullable=True),
        sa.Column("received_grams", BIG, nullable=True),
        sa.Column("received_by", sa.String(60), nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("pieces > 0 AND grams > 0", name=op.f("ck_outlet_transfer_sent")),
        sa.CheckConstraint(
            "received_pieces IS NULL OR received_pieces <= pieces",
            name=op.f("ck_outlet_transfer_received"),
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_outlet_transfer_outlet_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_outlet_transfer_lot_id")),
        sa.ForeignKeyConstraint(
            ["outlet_lot_id"], ["lot.id"], name=op.f("fk_outlet_transfer_outlet_lot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet_transfer")),
        sa.UniqueConstraint("ref", name=op.f("uq_outlet_transfer_ref")),
    )
    op.create_index("ix_outlet_transfer_outlet", "outlet_transfer", ["outlet_id", "state", "id"])
    op.create_index("ix_outlet_transfer_lot", "outlet_transfer", ["lot_id"])


def _count() -> None:
    op.create_table(
        "stock_count",
        sa.Column("outlet_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=False),
        sa.Column("expected_pieces", BIG, nullable=False),
        sa.Column("counted_pieces", BIG, nullable=False),
        sa.Column("change_g", BIG, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("by_name", sa.String(60), nullable=False),
        sa.Column("by_user_id", BIG, nullable=True),
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "expected_pieces >= 0 AND counted_pieces >= 0", name=op.f("ck_stock_count_pieces")
        ),
        sa.ForeignKeyConstraint(
            ["outlet_id"], ["outlet.id"], name=op.f("fk_stock_count_outlet_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_stock_count_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("ref", name=op.f("uq_stock_count_ref")),
    )
    op.create_index("ix_stock_count_outlet", "stock_count", ["outlet_id", "id"])
    for statement in protect("stock_count", op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("stock_count")
    op.drop_table("outlet_transfer")
    op.drop_table("outlet")
    with op.batch_alter_table("order_group") as table:
        table.drop_index("ix_order_group_outlet_ref")
        table.drop_column("outlet_ref")
    with op.batch_alter_table("stock_pool") as table:
        table.drop_constraint(
            "uq_stock_pool_seller_id_spec_id_county_code_place", type_="unique"
        )
        table.create_unique_constraint(
            "uq_stock_pool_seller_id_spec_id_county_code", ["seller_id", "spec_id", "county_code"]
        )
        table.drop_column("place")
