"""What is sold in a sale round is counted, and given back with the reservation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("sale_round") as table:
        table.add_column(sa.Column("sold_pieces", INTEGER, nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_sale_round_sold"), "sold_pieces >= 0")
        table.create_check_constraint(
            op.f("ck_sale_round_within_cap"), "cap_pieces IS NULL OR sold_pieces <= cap_pieces"
        )
    with op.batch_alter_table("sale_round") as table:
        table.alter_column("sold_pieces", server_default=None, existing_type=INTEGER)
    with op.batch_alter_table("reservation") as table:
        table.add_column(sa.Column("round_id", INTEGER, nullable=True))
        table.create_foreign_key(
            op.f("fk_reservation_round_id"), "sale_round", ["round_id"], ["id"]
        )
        table.create_index("ix_reservation_round_id", ["round_id"])


def downgrade() -> None:
    with op.batch_alter_table("reservation") as table:
        table.drop_index("ix_reservation_round_id")
        table.drop_constraint(op.f("fk_reservation_round_id"), type_="foreignkey")
        table.drop_column("round_id")
    with op.batch_alter_table("sale_round") as table:
        table.drop_constraint(op.f("ck_sale_round_within_cap"), type_="check")
        table.drop_constraint(op.f("ck_sale_round_sold"), type_="check")
        table.drop_column("sold_pieces")
