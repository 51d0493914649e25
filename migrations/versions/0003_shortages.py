"""Pieces of an order line that the seller cannot send."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'line_shortage',
        sa.Column('line_id', BIG, nullable=False),
        sa.Column('pieces', BIG, nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('note', sa.String(length=200), nullable=False),
        sa.Column('operator_name', sa.String(length=60), nullable=False),
        sa.Column('operator_id', BIG, nullable=True),
        sa.Column('id', BIG, autoincrement=True, nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('pieces >= 0', name=op.f('ck_line_shortage_pieces')),
        sa.ForeignKeyConstraint(['line_id'], ['order_line.id'], name=op.f('fk_line_shortage_line_id')),
        sa.ForeignKeyConstraint(['operator_id'], ['person.id'], name=op.f('fk_line_shortage_operator_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_line_shortage')),
        sa.UniqueConstraint('line_id', name=op.f('uq_line_shortage_line_id')),
    )


def downgrade() -> None:
    op.drop_table('line_shortage')
