"""Boxes and loads: what is in them, and who was inside whom, when."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.drop_table("handling_unit")  # never written so far
    op.create_table(
        "handling_unit",
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("consignment_id", INTEGER, nullable=True),
        sa.Column("departure_id", INTEGER, nullable=True),
        sa.Column("seller_id", INTEGER, nullable=True),
        sa.Column("temperature", sa.String(10), nullable=False),
        sa.Column("grams", INTEGER, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("grams >= 0", name=op.f("ck_handling_unit_grams")),
        sa.ForeignKeyConstraint(
            ["consignment_id"], ["consignment.id"], name=op.f("fk_handling_unit_consignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["departure_id"], ["departure.id"], name=op.f("fk_handling_unit_departure_id")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["organisation.id"], name=op.f("fk_handling_unit_seller_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_handling_unit_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_handling_unit_ref")),
    )
    op.create_index("ix_handling_unit_consignment", "handling_unit", ["consignment_id"])
    _contents()
    _spans()


def _contents() -> None:
    op.create_table(
        "handling_unit_content",
        sa.Column("unit_id", INTEGER, nullable=False),
        sa.Column("line_ref", sa.String(26), nullable=False),
        sa.Column("lot_id", INTEGER, nullable=False),
        sa.Column("pieces", INTEGER, nullable=False),
        sa.Column("grams", INTEGER, nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.CheckConstraint(
            "pieces > 0 AND grams >= 0", name=op.f("ck_handling_unit_content_amounts")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_handling_unit_content_lot_id")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["handling_unit.id"], name=op.f("fk_handling_unit_content_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_unit_content")),
        sa.UniqueConstraint(
            "unit_id", "line_ref", "lot_id", name=op.f("uq_handling_unit_content_unit_id_line_ref_lot_id")
        ),
    )
    op.create_index(
        "ix_handling_unit_content_lot", "handling_unit_content", ["lot_id", "unit_id"]
    )


def _spans() -> None:
    op.create_table(
        "handling_unit_span",
        sa.Column("ancestor_id", INTEGER, nullable=False),
        sa.Column("descendant_id", INTEGER, nullable=False),
        sa.Column("depth", INTEGER, nullable=False),
        sa.Column("from_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.CheckConstraint("depth >= 0", name=op.f("ck_handling_unit_span_depth")),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at >= from_at", name=op.f("ck_handling_unit_span_times")
        ),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["handling_unit.id"], name=op.f("fk_handling_unit_span_ancestor_id")
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["handling_unit.id"], name=op.f("fk_handling_unit_span_descendant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_unit_span")),
        sa.UniqueConstraint(
            "ancestor_id",
            "descendant_id",
            "from_at",
            name=op.f("uq_handling_unit_span_ancestor_id_descendant_id_from_at"),
        ),
    )
    op.create_index(
        "ix_handling_unit_span_descendant", "handling_unit_span", ["descendant_id", "from_at"]
    )


def downgrade() -> None:
    op.drop_table("handling_unit_span")
    op.drop_table("handling_unit_content")
    op.drop_table("handling_unit")
    op.create_table(
        "handling_unit",
        sa.Column("sscc", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("parent_id", INTEGER, nullable=True),
        sa.Column("consignment_id", INTEGER, nullable=True),
        sa.Column("temperature", sa.String(10), nullable=False),
        sa.Column("grams", INTEGER, nullable=False),
        sa.Column("logger", sa.String(30), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["consignment_id"], ["consignment.id"], name=op.f("fk_handling_unit_consignment_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["handling_unit.id"], name=op.f("fk_handling_unit_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handling_unit")),
        sa.UniqueConstraint("sscc", name=op.f("uq_handling_unit_sscc")),
    )
    op.create_index("ix_handling_unit_consignment", "handling_unit", ["consignment_id"])
