"""GTINs that sellers own."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trade_item",
        sa.Column("gtin", sa.String(14), nullable=False),
        sa.Column("seller_id", INTEGER, nullable=False),
        sa.Column("spec_id", INTEGER, nullable=False),
        sa.Column("registered_by", sa.String(80), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["organisation.id"], name=op.f("fk_trade_item_seller_id")
        ),
        sa.ForeignKeyConstraint(
            ["spec_id"], ["product_spec.id"], name=op.f("fk_trade_item_spec_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trade_item")),
        sa.UniqueConstraint("gtin", name=op.f("uq_trade_item_gtin")),
        sa.UniqueConstraint(
            "seller_id", "spec_id", name=op.f("uq_trade_item_seller_id_spec_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("trade_item")
