"""Tables that sellers send: imports, and what is wrong with their rows."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("rows_total", "rows_done", "rows_new", "rows_changed", "rows_same", "rows_bad")


def upgrade() -> None:
    op.create_table(
        "import_job",
        sa.Column("seller_id", INTEGER, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("file_ref", sa.String(length=26), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_submitting", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("missing_columns", sa.JSON(), nullable=False),
        *(sa.Column(name, INTEGER, nullable=False) for name in COUNTS),
        sa.Column("by_user_id", INTEGER, nullable=True),
        sa.Column("by_name", sa.String(length=80), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rows_done >= 0", name=op.f("ck_import_job_done")),
        sa.CheckConstraint(
            "rows_new >= 0 AND rows_changed >= 0 AND rows_same >= 0",
            name=op.f("ck_import_job_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["organisation.id"], name=op.f("fk_import_job_seller_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["person.id"], name=op.f("fk_import_job_by_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
        sa.UniqueConstraint("ref", name=op.f("uq_import_job_ref")),
    )
    op.create_index("ix_import_job_seller", "import_job", ["seller_id", "id"])
    op.create_table(
        "import_fault",
        sa.Column("job_id", INTEGER, nullable=False),
        sa.Column("row_no", INTEGER, nullable=False),
        sa.Column("cell", sa.String(length=12), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("typed", sa.String(length=80), nullable=False),
        sa.Column("is_note", sa.Boolean(), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["import_job.id"], name=op.f("fk_import_fault_job_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_fault")),
    )
    op.create_index("ix_import_fault_job", "import_fault", ["job_id", "row_no"])


def downgrade() -> None:
    op.drop_table("import_fault")
    op.drop_table("import_job")
