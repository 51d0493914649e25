"""A call-off may wait for the harvest that its contract was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reservation") as table:
        table.add_column(
            sa.Column("is_of_contract", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("reservation") as table:
        table.alter_column("is_of_contract", server_default=None, existing_type=sa.Boolean())


def downgrade() -> None:
    with op.batch_alter_table("reservation") as table:
        table.drop_column("is_of_contract")
