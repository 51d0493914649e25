"""Recalls: why, which lots, which order lines, and how each of them ended."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "recall",
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("is_drill", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("advice", sa.String(400), nullable=False),
        sa.Column("authority", sa.String(80), nullable=False),
        sa.Column("opened_by", sa.String(80), nullable=False),
        sa.Column("traced_ms", INTEGER, nullable=False),
        sa.Column("total_lines", INTEGER, nullable=False),
        sa.Column("settled_lines", INTEGER, nullable=False),
        sa.Column("total_orders", INTEGER, nullable=False),
        sa.Column("notified_orders", INTEGER, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.String(80), nullable=False),
        sa.Column("conclusion", sa.String(400), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("settled_lines <= total_lines", name=op.f("ck_recall_settled")),
        sa.CheckConstraint("notified_orders <= total_orders", name=op.f("ck_recall_notified")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        sa.UniqueConstraint("number", name=op.f("uq_recall_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_recall_ref")),
    )
    op.create_index("ix_recall_state", "recall", ["state", "id"])
    op.create_table(
        "recall_lot",
        sa.Column("recall_id", INTEGER, nullable=False),
        sa.Column("lot_id", INTEGER, nullable=False),
        sa.Column("pieces_left", INTEGER, nullable=False),
        sa.Column("grams_left", INTEGER, nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_recall_lot_lot_id")),
        sa.ForeignKeyConstraint(["recall_id"], ["recall.id"], name=op.f("fk_recall_lot_recall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_lot")),
        sa.UniqueConstraint("recall_id", "lot_id", name=op.f("uq_recall_lot_recall_id_lot_id")),
    )
    op.create_index("ix_recall_lot_lot", "recall_lot", ["lot_id"])
    _lines()


def _lines() -> None:
    op.create_table(
        "recall_line",
        sa.Column("recall_id", INTEGER, nullable=False),
        sa.Column("line_id", INTEGER, nullable=False),
        sa.Column("group_id", INTEGER, nullable=False),
        sa.Column("lot_id", INTEGER, nullable=False),
        sa.Column("consignment_ref", sa.String(26), nullable=True),
        sa.Column("pieces", INTEGER, nullable=False),
        sa.Column("grams", INTEGER, nullable=False),
        sa.Column("place", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(14), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("refund_ref", sa.String(26), nullable=True),
        sa.Column("refund_fen", INTEGER, nullable=True),
        sa.Column("notified_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by", sa.String(80), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.CheckConstraint("pieces > 0 AND grams >= 0", name=op.f("ck_recall_line_amounts")),
        sa.CheckConstraint(
            "(outcome = '') = (settled_at IS NULL)", name=op.f("ck_recall_line_settled")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["order_group.id"], name=op.f("fk_recall_line_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_line.id"], name=op.f("fk_recall_line_line_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_recall_line_lot_id")),
        sa.ForeignKeyConstraint(
            ["recall_id"], ["recall.id"], name=op.f("fk_recall_line_recall_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_line")),
        sa.UniqueConstraint(
            "recall_id", "line_id", "lot_id", name=op.f("uq_recall_line_recall_id_line_id_lot_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_recall_line_ref")),
    )
    op.create_index("ix_recall_line_group", "recall_line", ["group_id", "recall_id"])
    op.create_index("ix_recall_line_outcome", "recall_line", ["recall_id", "outcome"])


def downgrade() -> None:
    op.drop_table("recall_line")
    op.drop_table("recall_lot")
    op.drop_table("recall")
