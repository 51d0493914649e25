"""Parcels by order line, cancelled ones included: a recall asks for all of them."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_consignment_line_line", "consignment_line", ["line_ref"])


def downgrade() -> None:
    op.drop_index("ix_consignment_line_line", "consignment_line")
