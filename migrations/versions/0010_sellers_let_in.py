"""The way of a seller: steps, yearly check, suspension; files of papers; notices."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = "seller_step"


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("recheck_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("certificate") as batch:
        batch.add_column(sa.Column("file_ref", sa.String(length=26), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_certificate_file_ref"), "stored_file", ["file_ref"], ["ref"]
        )
    op.create_table(
        "seller_step",
        sa.Column("org_id", INTEGER, nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", INTEGER, nullable=True),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("by_org_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["person.id"], name=op.f("fk_seller_step_by_user_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_seller_step_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seller_step")),
    )
    op.create_index(op.f("ix_seller_step_org_id"), "seller_step", ["org_id"])
    op.create_table(
        "notice",
        sa.Column("org_id", INTEGER, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", INTEGER, autoincrement=True, nullable=False),
        sa.Column("ref", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_notice_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_notice_ref")),
    )
    op.create_index("ix_notice_org_read", "notice", ["org_id", "read_at", "id"])
    for statement in protect(op.get_bind().dialect.name):
        op.execute(statement)


def protect(dialect: str) -> list[str]:
    if dialect == "postgresql":
        act = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    else:
        act = f"BEGIN SELECT RAISE(ABORT, '{KEPT} is append-only'); END"
    verbs = ("update", "delete")
    return [
        f"CREATE TRIGGER keep_{KEPT}_{verb} BEFORE {verb.upper()} ON {KEPT} {act}" for verb in verbs
    ]


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("seller_step")
    with op.batch_alter_table("certificate") as batch:
        batch.drop_constraint(batch.f("fk_certificate_file_ref"), type_="foreignkey")
        batch.drop_column("file_ref")
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("suspended_at")
        batch.drop_column("recheck_on")
        batch.drop_column("applied_at")
