"""Boxes handed to trucks, and the crates and pallets that go round with them."""

import sqlalchemy as sa
from alembic import op

from core.append_only import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("hand_over", "hand_over_order", "returnable_move")


def upgrade() -> None:
    _hand_over()
    _hand_over_order()
    _returnable_move()
    bind = op.get_bind()
    for table in KEPT:
        for statement in protect(table, bind.dialect.name):
            bind.exec_driver_sql(statement)


def _hand_over() -> None:
    op.create_table(
        "hand_over",
        sa.Column("action_id", sa.String(length=60), nullable=False),
        sa.Column("seller_org_id", INTEGER, nullable=False),
        sa.Column("carrier_org_id", INTEGER, nullable=False),
        sa.Column("departure_no", sa.String(length=12), nullable=False),
        sa.Column("boxes", INTEGER, nullable=False),
        sa.Column("cores_c10", sa.JSON(), nullable=False),
        sa.Column("seal_no", sa.String(length=30), nullable=False),
        sa.Column("driver", sa.String(length=60), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("by_user_id", INTEGER, nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("boxes > 0", name=op.f("ck_hand_over_boxes")),
        sa.ForeignKeyConstraint(["seller_org_id"], ["organisation.id"], name=op.f("fk_hand_over_seller_org_id")),
        sa.ForeignKeyConstraint(["carrier_org_id"], ["organisation.id"], name=op.f("fk_hand_over_carrier_org_id")),
        sa.ForeignKeyConstraint(["by_user_id"], ["person.id"], name=op.f("fk_hand_over_by_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint("action_id", name=op.f("uq_hand_over_action_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_hand_over_ref")),
    )
    op.create_index("ix_hand_over_seller", "hand_over", ["seller_org_id", "id"])


def _hand_over_order() -> None:
    op.create_table(
        "hand_over_order",
        sa.Column("hand_over_id", INTEGER, nullable=False),
        sa.Column("seller_order_id", INTEGER, nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_over.id"], name=op.f("fk_hand_over_order_hand_over_id")),
        sa.ForeignKeyConstraint(
            ["seller_order_id"], ["seller_order.id"], name=op.f("fk_hand_over_order_seller_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_order")),
        sa.UniqueConstraint("seller_order_id", name=op.f("uq_hand_over_order_seller_order_id")),
    )
    op.create_index(op.f("ix_hand_over_order_hand_over_id"), "hand_over_order", ["hand_over_id"])


def _returnable_move() -> None:
    op.create_table(
        "returnable_move",
        sa.Column("giver_org_id", INTEGER, nullable=False),
        sa.Column("taker_org_id", INTEGER, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("pieces", INTEGER, nullable=False),
        sa.Column("cause_ref", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("by_user_id", INTEGER, nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_returnable_move_pieces")),
        sa.CheckConstraint("giver_org_id <> taker_org_id", name=op.f("ck_returnable_move_two_sides")),
        sa.ForeignKeyConstraint(["giver_org_id"], ["organisation.id"], name=op.f("fk_returnable_move_giver_org_id")),
        sa.ForeignKeyConstraint(["taker_org_id"], ["organisation.id"], name=op.f("fk_returnable_move_taker_org_id")),
        sa.ForeignKeyConstraint(["by_user_id"], ["person.id"], name=op.f("fk_returnable_move_by_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returnable_move")),
        sa.UniqueConstraint(
            "cause_ref", "giver_org_id", "taker_org_id", "kind",
            name=op.f("uq_returnable_move_cause_ref_giver_org_id_taker_org_id_kind"),
        ),
    )
    op.create_index("ix_returnable_move_giver", "returnable_move", ["giver_org_id", "kind"])
    op.create_index("ix_returnable_move_taker", "returnable_move", ["taker_org_id", "kind"])


def downgrade() -> None:
    op.drop_table("returnable_move")
    op.drop_table("hand_over_order")
    op.drop_table("hand_over")
