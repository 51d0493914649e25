"""A sale round may need a minimum to take place; what is sold in one is an order of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("sale_round") as table:
        table.add_column(sa.Column("min_pieces", INTEGER, nullable=True))
        table.create_check_constraint(
            op.f("ck_sale_round_minimum"), "min_pieces IS NULL OR min_pieces > 0"
        )
    with op.batch_alter_table("seller_order") as table:
        table.drop_constraint(op.f("uq_seller_order_group_id_seller_org_id"), type_="unique")
        table.create_index("ix_seller_order_group_id", ["group_id"])


def downgrade() -> None:
    with op.batch_alter_table("seller_order") as table:
        table.drop_index("ix_seller_order_group_id")
        table.create_unique_constraint(
            op.f("uq_seller_order_group_id_seller_org_id"), ["group_id", "seller_org_id"]
        )
    with op.batch_alter_table("sale_round") as table:
        table.drop_constraint(op.f("ck_sale_round_minimum"), type_="check")
        table.drop_column("min_pieces")
