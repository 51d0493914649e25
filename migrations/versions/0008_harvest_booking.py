"""Harvests can be booked before they come in, and what each got is on record."""

import sqlalchemy as sa
from alembic import op

from core.append_only import protect, release

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
KEPT = "harvest_decision"


def upgrade() -> None:
    with op.batch_alter_table("reservation") as table:
        table.add_column(sa.Column("bucket_id", INTEGER, nullable=True))
        table.add_column(sa.Column("harvest_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("arrives_on", sa.Date(), nullable=True))
        table.add_column(
            sa.Column("min_remaining_days", INTEGER, nullable=False, server_default="0")
        )
        table.add_column(sa.Column("firm_at", INSTANT, nullable=True))
        table.create_foreign_key(
            op.f("fk_reservation_bucket_id"), "supply_bucket", ["bucket_id"], ["id"]
        )
        table.create_index("ix_reservation_bucket_id", ["bucket_id"])
    with op.batch_alter_table("reservation") as table:
        table.alter_column("min_remaining_days", server_default=None, existing_type=INTEGER)
    with op.batch_alter_table("supply_bucket") as table:
        table.add_column(sa.Column("closed_at", INSTANT, nullable=True))
    with op.batch_alter_table("order_line") as table:
        table.add_column(sa.Column("harvest_on", sa.Date(), nullable=True))
    _create_decisions()
    _create_choices()


def _create_decisions() -> None:
    op.create_table(
        KEPT,
        sa.Column("bucket_id", INTEGER, nullable=False),
        sa.Column("lot_id", INTEGER, nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("owner_ref", sa.String(length=80), nullable=False),
        sa.Column("line_ref", sa.String(length=80), nullable=False),
        sa.Column("wanted_g", INTEGER, nullable=False),
        sa.Column("given_g", INTEGER, nullable=False),
        sa.Column("is_last", sa.Boolean(), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "given_g >= 0 AND given_g <= wanted_g", name=op.f("ck_harvest_decision_given")
        ),
        sa.ForeignKeyConstraint(
            ["bucket_id"], ["supply_bucket.id"], name=op.f("fk_harvest_decision_bucket_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_harvest_decision_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_decision")),
    )
    op.create_index("ix_harvest_decision_bucket_id", KEPT, ["bucket_id"])
    op.create_index("ix_harvest_decision_lot_id", KEPT, ["lot_id"])
    for statement in protect(KEPT, op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def _create_choices() -> None:
    op.create_table(
        "harvest_choice",
        sa.Column("line_id", INTEGER, nullable=False),
        sa.Column("given_pieces", INTEGER, nullable=False),
        sa.Column("missing_pieces", INTEGER, nullable=False),
        sa.Column("answer_due_at", INSTANT, nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("answered_by", sa.String(length=16), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "given_pieces > 0 AND missing_pieces > 0", name=op.f("ck_harvest_choice_pieces")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_harvest_choice_answered")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_line.id"], name=op.f("fk_harvest_choice_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_choice")),
        sa.UniqueConstraint("line_id", name=op.f("uq_harvest_choice_line_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_harvest_choice_ref")),
    )


def downgrade() -> None:
    op.drop_table("harvest_choice")
    for statement in release(KEPT, op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)
    op.drop_table(KEPT)
    with op.batch_alter_table("order_line") as table:
        table.drop_column("harvest_on")
    with op.batch_alter_table("supply_bucket") as table:
        table.drop_column("closed_at")
    with op.batch_alter_table("reservation") as table:
        table.drop_index("ix_reservation_bucket_id")
        table.drop_constraint(op.f("fk_reservation_bucket_id"), type_="foreignkey")
        for name in ("firm_at", "min_remaining_days", "arrives_on", "harvest_on", "bucket_id"):
            table.drop_column(name)
