"""Photos of scales, beside their weighings."""

import sqlalchemy as sa
from alembic import op

from core.append_only import protect

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "weigh_photo",
        sa.Column("weigh_record_id", INTEGER, nullable=False),
        sa.Column("file_ref", sa.String(length=26), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["weigh_record_id"], ["weigh_record.id"], name=op.f("fk_weigh_photo_weigh_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weigh_photo")),
        sa.UniqueConstraint("ref", name=op.f("uq_weigh_photo_ref")),
        sa.UniqueConstraint("weigh_record_id", name=op.f("uq_weigh_photo_weigh_record_id")),
    )
    bind = op.get_bind()
    for statement in protect("weigh_photo", bind.dialect.name):
        bind.exec_driver_sql(statement)


def downgrade() -> None:
    op.drop_table("weigh_photo")
