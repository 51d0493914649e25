"""Readings know the temperature class of their compartment."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reading") as table:
        table.add_column(
            sa.Column("temperature", sa.String(10), server_default="ambient", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("reading") as table:
        table.drop_column("temperature")
