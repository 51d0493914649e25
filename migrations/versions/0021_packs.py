"""A sold unit may hold several pieces of the stock; order lines keep how many."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("listing", "order_line"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("unit_pieces", INTEGER, nullable=False, server_default="1"))
        with op.batch_alter_table(name) as table:
            table.alter_column("unit_pieces", server_default=None, existing_type=INTEGER)
    with op.batch_alter_table("listing") as table:
        table.create_check_constraint(op.f("ck_listing_unit_pieces"), "unit_pieces > 0")


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.drop_constraint(op.f("ck_listing_unit_pieces"), type_="check")
    for name in ("order_line", "listing"):
        with op.batch_alter_table(name) as table:
            table.drop_column("unit_pieces")
